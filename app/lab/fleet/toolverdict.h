#pragma once

#include <string>

namespace qd::lab {

/// Whether the gateway lets a tenant call a tool. The fleet asks before every simulated call, on its own thread and with
/// its own lock held: an implementation answers from memory and never calls FleetControl back.
class ToolVerdict
{
public:
    virtual ~ToolVerdict() = default;
    /// `server` and `tool` as the scenario spells them (ToolSpec). A refused call has the error class "denied", and the
    /// agent goes down its fallback chain.
    [[nodiscard]] virtual bool isAllowed(const std::string &tenant, const std::string &server, const std::string &tool) const = 0;
};

} // namespace qd::lab
