#include "policysettler.h"

#include "audit/auditredaction.h"
#include "policy/policycanonical.h"

#include <utility>

namespace qd {

namespace {

/// The ETag that the write depended on; empty: there was no policy.
QString etagBefore(const AuditEntry &intent)
{
    const QLatin1StringView mark("ETag ");
    for (const QString &line : intent.detail.split(u'\n'))
        if (line.startsWith(mark))
            return line.sliced(mark.size());
    return {};
}

PolicyTruth truthOf(const AuditEntry &intent, const PolicyText &live)
{
    if (live.etag == etagBefore(intent))
        return PolicyTruth::NotWritten;
    const QString text = auditedText(canonicalPolicyText(live.xml));
    const bool isTold = intent.before != intent.after; // or the log masks what differs
    return isTold && text == intent.after ? PolicyTruth::TookEffect : PolicyTruth::Overtaken;
}

WriteOutcome::Status settledStatus(PolicyTruth truth)
{
    switch (truth) {
    case PolicyTruth::TookEffect: return WriteOutcome::Status::Succeeded;
    case PolicyTruth::NotWritten: return WriteOutcome::Status::Failed;
    case PolicyTruth::Overtaken: break;
    }
    return WriteOutcome::Status::Unknown;
}

} // namespace

QString policyTruthSentence(PolicyTruth truth)
{
    switch (truth) {
    case PolicyTruth::TookEffect: return PolicySettler::tr("It took effect: what is live is what was to be written.");
    case PolicyTruth::NotWritten: return PolicySettler::tr("Nothing was written: what is live is what was there before. The text is in the history as a draft.");
    case PolicyTruth::Overtaken: break;
    }
    return PolicySettler::tr("What is live is neither what was there before nor what was to be written: somebody else has written since. The text is in the history.");
}

PolicySettler::PolicySettler(const Parts &parts, QString service, QObject *parent) : QObject(parent), m_parts(parts), m_service(std::move(service))
{
    connect(&parts.guard, &LeasedGuard::unfinishedChanged, this, &PolicySettler::lookAtAll);
}

void PolicySettler::lookAtAll()
{
    if (m_service.isEmpty())
        return;
    const QList<AuditRecord> unfinished = m_parts.guard.unfinished();
    for (const AuditRecord &intent : unfinished)
        if (!m_looking.contains(intent.sequence) && policyScopeOf(m_service, intent.entry.target))
            look(intent);
}

void PolicySettler::look(const AuditRecord &intent)
{
    const PolicyScope scope = *policyScopeOf(m_service, intent.entry.target);
    m_looking[intent.sequence] = m_parts.apim.readPolicy(scope, this, [this, intent](const Result<PolicyText> &live) { onRead(intent, live); });
}

void PolicySettler::onRead(const AuditRecord &intent, const Result<PolicyText> &live)
{
    if (!live) {
        m_looking.remove(intent.sequence); // the banner stays, and the next look at the log tries again
        return;
    }
    const PolicyTruth truth = truthOf(intent.entry, *live);
    const Microseconds age = m_parts.clock.now() - intent.entry.at;
    if (truth != PolicyTruth::NotWritten || age >= inFlight)
        return settle(intent, truth);
    const auto rest = std::chrono::ceil<Milliseconds>(inFlight - age);
    m_parts.timers.after(rest, this, [this, intent] { look(intent); });
}

void PolicySettler::settle(const AuditRecord &intent, PolicyTruth truth)
{
    m_parts.guard.settle({intent.sequence}, {.status = settledStatus(truth),
                                             .detail = tr("the program ended in the middle") + u'\n' + policyTruthSentence(truth),
                                             .isVerified = truth == PolicyTruth::TookEffect});
    m_looking.remove(intent.sequence);
    emit settled(intent, truth);
}

} // namespace qd
