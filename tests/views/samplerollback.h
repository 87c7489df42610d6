#pragma once

#include "release/rollbackstatus.h"
#include "releasefixtures.h"
#include "slotboardstore.h"

namespace qd::test {

/// Scenario bad-prompt as the page shows it, with a plan at the given state.
inline SlotBoardInputs sampleBoardInputs()
{
    SlotBoardInputs inputs = badPromptInputs();
    for (auto [slot, build, desk, claims] : {std::tuple{"production", "2026.11.2", "order-desk-v14", "claims-triage-v9"},
                                             std::tuple{"staging", "2026.11.1", "order-desk-v13", "claims-triage-v8"}})
        inputs.settings[QLatin1String(slot)] = {{QStringLiteral("BUILD_VERSION"), QLatin1String(build)},
                                                {QStringLiteral("PROMPT_ORDER_DESK"), QLatin1String(desk)},
                                                {QStringLiteral("PROMPT_CLAIMS_TRIAGE"), QLatin1String(claims)},
                                                {QStringLiteral("PROMPT_KNOWLEDGE_HELPER"), QStringLiteral("knowledge-helper-v5")},
                                                {QStringLiteral("SLOT_NAME"), QLatin1String(slot)}};
    inputs.evidence[0].build = QStringLiteral("2026.11.2");
    inputs.evidence[0].prompt = QStringLiteral("order-desk-v14");
    inputs.evidence[1].build = QStringLiteral("2026.11.1");
    inputs.evidence[1].prompt = QStringLiteral("order-desk-v13");
    return inputs;
}

inline RollbackStatus sampleStatus(RollbackStatus::State state)
{
    RollbackStatus status{.state = state, .plan = {}, .verification = {}, .error = {}, .note = QStringLiteral("Ready")};
    status.plan = planRollback(makeSlotBoard(sampleBoardInputs()), std::nullopt, RollbackKind::Rollback, {.differences = {}, .refusal = {}, .isAsked = true}, {});
    return status;
}

inline RollbackStatus sampleWatching()
{
    RollbackStatus status = sampleStatus(RollbackStatus::State::Watching);
    status.hasSwapped = status.isVerified = status.canUndo = true;
    status.elapsed = Seconds(42);
    status.note = QStringLiteral("Waiting for telemetry to confirm");
    status.verification = {{QStringLiteral("site"), QStringLiteral("Production runs"), ReleaseCheck::State::Pass, QStringLiteral("Running")},
                           {QStringLiteral("swap-status"), QStringLiteral("Swap recorded by the site"), ReleaseCheck::State::Pass, QStringLiteral("staging into Production at 2026-11-21 12:00:12Z")},
                           {QStringLiteral("version"), QStringLiteral("Production serves the version"), ReleaseCheck::State::Pass, QStringLiteral("2026.11.1 with claims-triage-v8, knowledge-helper-v5, order-desk-v13")},
                           {QStringLiteral("health"), QStringLiteral("Production is available"), ReleaseCheck::State::Pass, QStringLiteral("Normal")},
                           {QStringLiteral("recovery"), QStringLiteral("Tasks succeed again"), ReleaseCheck::State::Waiting, QStringLiteral("12 of 20 tasks needed; telemetry is 31 s behind")}};
    return status;
}

} // namespace qd::test
