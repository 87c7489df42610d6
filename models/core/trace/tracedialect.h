#pragma once

#include "slo/metricdictionary.h"

#include <QString>

namespace qd {

/// The names that trace telemetry has in one schema (azure facts 3.1, 3.2).
struct TraceDialect {
    QString requests, dependencies, exceptions, logs, events;
    QString time, operation, parent, id, name, success, code, duration, bag, service, instance, target, type, data, url;
    QString message, severity, exceptionType, outerMessage;
};

const TraceDialect &traceDialect(TelemetrySchema schema);

} // namespace qd
