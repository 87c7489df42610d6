#pragma once

#include "release/releaseevidence.h"
#include "release/slotsite.h"

#include <QList>
#include <QStringList>

#include <optional>

namespace qd {

/// A swap that is remembered, from the site itself, from our audit log or from telemetry.
struct SwapMemory {
    enum class Origin { Site, Audit, Telemetry };
    Instant at{};
    SlotName source;
    SlotName target;
    Origin origin = Origin::Site;
    std::optional<bool> isVerified; ///< Audit: how its verification ended; nothing: not known
    bool operator==(const SwapMemory &) const = default;
};

/// One slot on the board. A value.
struct Slot {
    SlotSite site;
    SlotSettings settings;
    ReleaseVersion version;
    double trafficPercent = 0;     ///< of production's visitors
    ReleaseVerdict verdict;        ///< of its version, wherever that served
    bool isLastKnownGood = false;  ///< what a rollback goes to unless told otherwise
    bool operator==(const Slot &) const = default;
};

/// All slots of an app at one time. A value.
struct SlotBoard {
    QList<Slot> slotList;          ///< production first
    QStringList stickyNames;
    QList<SwapMemory> memory;      ///< oldest first
    ReleaseObjective objective;
    Instant readAt{};              ///< by the service's clock

    [[nodiscard]] const Slot *find(const SlotName &name) const;
    [[nodiscard]] const Slot *production() const { return find(productionSlot()); }
    [[nodiscard]] std::optional<SlotName> lastKnownGood() const;
    /// The newest swap that changed what production serves.
    [[nodiscard]] std::optional<SwapMemory> lastSwap() const;
    bool operator==(const SlotBoard &) const = default;
};

/// What a board is made of.
struct SlotBoardInputs {
    QList<SlotSite> sites;
    QMap<QString, SlotSettings> settings; ///< by slot name
    QStringList stickyNames;
    QList<SlotTraffic> traffic;
    QList<ReleaseEvidence> evidence;
    QList<SwapMemory> memory;            ///< from audit log and telemetry; that of the sites is added
    ReleaseObjective objective;
    Instant readAt{};
};

/// Judges every slot and marks the last known good one: of the others that differ from production and have a good
/// verdict, the one that served last.
[[nodiscard]] SlotBoard makeSlotBoard(const SlotBoardInputs &inputs);

} // namespace qd
