#pragma once

#include "trace/trace.h"
#include "trace/tracequery.h"

#include <QByteArray>
#include <QString>

/// What `trace` prints. The JSON is a contract: keys are never renamed, numbers are raw (seconds, USD), times ISO 8601.
namespace qd::tracereport {

QString listText(const QList<TraceSummary> &traces);
QByteArray listJson(const QList<TraceSummary> &traces, bool isCut);
/// A waterfall of characters, 40 columns of bar; the span in focus is marked and told below.
QString traceText(const Trace &trace, int focus);
QByteArray traceJson(const Trace &trace, int focus);

} // namespace qd::tracereport
