#include "release/slotboard.h"

#include <algorithm>

namespace qd {

namespace {

double trafficOf(const SlotBoardInputs &inputs, const SlotName &slot)
{
    double elsewhere = 0;
    for (const SlotTraffic &share : inputs.traffic) {
        if (isSameSlot(share.slot, slot))
            return share.percent;
        elsewhere += isProductionSlot(share.slot) ? 0 : share.percent;
    }
    return isProductionSlot(slot) ? std::max(0.0, 100 - elsewhere) : 0;
}

Slot makeSlot(const SlotBoardInputs &inputs, const SlotSite &site)
{
    Slot slot{.site = site, .settings = inputs.settings.value(site.slot.value), .version = {}, .trafficPercent = trafficOf(inputs, site.slot),
              .verdict = {}, .isLastKnownGood = false};
    slot.version = releaseVersion(slot.settings);
    slot.verdict = judgeRelease(slot.version, inputs.evidence, inputs.objective);
    return slot;
}

void markLastKnownGood(QList<Slot> &slotList)
{
    const auto production = std::ranges::find_if(slotList, [](const Slot &slot) { return isProductionSlot(slot.site.slot); });
    Slot *best = nullptr;
    for (Slot &slot : slotList) {
        const bool isCandidate = !isProductionSlot(slot.site.slot) && slot.verdict.kind == ReleaseVerdict::Kind::Good
            && (production == slotList.end() || slot.version != production->version);
        if (isCandidate && (!best || slot.verdict.last > best->verdict.last))
            best = &slot;
    }
    if (best)
        best->isLastKnownGood = true;
}

/// The site remembers one swap on either side of it.
QList<SwapMemory> rememberedSwaps(const SlotBoardInputs &inputs)
{
    QList<SwapMemory> memory = inputs.memory;
    for (const SlotSite &site : inputs.sites)
        if (site.lastSwap)
            memory.append({.at = site.lastSwap->at, .source = site.lastSwap->source, .target = site.lastSwap->destination});
    std::ranges::stable_sort(memory, {}, &SwapMemory::at);
    return memory;
}

} // namespace

const Slot *SlotBoard::find(const SlotName &name) const
{
    const auto found = std::ranges::find_if(slotList, [&](const Slot &slot) { return isSameSlot(slot.site.slot, name); });
    return found == slotList.cend() ? nullptr : &*found;
}

std::optional<SlotName> SlotBoard::lastKnownGood() const
{
    const auto found = std::ranges::find_if(slotList, &Slot::isLastKnownGood);
    return found == slotList.cend() ? std::nullopt : std::optional(found->site.slot);
}

std::optional<SwapMemory> SlotBoard::lastSwap() const
{
    const auto touches = [](const SwapMemory &swap) { return isProductionSlot(swap.source) || isProductionSlot(swap.target); };
    const auto found = std::find_if(memory.crbegin(), memory.crend(), touches);
    return found == memory.crend() ? std::nullopt : std::optional(*found);
}

SlotBoard makeSlotBoard(const SlotBoardInputs &inputs)
{
    SlotBoard board{.slotList = {}, .stickyNames = inputs.stickyNames, .memory = rememberedSwaps(inputs), .objective = inputs.objective,
                    .readAt = inputs.readAt};
    for (const SlotSite &site : inputs.sites)
        board.slotList.append(makeSlot(inputs, site));
    markLastKnownGood(board.slotList);
    return board;
}

} // namespace qd
