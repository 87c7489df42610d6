#pragma once

#include "azurearm/armerror.h"
#include "fleet/fleetcontrol.h"

#include <set>
#include <string>
#include <string_view>
#include <variant>

namespace qd::lab {

/// Decoders of what clients send to App Service. A failure is the reply: 400 in its words.

/// {"properties":{"NAME":"value",…}}: names of letters, digits, '_', '-', '.' and ':', values texts; at most 500.
std::variant<AppSettings, ArmFailure> decodeSettingsBody(std::string_view body);
/// {"properties":{"appSettingNames":["NAME",…]}}; other lists are left alone.
std::variant<std::set<std::string>, ArmFailure> decodeStickyBody(std::string_view body);
/// {"targetSlot":"NAME", …}.
std::variant<std::string, ArmFailure> decodeTargetSlot(std::string_view body);

} // namespace qd::lab
