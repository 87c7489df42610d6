#pragma once

#include "clock.h"
#include "fleet/chaosspec.h"
#include "fleet/toolverdict.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace qd::lab {

using AppSettings = std::map<std::string, std::string>;

/// One tool of the fleet as the gateway sees it.
struct FleetTool {
    std::string name;
    std::string server;
    std::string arguments; ///< JSON with placeholders, see fillTemplate()
    std::string result;
};

/// One deployment slot; the first one takes the traffic.
struct FleetSlot {
    std::string name;      ///< "production", "staging"
    std::string build;
    AppSettings settings;  ///< among them PROMPT_<AGENT>, which says what prompt version the agent runs
    Instant changed{};     ///< when the timeline last changed it; the epoch: never
};

/// How the world outside changes a running fleet, and what it may know of it. Every method is safe from any thread; a
/// change takes effect with the next task, and is told by telemetry as a real one would be.
class FleetControl
{
public:
    virtual ~FleetControl() = default;

    [[nodiscard]] virtual std::vector<std::string> tenants() const = 0;
    [[nodiscard]] virtual std::vector<FleetTool> tools() const = 0;
    /// Probability, 0 to 1, that a call of the tool fails as the fleet is now.
    [[nodiscard]] virtual double toolFailure(const std::string & /*tool*/) const { return 0; }

    /// Starts, changes or (mode Off) ends chaos. Does not wait for the fleet.
    virtual void setChaos(const ChaosSpec &chaos) = 0;
    /// Null: everything is allowed. Does not wait for the fleet.
    virtual void setToolVerdict(std::shared_ptr<const ToolVerdict> verdict) = 0;

    [[nodiscard]] virtual std::vector<FleetSlot> slotList() const = 0;
    /// The settings that a slot has had from the start: no telemetry.
    virtual void seedSettings(size_t slot, const AppSettings &settings) = 0;
    /// Replaces the settings of a slot.
    virtual void writeSettings(size_t slot, const AppSettings &settings) = 0;
    /// The slot was restarted: an event.
    virtual void noteRestart(size_t slot, const std::string &reason) = 0;
    /// Exchanges builds and settings of the two slots; settings with a name of `sticky` stay where they are.
    virtual void swapSlots(size_t first, size_t second, const std::set<std::string> &sticky) = 0;
    /// False when there is no such tenant.
    virtual bool setBudget(const std::string &tenant, double monthUsd) = 0;
};

/// Name of the app setting that holds an agent's prompt version: "order-desk" has PROMPT_ORDER_DESK.
[[nodiscard]] std::string promptSettingName(const std::string &agent);

} // namespace qd::lab
