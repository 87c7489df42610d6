#pragma once

#include "apim/apimstate.h"
#include "azurearm/labfaults.h"
#include "fleet/toolverdict.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace qd::lab {

/// What the gateway would decide about a fleet's tool call: runs the real policies on a tools/call that goes nowhere. Kept
/// until the policies change. Any thread; borrows the faults.
class GatewayVerdict final : public ToolVerdict
{
public:
    GatewayVerdict(std::shared_ptr<const ApimSnapshot> world, const LabFaults &faults) : m_world(std::move(world)), m_faults(faults) {}
    [[nodiscard]] bool isAllowed(const std::string &tenant, const std::string &server, const std::string &tool) const override;

private:
    [[nodiscard]] bool judge(const std::string &tenant, const std::string &server, const std::string &tool) const;

    const std::shared_ptr<const ApimSnapshot> m_world;
    const LabFaults &m_faults;
    mutable std::mutex m_mutex;
    mutable std::map<std::string, bool> m_known;
};

} // namespace qd::lab
