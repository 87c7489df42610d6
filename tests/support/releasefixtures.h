#pragma once

#include "manualclock.h"
#include "release/rollbackplan.h"

namespace qd::test {

inline SlotName stagingSlot() { return SlotName(QStringLiteral("staging")); }

inline SlotSettings slotSettings(const QString &build, const QString &orderDesk, const QString &slot)
{
    return {{QStringLiteral("BUILD_VERSION"), build}, {QStringLiteral("PROMPT_ORDER_DESK"), orderDesk}, {QStringLiteral("SLOT_NAME"), slot}};
}

inline SlotSite slotSite(const SlotName &name, Microseconds age = std::chrono::hours(26))
{
    return {.slot = name, .resourceId = {}, .hostName = QStringLiteral("h"), .state = QStringLiteral("Running"),
            .availability = QStringLiteral("Normal"), .lastModified = ManualClock::start - age, .lastSwap = {}, .targetSwapSlot = {},
            .operationInProgress = {}, .readAt = ManualClock::start};
}

/// Production serves v14 and fails; staging holds v13 of the build before, which did well until an hour ago.
inline SlotBoardInputs badPromptInputs()
{
    using namespace std::chrono_literals;
    const Instant now = ManualClock::start;
    return {.sites = {slotSite(productionSlot(), 50min), slotSite(stagingSlot())},
            .settings = {{QStringLiteral("production"), slotSettings(QStringLiteral("b2"), QStringLiteral("order-desk-v14"), QStringLiteral("production"))},
                         {QStringLiteral("staging"), slotSettings(QStringLiteral("b1"), QStringLiteral("order-desk-v13"), QStringLiteral("staging"))}},
            .stickyNames = {QStringLiteral("SLOT_NAME"), QStringLiteral("CHAOS_MODE")},
            .traffic = {},
            .evidence = {{.slot = QStringLiteral("production"), .build = QStringLiteral("b2"), .prompt = QStringLiteral("order-desk-v14"),
                          .good = 800, .total = 1000, .first = now - 50min, .last = now - 1min},
                         {.slot = QStringLiteral("production"), .build = QStringLiteral("b1"), .prompt = QStringLiteral("order-desk-v13"),
                          .good = 9990, .total = 10000, .first = now - 72h, .last = now - 1h}},
            .memory = {},
            .objective = {.success = 0.99, .minTasks = 20},
            .readAt = now};
}

} // namespace qd::test
