#pragma once

#include "clock.h"
#include "mcp/drift.h"
#include "mcp/mcpdefinition.h"

#include <QStringList>

namespace qd {

/// One request of a recorded session and its answer, in a form that can be compared without JSON.
struct SessionStep {
    QString what;           ///< "tools/call echo"
    QString key;            ///< what was asked, whole: equal steps have equal keys
    QString question;       ///< what was asked with, canonical JSON; empty: with nothing
    bool isFromServer = false;
    bool isFailure = false;
    QList<McpLeaf> answer;
    Milliseconds elapsed{0};
};

/// A recorded session in that form.
struct SessionView {
    QString name;
    QList<McpLeaf> handshake;
    McpListing listing;     ///< of the lists that were read
    bool hasListing = false;
    QList<SessionStep> steps;
    QStringList notifications;
};

struct StepDiff {
    enum class State { Same, Changed, OnlyFirst, OnlySecond };
    QString what;
    State state = State::Same;
    bool isFromServer = false;
    QList<FieldChange> fields; ///< of Changed, at most maxStepFields
    Milliseconds before{0};
    Milliseconds after{0};
    qsizetype first = -1; ///< which step of the first session; -1: none
    qsizetype second = -1;
};

struct SessionDiff {
    QList<FieldChange> handshake; ///< capabilities, name, version, revision
    QList<ItemDrift> listing;     ///< empty when one of them has read none
    QList<StepDiff> steps;        ///< in the order of the first, then what only the second has
    QStringList lostNotifications; ///< that only the first has seen
    QStringList newNotifications;
    [[nodiscard]] bool isSame() const;
};

inline constexpr qsizetype maxStepFields = 100;

/// What the second session has differently. `ignored` are beginnings of paths in answers that may differ ("/content/0/text").
/// How long something took is told and never a difference. Pure.
[[nodiscard]] SessionDiff diffOf(const SessionView &first, const SessionView &second, const QStringList &ignored = {});

[[nodiscard]] QString stepStateName(StepDiff::State state);

} // namespace qd
