#include "appservice/sitejson.h"

#include "azurearm/armtime.h"

#include <nlohmann/json.hpp>

namespace qd::lab {

namespace {

bool isProduction(const WebSlot &slot) { return slot.name == "production"; }

std::string hostOf(const ArmNames &names, const WebSlot &slot)
{
    return names.site + (isProduction(slot) ? std::string() : "-" + slot.name) + ".azurewebsites.net";
}

Json swapStatusJson(const std::optional<SlotSwapStatus> &status)
{
    if (!status)
        return nullptr;
    return {{"timestampUtc", webTime(status->at)},
            {"sourceSlotName", status->source},
            {"destinationSlotName", status->destination}};
}

Json orNull(const std::string &text) { return text.empty() ? Json(nullptr) : Json(text); }

Json valueOrNull(const AppSettings &settings, const std::string &name)
{
    const auto found = settings.find(name);
    return found == settings.end() ? Json(nullptr) : Json(found->second);
}

const char *differenceText(bool isSticky, bool isHere, bool isThere)
{
    if (isSticky)
        return "The setting is sticky and stays with its slot; the swapped content gets the value of the slot it moves to.";
    if (!isThere)
        return "The setting does not exist in the target slot and will be added to it.";
    return isHere ? "The setting has different values in the two slots." : "The setting will be removed from the target slot.";
}

Json differenceJson(const std::string &name, const WebSlot &current, const WebSlot &target, bool isSticky)
{
    const bool isHere = current.settings.contains(name);
    const bool isThere = target.settings.contains(name);
    return {{"properties",
             {{"level", isSticky ? "Information" : "Warning"},
              {"settingType", "AppSetting"},
              {"diffRule", isSticky ? "SlotSettingsSwapped" : isThere && isHere ? "SettingValuesAreDifferent" : "SettingMissing"},
              {"settingName", name},
              {"valueInCurrentSlot", valueOrNull(current.settings, name)},
              {"valueInTargetSlot", valueOrNull(target.settings, name)},
              {"description", differenceText(isSticky, isHere, isThere)}}}};
}

} // namespace

std::string slotResourceId(const ArmNames &names, const WebSlot &slot)
{
    return isProduction(slot) ? names.siteId() : names.siteId() + "/slots/" + slot.name;
}

Json siteJson(const ArmNames &names, const WebSlot &slot, const std::optional<WebOperation> &operation)
{
    const std::string host = hostOf(names, slot);
    return {{"id", slotResourceId(names, slot)},
            {"name", isProduction(slot) ? names.site : names.site + "/" + slot.name},
            {"type", isProduction(slot) ? "Microsoft.Web/sites" : "Microsoft.Web/sites/slots"},
            {"kind", "app,linux"},
            {"location", names.location},
            {"tags",
             {{"hidden-link: /app-insights-resource-id",
               names.groupId() + "/providers/microsoft.insights/components/contoso-agents"}}},
            {"properties",
             {{"name", isProduction(slot) ? names.site : names.site + "(" + slot.name + ")"},
              {"state", "Running"},
              {"hostNames", Json::array({host})},
              {"defaultHostName", host},
              {"enabled", true},
              {"usageState", "Normal"},
              {"availabilityState", "Normal"},
              {"lastModifiedTimeUtc", webTime(slot.modified)},
              {"repositorySiteName", names.site},
              {"resourceGroup", names.resourceGroup},
              {"siteConfig",
               {{"linuxFxVersion", "PYTHON|3.11"},
                {"alwaysOn", true},
                {"healthCheckPath", "/health"},
                {"appSettings", nullptr}}},
              {"httpsOnly", true},
              {"slotSwapStatus", swapStatusJson(slot.lastSwap)},
              {"targetSwapSlot", orNull(slot.targetSwapSlot)},
              {"inProgressOperationId", operation ? Json(operation->id) : Json(nullptr)}}}};
}

Json settingsJson(const ArmNames &names, const WebSlot &slot)
{
    Json properties = Json::object();
    for (const auto &[name, value] : slot.settings)
        properties[name] = value;
    return {{"id", slotResourceId(names, slot) + "/config/appsettings"},
            {"name", "appsettings"},
            {"type", isProduction(slot) ? "Microsoft.Web/sites/config" : "Microsoft.Web/sites/slots/config"},
            {"location", names.location},
            {"properties", properties}};
}

Json stickyJson(const ArmNames &names, const std::set<std::string> &sticky)
{
    return {{"id", nullptr},
            {"name", names.site},
            {"type", "Microsoft.Web/sites"},
            {"location", names.location},
            {"properties",
             {{"connectionStringNames", Json::array()},
              {"appSettingNames", sticky},
              {"azureStorageConfigNames", Json::array()}}}};
}

std::vector<Json> slotDifferences(const WebSlot &current, const WebSlot &target, const std::set<std::string> &sticky)
{
    std::set<std::string> settingNames;
    for (const WebSlot *slot : {&current, &target})
        for (const auto &[name, value] : slot->settings)
            settingNames.insert(name);
    std::vector<Json> differences;
    for (const std::string &name : settingNames)
        if (valueOrNull(current.settings, name) != valueOrNull(target.settings, name))
            differences.push_back(differenceJson(name, current, target, sticky.contains(name)));
    return differences;
}

} // namespace qd::lab
