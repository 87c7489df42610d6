#include "fleet/fleetcontrol.h"

namespace qd::lab {

std::string promptSettingName(const std::string &agent)
{
    std::string name = "PROMPT_";
    for (const char c : agent)
        name.push_back(c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
    return name;
}

} // namespace qd::lab
