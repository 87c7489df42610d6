#include "azuremonitor/querycodec.h"

#include <nlohmann/json.hpp>

namespace qd {

namespace {

/// ISO 8601 with microseconds and Z.
std::string isoInstant(Instant at)
{
    const auto seconds = std::chrono::floor<Seconds>(at);
    const QString text = QDateTime::fromSecsSinceEpoch(seconds.time_since_epoch().count(), Qt::UTC).toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss"));
    return QStringLiteral("%1.%2Z").arg(text).arg((at - seconds).count(), 6, 10, QLatin1Char('0')).toStdString();
}

QUrl monitorUrl(const MonitorTarget &target, const QString &verb)
{
    QUrl url = target.endpoint;
    QString path = url.path(QUrl::FullyEncoded);
    while (path.endsWith(u'/'))
        path.chop(1);
    const QString kind = target.schema == TelemetrySchema::Classic ? QStringLiteral("/v1/apps/") : QStringLiteral("/v1/workspaces/");
    url.setPath(path + kind + QString::fromLatin1(QUrl::toPercentEncoding(target.id)) + verb, QUrl::TolerantMode);
    return url;
}

} // namespace

QByteArray encodeMonitorQuery(const MonitorQuery &query)
{
    nlohmann::ordered_json body;
    body["query"] = query.kql.toStdString();
    if (query.timespan)
        body["timespan"] = isoInstant(query.timespan->from) + "/" + isoInstant(query.timespan->to);
    return QByteArray::fromStdString(body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

QUrl monitorQueryUrl(const MonitorTarget &target) { return monitorUrl(target, QStringLiteral("/query")); }

QUrl monitorMetadataUrl(const MonitorTarget &target) { return monitorUrl(target, QStringLiteral("/metadata")); }

} // namespace qd
