#include "appservice/siterequest.h"

#include "server/jsontext.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qd::lab {

namespace {

/// Not the ordered one, whose look-up is a search: hostile bodies have many members.
using SiteJson = nlohmann::json;

constexpr int siteBodyDepth = 16;
constexpr size_t mostSiteSettings = 500;
constexpr size_t longestSettingName = 256;
constexpr size_t longestSettingValue = 32768;

ArmFailure badSiteRequest(std::string message) { return {400, "BadRequest", std::move(message)}; }

/// The body as an object; null when it is none.
SiteJson siteObject(std::string_view body)
{
    if (jsonNestsTooDeep(body, siteBodyDepth))
        return nullptr;
    SiteJson parsed = SiteJson::parse(body, nullptr, false);
    return parsed.is_object() ? parsed : SiteJson(nullptr);
}

bool isSettingName(const std::string &name)
{
    return !name.empty() && name.size() <= longestSettingName && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.'
            || c == ':';
    });
}

/// The member of "properties"; null when there is none.
SiteJson siteProperty(const SiteJson &body, const char *name)
{
    const auto properties = body.find("properties");
    if (properties == body.end() || !properties->is_object())
        return nullptr;
    const auto found = properties->find(name);
    return found == properties->end() ? SiteJson(nullptr) : *found;
}

} // namespace

std::variant<AppSettings, ArmFailure> decodeSettingsBody(std::string_view body)
{
    const SiteJson parsed = siteObject(body);
    const auto properties = parsed.is_object() ? parsed.find("properties") : parsed.end();
    if (!parsed.is_object() || properties == parsed.end() || !properties->is_object())
        return badSiteRequest("The parameter properties has an invalid value.");
    if (properties->size() > mostSiteSettings)
        return badSiteRequest("There are more app settings than an app may have.");
    AppSettings settings;
    for (const auto &[name, value] : properties->items()) {
        if (!isSettingName(name))
            return badSiteRequest("The app setting name '" + validUtf8(name.substr(0, 64)) + "' is not valid.");
        if (!value.is_string() || value.get_ref<const std::string &>().size() > longestSettingValue)
            return badSiteRequest("The value of the app setting '" + name.substr(0, 64) + "' is not a text of valid length.");
        settings[name] = value.get<std::string>();
    }
    return settings;
}

std::variant<std::set<std::string>, ArmFailure> decodeStickyBody(std::string_view body)
{
    const SiteJson parsed = siteObject(body);
    const SiteJson names = parsed.is_object() ? siteProperty(parsed, "appSettingNames") : SiteJson(nullptr);
    if (!names.is_array() || names.size() > mostSiteSettings)
        return badSiteRequest("The parameter appSettingNames has an invalid value.");
    std::set<std::string> sticky;
    for (const SiteJson &name : names) {
        if (!name.is_string() || !isSettingName(name.get<std::string>()))
            return badSiteRequest("The parameter appSettingNames has an invalid value.");
        sticky.insert(name.get<std::string>());
    }
    return sticky;
}

std::variant<std::string, ArmFailure> decodeTargetSlot(std::string_view body)
{
    const SiteJson parsed = siteObject(body);
    const auto target = parsed.is_object() ? parsed.find("targetSlot") : parsed.end();
    if (!parsed.is_object() || target == parsed.end() || !target->is_string())
        return badSiteRequest("The parameter targetSlot has an invalid value.");
    return target->get<std::string>();
}

} // namespace qd::lab
