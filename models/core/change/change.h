#pragma once

#include "clock.h"
#include "ids.h"

#include <QString>

#include <optional>

namespace qd {

using ChangeId = StrongId<struct ChangeIdTag>; ///< stable over reloads: source and the source's own id

enum class ChangeKind { Deployment, SlotSwap, PromptVersion, Policy, Allowlist, Chaos, Budget, SiteSettings, Other };

/// Something that was changed at a time, from telemetry, the activity log or our own audit log. Texts are plain. A value.
struct Change {
    ChangeId id;
    Instant at;
    std::optional<Instant> end; ///< for what lasts, e.g. a chaos run; nothing: a point in time, or still going on
    ChangeKind kind = ChangeKind::Other;
    QString title;              ///< "Prompt order-desk-v14"
    QString detail;
    QString actor;              ///< who, when known
    QString source;             ///< "telemetry", "activity log", "audit log"
    bool isOngoing = false;     ///< began and has no end yet; only for what lasts
    bool operator==(const Change &) const = default;
};

/// The kind as a stable lower-case word for JSON: "deployment", "slot-swap", "prompt-version", …
QString changeKindName(ChangeKind kind);
/// The kind for people: "Deployment", "Slot swap", "Prompt version", …
QString changeKindWord(ChangeKind kind);

/// One line of plain text of at most 200 characters: what cannot be seen becomes a space, runs of space one.
QString changeText(const QString &raw);

} // namespace qd
