#include "arm/appservicecodec.h"

#include "arm/armjson.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace qd::appservicecodec {

namespace {

using nlohmann::json;

constexpr qsizetype shortSiteText = 512;
constexpr size_t mostSettings = 2000;
constexpr size_t mostSlots = 100;
constexpr size_t mostDifferences = 2000;
constexpr size_t mostGrants = 500;
constexpr size_t mostPatterns = 2000;

QString shortText(const json &object, const char *name) { return armjson::text(object, name, shortSiteText); }

QStringList actionPatterns(const json &grant, const char *name)
{
    QStringList patterns;
    const json *values = armjson::array(grant, name);
    for (size_t i = 0; values && i < std::min(values->size(), mostPatterns); ++i)
        if ((*values)[i].is_string())
            patterns.append(QString::fromStdString((*values)[i].get<std::string>()).left(shortSiteText));
    return patterns;
}

/// "app/staging" -> "staging"; "app" -> "production".
SlotName slotOfSite(const QString &name)
{
    const qsizetype slash = name.indexOf(u'/');
    return slash < 0 ? productionSlot() : SlotName(name.mid(slash + 1));
}

std::optional<SiteSwap> swapOf(const json &properties)
{
    const json &status = armjson::child(properties, "slotSwapStatus");
    const auto at = armjson::instant(status, "timestampUtc");
    if (!at)
        return std::nullopt;
    return SiteSwap{.at = *at, .source = SlotName(shortText(status, "sourceSlotName")),
                    .destination = SlotName(shortText(status, "destinationSlotName"))};
}

Result<SlotSite> readSite(const json &value, Instant readAt)
{
    const QString name = shortText(value, "name");
    if (name.isEmpty())
        return armjson::wrong(QStringLiteral("$.name"), QStringLiteral("a text is expected"));
    const json &properties = armjson::child(value, "properties");
    if (properties.empty())
        return armjson::wrong(QStringLiteral("$.properties"), QStringLiteral("an object is expected"));
    return SlotSite{.slot = slotOfSite(name),
                    .resourceId = shortText(value, "id"),
                    .hostName = shortText(properties, "defaultHostName"),
                    .state = shortText(properties, "state"),
                    .availability = shortText(properties, "availabilityState"),
                    .lastModified = armjson::instant(properties, "lastModifiedTimeUtc"),
                    .lastSwap = swapOf(properties),
                    .targetSwapSlot = shortText(properties, "targetSwapSlot"),
                    .operationInProgress = shortText(properties, "inProgressOperationId"),
                    .readAt = readAt};
}

SlotDifference readDifference(const json &value)
{
    const json &properties = armjson::child(value, "properties");
    return {.name = shortText(properties, "settingName"),
            .settingType = shortText(properties, "settingType"),
            .rule = shortText(properties, "diffRule"),
            .level = shortText(properties, "level"),
            .description = armjson::message(properties, "description")};
}

/// Values may be numbers or booleans in what a template wrote; the app sees texts.
QString settingText(const json &value)
{
    if (value.is_string())
        return QString::fromStdString(value.get_ref<const std::string &>());
    return value.is_null() ? QString() : QString::fromStdString(value.dump(-1, ' ', false, json::error_handler_t::replace));
}

QByteArray dumped(const json &value)
{
    return QByteArray::fromStdString(value.dump(-1, ' ', false, json::error_handler_t::replace));
}

} // namespace

Result<SlotSite> decodeSite(const QByteArray &body, Instant readAt)
{
    const auto parsed = armjson::parse(body);
    return parsed ? readSite(*parsed, readAt) : parsed.error();
}

Result<QList<SlotSite>> decodeSites(const QList<QByteArray> &pages, Instant readAt)
{
    QList<SlotSite> sites;
    for (const QByteArray &page : pages) {
        const auto parsed = armjson::parse(page);
        if (!parsed)
            return parsed.error();
        const json *values = armjson::array(*parsed, "value");
        for (size_t i = 0; values && i < values->size(); ++i) {
            auto site = readSite((*values)[i], readAt);
            if (!site)
                return armjson::wrong(QStringLiteral("$.value[%1]").arg(i), site.error().detail);
            if (sites.size() >= static_cast<qsizetype>(mostSlots))
                return armjson::wrong(QStringLiteral("$.value"), QStringLiteral("more than %1 slots").arg(mostSlots));
            sites.append(std::move(*site));
        }
    }
    return sites;
}

