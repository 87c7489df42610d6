#pragma once

#include <QString>
#include <QStringList>

namespace qd {

/// How much an action must be confirmed before it is done (a profile may ask for more, never for less).
enum class ConfirmLevel {
    None,     ///< reversible, or an emergency: nothing is asked
    Diff,     ///< the change is shown and one button is pressed
    TypedName ///< the change and its effects are shown, and the environment's name is typed
};

/// Something that changes a remote system, reveals a secret or exports data: what the operator is asked, and what the
/// audit log keeps. Texts are plain and hold no secret. A value.
struct WriteAction {
    QString verb;        ///< "policy.apply", "chaos.start", "rollback.swap", "secret.reveal", "export.csv"
    QString target;      ///< Azure resource id or another stable name
    QString title;       ///< one sentence: "Apply the policy of orders-mcp"
    QString before;      ///< shown as a difference to `after`; both may be empty
    QString after;
    QStringList effects; ///< blast radius, a line each
    QString etag;        ///< of what was read, when there is one
    ConfirmLevel level = ConfirmLevel::Diff;
    bool isEmergency = false; ///< big stop: needs neither lease nor confirmation, and is done even if it cannot be journalled
    bool operator==(const WriteAction &) const = default;
};

/// How an action ended.
struct WriteOutcome {
    enum class Status {
        Succeeded,
        Failed,    ///< refused or not carried out: the target is as before
        Cancelled,
        Unknown    ///< nobody can tell whether it took effect: the target must be read again
    };
    Status status = Status::Succeeded;
    QString detail;    ///< plain text for the log, e.g. the error
    QString requestId; ///< the server's id of the write
    QString etag;      ///< of what is there now
    bool isVerified = false; ///< a probe has seen the effect
    bool operator==(const WriteOutcome &) const = default;
};

/// An admitted action; to be settled exactly once.
struct WriteTicket {
    qint64 intent = 0; ///< number of the journalled intent; 0: an emergency that could not be journalled
    bool operator==(const WriteTicket &) const = default;
};

} // namespace qd
