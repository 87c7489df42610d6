#pragma once

#include "clock.h"
#include "http/call.h"
#include "slo/metricdictionary.h"
#include "table.h"
#include "timerange.h"

#include <QList>
#include <QObject>
#include <QString>
#include <QUrl>

#include <optional>

namespace qd {

/// What to query: an Application Insights app (classic schema) or a Log Analytics workspace (workspace schema).
struct MonitorTarget {
    TelemetrySchema schema = TelemetrySchema::Classic;
    QUrl endpoint;  ///< e.g. https://api.applicationinsights.io; plain http is accepted on loopback only
    QString id;     ///< app id or workspace id
    QString scope;  ///< token scope
    bool operator==(const MonitorTarget &) const = default;
};

struct MonitorQuery {
    QString kql;
    std::optional<TimeSpanRange> timespan; ///< ANDed by the service with the query's own time filters
    Milliseconds timeout{30000};
    bool operator==(const MonitorQuery &) const = default;
};

struct MonitorReply {
    QList<Table> tables;          ///< never empty on success
    QStringList warnings;         ///< partial errors; the rows that came are kept
    std::optional<Instant> serverTime; ///< the Date header, for clock skew
    QString requestId;
    Milliseconds elapsed{0};
    qint64 bytes = 0;
    bool shared = false;          ///< answered by an equal query that was already in flight
};

/// Runs KQL on Azure Monitor (azure facts 2). Obeys the service's limits by a governor: at most 4 at once and 200 per
/// 30 s; further queries wait their turn. GUI thread.
class MonitorConnector
{
public:
    virtual ~MonitorConnector() = default;
    [[nodiscard]] virtual const MonitorTarget &target() const = 0;
    virtual Call query(const MonitorQuery &query, QObject *context, Completion<MonitorReply> completion) = 0;
};

} // namespace qd
