#include "arm/httpactivitylog.h"

#include "arm/armjson.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qd {

namespace {

using nlohmann::json;

constexpr qsizetype mostEvents = 5000;
constexpr qsizetype shortEventText = 1024;

QString eventText(const json &value, const char *name) { return armjson::text(value, name, shortEventText); }

/// {"value":"…","localizedValue":"…"}, or the bare text that some providers write.
QString localizable(const json &value, const char *name)
{
    const QString bare = eventText(value, name);
    return bare.isEmpty() ? eventText(armjson::child(value, name), "value") : bare;
}

std::optional<ActivityEvent> readEvent(const json &value)
{
    const auto at = armjson::instant(value, "eventTimestamp");
    if (!value.is_object() || !at)
        return std::nullopt;
    return ActivityEvent{.id = eventText(value, "eventDataId"),
                         .at = *at,
                         .operation = localizable(value, "operationName"),
                         .status = localizable(value, "status"),
                         .resourceId = eventText(value, "resourceId"),
                         .caller = eventText(value, "caller"),
                         .correlationId = eventText(value, "correlationId")};
}

QString filterTime(Instant at) { return toDateTime(at).toString(Qt::ISODateWithMs); }

} // namespace

Result<QList<ActivityEvent>> decodeActivityLog(const QList<QByteArray> &pages)
{
    QList<ActivityEvent> events;
    for (const QByteArray &page : pages) {
        const auto parsed = armjson::parse(page);
        if (!parsed)
            return parsed.error();
        const json *values = armjson::array(*parsed, "value");
        for (size_t i = 0; values && i < values->size() && events.size() < mostEvents; ++i)
            if (auto event = readEvent((*values)[i]))
                events.append(std::move(*event));
    }
    std::stable_sort(events.begin(), events.end(), [](const ActivityEvent &a, const ActivityEvent &b) { return a.at > b.at; });
    return events;
}

HttpActivityLog::HttpActivityLog(ArmClient &arm, ArmTarget target) : m_arm(arm), m_target(std::move(target)) {}

Call HttpActivityLog::activityLog(const TimeSpanRange &range, QObject *context, Completion<QList<ActivityEvent>> completion)
{
    const QString filter = QStringLiteral("eventTimestamp ge '%1' and eventTimestamp le '%2' and resourceGroupName eq '%3'")
                               .arg(filterTime(range.from), filterTime(range.to), m_target.resourceGroup);
    const ArmRequest list{.path = QStringLiteral("/subscriptions/") + m_target.subscriptionId
                              + QStringLiteral("/providers/Microsoft.Insights/eventtypes/management/values"),
                          .apiVersion = QStringLiteral("2015-04-01"),
                          .query = {{QStringLiteral("$filter"), filter}}};
    return m_arm.list(list, context, [completion = std::move(completion)](const Result<QList<QByteArray>> &pages) {
        completion(pages ? decodeActivityLog(*pages) : Result<QList<ActivityEvent>>(pages.error()));
    }, {.pages = 50, .items = mostEvents});
}

} // namespace qd