Result<SlotSettings> decodeSettings(const QByteArray &body)
{
    const auto parsed = armjson::parse(body);
    if (!parsed)
        return parsed.error();
    const auto properties = parsed->find("properties");
    if (properties == parsed->end() || !properties->is_object())
        return armjson::wrong(QStringLiteral("$.properties"), QStringLiteral("an object is expected"));
    if (properties->size() > mostSettings)
        return armjson::wrong(QStringLiteral("$.properties"), QStringLiteral("more than %1 settings").arg(mostSettings));
    SlotSettings settings;
    for (const auto &[name, value] : properties->items())
        settings.insert(QString::fromStdString(name), settingText(value));
    return settings;
}

Result<QStringList> decodeStickyNames(const QByteArray &body)
{
    const auto parsed = armjson::parse(body);
    if (!parsed)
        return parsed.error();
    QStringList names;
    const json *listed = armjson::array(armjson::child(*parsed, "properties"), "appSettingNames");
    for (size_t i = 0; listed && i < std::min(listed->size(), mostSettings); ++i)
        if ((*listed)[i].is_string())
            names << QString::fromStdString((*listed)[i].get_ref<const std::string &>()).left(shortSiteText);
    return names;
}

Result<QList<SlotTraffic>> decodeTraffic(const QByteArray &body)
{
    const auto parsed = armjson::parse(body);
    if (!parsed)
        return parsed.error();
    QList<SlotTraffic> shares;
    const json *rules = armjson::array(armjson::child(armjson::child(*parsed, "properties"), "experiments"), "rampUpRules");
    for (size_t i = 0; rules && i < std::min(rules->size(), mostSlots); ++i) {
        const json &rule = (*rules)[i];
        const auto percent = rule.find("reroutePercentage");
        const SlotName slot(shortText(rule, "name"));
        if (!slot.isEmpty() && percent != rule.end() && percent->is_number() && std::isfinite(percent->get<double>()))
            shares.append({.slot = slot, .percent = std::clamp(percent->get<double>(), 0.0, 100.0)});
    }
    return shares;
}

Result<QList<SlotDifference>> decodeDifferences(const QList<QByteArray> &pages)
{
    QList<SlotDifference> differences;
    for (const QByteArray &page : pages) {
        const auto parsed = armjson::parse(page);
        if (!parsed)
            return parsed.error();
        const json *values = armjson::array(*parsed, "value");
        for (size_t i = 0; values && i < std::min(values->size(), mostDifferences); ++i)
            if ((*values)[i].is_object())
                differences.append(readDifference((*values)[i]));
    }
    return differences;
}

Result<QList<PermissionGrant>> decodePermissions(const QList<QByteArray> &pages)
{
    QList<PermissionGrant> grants;
    for (const QByteArray &page : pages) {
        const auto parsed = armjson::parse(page);
        if (!parsed)
            return parsed.error();
        const json *values = armjson::array(*parsed, "value");
        for (size_t i = 0; values && i < std::min(values->size(), mostGrants); ++i)
            if ((*values)[i].is_object())
                grants.append({actionPatterns((*values)[i], "actions"), actionPatterns((*values)[i], "notActions")});
    }
    return grants;
}

QByteArray encodeSwap(const SlotName &target)
{
    return dumped(json{{"targetSlot", target.value.toStdString()}, {"preserveVnet", true}});
}

QByteArray encodeSettings(const SlotSettings &settings)
{
    json properties = json::object();
    for (auto it = settings.cbegin(); it != settings.cend(); ++it)
        properties[it.key().toStdString()] = it.value().toStdString();
    return dumped(json{{"properties", properties}});
}

} // namespace qd::appservicecodec
