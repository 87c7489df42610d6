#pragma once

#include "clock.h"
#include "error.h"
#include "policy/policyfinding.h"

#include <QList>
#include <QString>

#include <optional>

namespace qd {

/// One version from the local history. A value.
struct PolicyVersion {
    enum class Origin { Read, Written, Draft };
    qint64 number = 0;
    Instant at;
    Origin origin = Origin::Read;
    QString actor;
    QString etag;
    QString text;
    bool operator==(const PolicyVersion &) const = default;
};

/// Somebody else wrote while we edited: all three texts, none lost.
struct PolicyConflict {
    QString base;
    QString mine;
    QString theirs;
    QString theirEtag;
    bool operator==(const PolicyConflict &) const = default;
};

/// The way back after a write.
struct PolicyUndo {
    QString text;   ///< what was there before; empty: there was no policy
    Instant until;
    bool operator==(const PolicyUndo &) const = default;
};

/// A scope that can have a policy, and everything that is known and being edited of it. A value.
struct PolicyState {
    enum class Phase { NotRead, Loading, Ready, Failed };
    QString key;        ///< resource id of the policy
    QString label;      ///< "orders-srv"
    QString caption;    ///< "MCP server, /orders-srv"
    bool isMcp = false;
    bool isService = false;
    Phase phase = Phase::NotRead;
    QString live;       ///< as the service holds it; empty: none
    QString etag;
    std::optional<Instant> readAt;
    QString draft;      ///< what the editor holds
    bool isWriting = false;
    std::optional<Error> error; ///< of the last read or write
    QList<PolicyFinding> findings; ///< of the draft
    std::optional<PolicyConflict> conflict;
    std::optional<PolicyUndo> undo;

    [[nodiscard]] bool isDirty() const { return draft != live; }
    bool operator==(const PolicyState &) const = default;
};

} // namespace qd
