#pragma once

#include "azurearm/armerror.h"
#include "clock.h"
#include "fleet/fleetcontrol.h"

#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace qd::lab {

/// The last completed swap, as the site tells it.
struct SlotSwapStatus {
    Instant at{};
    std::string source;
    std::string destination;
};

/// A slot as Resource Manager sees it; builds and settings are the fleet's.
struct WebSlot {
    std::string name;              ///< "production", "staging"
    std::string build;
    AppSettings settings;
    Instant modified{};
    std::string etag;
    std::string targetSwapSlot;    ///< of a swap with preview that waits for its second half
    std::optional<SlotSwapStatus> lastSwap;
};

/// Who works on the site: nobody but one operation at a time.
struct WebOperation {
    std::string id;
    std::string name; ///< "SwapSiteSlots"
    Instant created{};
};

/// The App Service app of the fleet: what Resource Manager knows of it beside builds and settings, which live in the fleet.
/// Any thread; the fleet is borrowed.
class WebApp
{
public:
    WebApp(FleetControl &fleet, const Clock &clock, AppSettings commonSettings);

    /// The slot's position in the fleet; nothing when there is none of that name (any case).
    [[nodiscard]] std::optional<size_t> slotNamed(const std::string &name) const;
    [[nodiscard]] size_t slotCount() const { return m_slots.size(); }
    [[nodiscard]] WebSlot slot(size_t index) const;
    [[nodiscard]] std::optional<WebOperation> operation() const;

    /// Begins an operation; the running one when there is one already.
    std::optional<WebOperation> beginOperation(const WebOperation &operation);
    void endOperation();

    /// Replaces a slot's settings and restarts it.
    void writeSettings(size_t index, const AppSettings &settings);
    void restart(size_t index, const std::string &reason);
    [[nodiscard]] std::set<std::string> stickyNames() const;
    void setStickyNames(const std::set<std::string> &names);

    /// First half of a swap with preview: the source has the target's sticky settings until the swap or the way back. They
    /// take effect with its restart.
    void applySlotConfig(size_t source, size_t target);
    /// Gives the source its own settings back. No effect when nothing was applied.
    void resetSlotConfig(size_t source);
    [[nodiscard]] bool isApplied(size_t source) const;
    /// Exchanges what the slots hold; each keeps its own sticky settings.
    void exchange(size_t source, size_t target);
    /// The swap is done.
    void noteSwap(size_t source, size_t target);

private:
    struct Slot {
        std::string name;
        Instant modified{};
        uint64_t version = 0;
        std::string targetSwapSlot;
        std::optional<AppSettings> ownSettings; ///< before applySlotConfig()
        std::optional<SlotSwapStatus> lastSwap;
    };
    void touch(Slot &slot);
    std::optional<AppSettings> takeOwnSettings(size_t source);

    FleetControl &m_fleet;
    const Clock &m_clock;
    mutable std::mutex m_mutex;
    std::vector<Slot> m_slots;
    std::set<std::string> m_sticky{"CHAOS_MODE", "SLOT_NAME"};
    std::optional<WebOperation> m_operation;
    uint64_t m_version = 0;
};

} // namespace qd::lab
