#pragma once

#include "arm/apimconnector.h"
#include "clock.h"
#include "localstate/objecthistory.h"
#include "writeguard.h"

#include <QObject>

#include <optional>

namespace qd {

/// A policy that is to be written in place of the one that was read.
struct PolicyWrite {
    PolicyScope scope;
    QString object;      ///< resource id of the policy
    PolicyText base;     ///< what was read; its ETag is what the write depends on
    QString text;        ///< empty: the policy is deleted
    QString verb = QStringLiteral("policy.apply");
    QString title;       ///< one sentence for confirmation and audit
    QStringList effects;
    ConfirmLevel level = ConfirmLevel::Diff;
};

/// How it went when nothing failed.
struct PolicyWritten {
    PolicyText now;                    ///< what the service holds now
    bool isVerified = false;           ///< read again, and it means what was sent
    std::optional<PolicyText> theirs;  ///< set: somebody else wrote in between. Nothing of ours was written; this is theirs
};

/// The way of a policy to the service: admitted by the guard, written with the ETag that was read, read again, settled,
/// and kept in the history, as is what was there. A conflict is no error: it completes with the other version. References
/// are borrowed. GUI thread.
class PolicyWriter final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PolicyWriter)

public:
    PolicyWriter(ApimConnector &apim, WriteGuard &guard, ObjectHistory &history, const Clock &clock, QString actor,
                 QObject *parent = nullptr);

    /// Errors: those of the guard and the connector. An unknown outcome (time-out, lost connection) is settled as such
    /// and is an error: the policy must be read again.
    Call write(const PolicyWrite &what, QObject *context, Completion<PolicyWritten> completion);
    /// Keeps a version in the history; a history that cannot be written is logged, and stops nothing.
    void record(const QString &object, ObjectVersion::Origin origin, const PolicyText &text);

private:
    class Run;

    ApimConnector &m_apim;
    WriteGuard &m_guard;
    ObjectHistory &m_history;
    const Clock &m_clock;
    const QString m_actor;
};

} // namespace qd
