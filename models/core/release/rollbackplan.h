#pragma once

#include "release/releasecheck.h"
#include "release/slotboard.h"

#include <QList>
#include <QString>

#include <optional>

namespace qd {

/// One thing that production serves differently afterwards.
struct RollbackPart {
    enum class Kind { Build, Prompt, Setting };
    Kind kind = Kind::Build;
    QString name;   ///< "BUILD_VERSION", "order-desk", name of a setting
    QString before; ///< as it may be shown
    QString after;
    bool operator==(const RollbackPart &) const = default;
};

/// When a plan is refused.
struct RollbackRules {
    Seconds cooldown{30 * 60};      ///< after a swap, what it took away is not brought back
    Seconds staleAfter{14 * 86400}; ///< neither deployed nor serving within this time: stale
    bool operator==(const RollbackRules &) const = default;
};

/// What the service was asked besides the board.
struct RollbackForecast {
    QList<SlotDifference> differences;
    QString refusal;      ///< why it would not tell (rights); empty: it did
    std::optional<bool> maySwap; ///< by the account's role; nothing: not known
    QString rightsProblem;       ///< why it is not known; empty: it was not asked
    bool isAsked = false;
    bool operator==(const RollbackForecast &) const = default;
};

enum class RollbackKind { Rollback, Undo };

/// Bringing what a slot holds into production by a swap: what changes, and whether it may be done. One object, shown
/// and confirmed as a whole. A value.
struct RollbackPlan {
    RollbackKind kind = RollbackKind::Rollback;
    SlotName source;
    SlotName target = productionSlot();
    ReleaseVersion before;
    ReleaseVersion after;
    QList<RollbackPart> parts;
    QList<ReleaseCheck> checks;
    Instant madeAt{};

    [[nodiscard]] bool canRun() const { return !source.isEmpty() && !hasState(checks, ReleaseCheck::State::Fail); }
    [[nodiscard]] QString beforeText() const; ///< a line each part, for confirmation and audit
    [[nodiscard]] QString afterText() const;
    bool operator==(const RollbackPlan &) const = default;
};

/// Which side of a plan production serves now, by its version parts.
enum class ServedSide { Before, After, Neither };
[[nodiscard]] ServedSide servedSide(const ReleaseVersion &version, const RollbackPlan &plan);

/// The plan again from what the audit log kept of it, for a program that died in the middle: parts only, no checks.
[[nodiscard]] RollbackPlan planFromTexts(const SlotName &source, const QString &beforeText, const QString &afterText, Instant madeAt);

/// The plan for `source`, or for the last known good slot when none is named; a plan that cannot run says why in its
/// checks. `verificationFailed`: of the last swap, which is what allows an undo within the cooldown.
[[nodiscard]] RollbackPlan planRollback(const SlotBoard &board, std::optional<SlotName> source, RollbackKind kind,
                                        const RollbackForecast &forecast, const RollbackRules &rules, bool verificationFailed = false);

} // namespace qd
