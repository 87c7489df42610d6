#pragma once

#include "arm/apimconnector.h"
#include "leasedguard.h"

#include <QHash>
#include <QObject>

namespace qd {

/// How a policy write ended that nobody was there to see.
enum class PolicyTruth {
    TookEffect, ///< live is what was to be written
    NotWritten, ///< live is what was read before it
    Overtaken   ///< live is neither: somebody else wrote since, over ours or instead of it
};

/// "It took effect: …" in one sentence.
[[nodiscard]] QString policyTruthSentence(PolicyTruth truth);

/// Finds out what became of the policy and allowlist writes that a program which died was in the middle of: reads what is
/// live, compares it with what the audit log says was meant, and settles the intent. Works on every such intent that the
/// guard knows of; one that cannot be read stays unfinished. References are borrowed. GUI thread.
class PolicySettler final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PolicySettler)

public:
    /// A request whose sender died may still be carried out for this long; until then "not written" is not believed.
    static constexpr Seconds inFlight{15};

    struct Parts {
        ApimConnector &apim;
        LeasedGuard &guard;
        const Clock &clock;
        Timers &timers;
    };
    /// `service`: resource id of the API Management service; writes to others are none of its business. Empty: there is none.
    PolicySettler(const Parts &parts, QString service, QObject *parent = nullptr);

signals:
    void settled(const qd::AuditRecord &intent, qd::PolicyTruth truth);

private:
    void lookAtAll();
    void look(const AuditRecord &intent);
    void onRead(const AuditRecord &intent, const Result<PolicyText> &live);
    void settle(const AuditRecord &intent, PolicyTruth truth);

    const Parts m_parts;
    const QString m_service;
    QHash<qint64, Call> m_looking; ///< by intent
};

} // namespace qd
