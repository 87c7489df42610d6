#pragma once

#include "appservice/webapp.h"
#include "azurearm/armjson.h"
#include "azurearm/armnames.h"

#include <string>

namespace qd::lab {

/// Resource id of a slot: the site's own for production.
std::string slotResourceId(const ArmNames &names, const WebSlot &slot);
/// The site resource of a slot, without secrets: settings are never in it.
Json siteJson(const ArmNames &names, const WebSlot &slot, const std::optional<WebOperation> &operation);
/// {"id","name":"appsettings","type","location","properties":{…}}.
Json settingsJson(const ArmNames &names, const WebSlot &slot);
/// {"id":null,"name","type","properties":{"appSettingNames":[…],…}}.
Json stickyJson(const ArmNames &names, const std::set<std::string> &sticky);
/// What a swap of `current` into `target` would change, as the service lists it.
std::vector<Json> slotDifferences(const WebSlot &current, const WebSlot &target, const std::set<std::string> &sticky);

} // namespace qd::lab
