#include "policywriter.h"

#include "http/callstate.h"
#include "log.h"
#include "policy/policycanonical.h"

#include <QPointer>

#include <memory>
#include <utility>

namespace qd {

namespace {

/// Whether the write may have taken effect although its answer says otherwise.
bool isOutcomeUnknown(const Error &error)
{
    return error.kind == ErrorKind::Timeout || error.kind == ErrorKind::Network || error.kind == ErrorKind::Cancelled
        || error.kind == ErrorKind::Server || error.kind == ErrorKind::Decode || error.kind == ErrorKind::Protocol;
}

WriteAction actionOf(const PolicyWrite &what)
{
    return {.verb = what.verb, .target = what.object, .title = what.title, .before = canonicalPolicyText(what.base.xml),
            .after = canonicalPolicyText(what.text), .effects = what.effects, .etag = what.base.etag, .level = what.level};
}

} // namespace

/// One write; keeps itself alive through the calls it makes. Its parent ends it.
class PolicyWriter::Run final : public QObject
{
public:
    Run(PolicyWriter &writer, PolicyWrite what, std::shared_ptr<CallState<PolicyWritten>> state)
        : QObject(&writer), m_writer(writer), m_what(std::move(what)), m_state(std::move(state))
    {
    }
    ~Run() override
    {
        if (m_ticket)
            settle(WriteOutcome::Status::Unknown, QStringLiteral("The program ended before the answer came"), {});
    }
    void start();
    void stop()
    {
        // What is on its way may still take effect: only an unadmitted write can be taken back.
        if (!m_ticket)
            m_call.cancel();
    }

private:
    void send();
    void onWritten(const Result<PolicyText> &result);
    void onFailed(const Error &error);
    void readTheirs(const Error &conflict);
    void verify(const PolicyText &sent);
    void settle(WriteOutcome::Status status, const QString &detail, const PolicyText &now, bool isVerified = false);
    void finish(Result<PolicyWritten> result)
    {
        m_state->finish(std::move(result));
        deleteLater();
    }

    PolicyWriter &m_writer;
    const PolicyWrite m_what;
    const std::shared_ptr<CallState<PolicyWritten>> m_state;
    std::optional<WriteTicket> m_ticket;
    Call m_call;
};

void PolicyWriter::Run::start()
{
    m_call = m_writer.m_guard.admit(actionOf(m_what), this, [this](const Result<WriteTicket> &ticket) {
        if (!ticket)
            return finish(ticket.error());
        m_ticket = *ticket;
        // Kept before it is sent: a program that dies here loses nothing.
        m_writer.record(m_what.object, ObjectVersion::Origin::Draft, {m_what.text, m_what.base.etag, {}, {}});
        send();
    });
}

void PolicyWriter::Run::send()
{
    ApimConnector &apim = m_writer.m_apim;
    if (!m_what.text.isEmpty()) {
        m_call = apim.writePolicy(m_what.scope, m_what.text, m_what.base.etag, this, [this](const Result<PolicyText> &result) { onWritten(result); });
        return;
    }
    m_call = apim.deletePolicy(m_what.scope, m_what.base.etag, this, [this](const Result<void> &result) {
        onWritten(result ? Result<PolicyText>(PolicyText{}) : Result<PolicyText>(result.error()));
    });
}

void PolicyWriter::Run::onWritten(const Result<PolicyText> &result)
{
    if (!result)
        return onFailed(result.error());
    m_writer.record(m_what.object, ObjectVersion::Origin::Written, {m_what.text, result->etag, {}, {}});
    verify(*result);
}

void PolicyWriter::Run::onFailed(const Error &error)
{
    if (error.kind == ErrorKind::Conflict && error.httpStatus == 412)
        return readTheirs(error);
    settle(isOutcomeUnknown(error) ? WriteOutcome::Status::Unknown : WriteOutcome::Status::Failed, error.message,
           {{}, {}, {}, error.requestId});
    finish(error);
}

// Nothing is lost: what was to be written is kept as a draft already, theirs as read.
void PolicyWriter::Run::readTheirs(const Error &conflict)
{
    settle(WriteOutcome::Status::Failed, conflict.message, {{}, {}, {}, conflict.requestId});
    m_call = m_writer.m_apim.readPolicy(m_what.scope, this, [this, conflict](const Result<PolicyText> &theirs) {
        if (!theirs)
            return finish(conflict);
        m_writer.record(m_what.object, ObjectVersion::Origin::Read, *theirs);
        finish(PolicyWritten{.now = *theirs, .isVerified = false, .theirs = *theirs});
    });
}

void PolicyWriter::Run::verify(const PolicyText &sent)
{
    m_call = m_writer.m_apim.readPolicy(m_what.scope, this, [this, sent](const Result<PolicyText> &now) {
        const bool isVerified = now && isSamePolicy(now->xml, m_what.text);
        const PolicyText &held = now ? *now : sent;
        settle(WriteOutcome::Status::Succeeded, isVerified ? QStringLiteral("read again and equal") : QStringLiteral("written, but not seen again"),
               {{}, held.etag, {}, sent.requestId}, isVerified);
        finish(PolicyWritten{.now = held, .isVerified = isVerified, .theirs = {}});
    });
}

void PolicyWriter::Run::settle(WriteOutcome::Status status, const QString &detail, const PolicyText &now, bool isVerified)
{
    m_writer.m_guard.settle(*std::exchange(m_ticket, std::nullopt), {status, detail, now.requestId, now.etag, isVerified});
}

PolicyWriter::PolicyWriter(ApimConnector &apim, WriteGuard &guard, ObjectHistory &history, const Clock &clock, QString actor,
                           QObject *parent)
    : QObject(parent), m_apim(apim), m_guard(guard), m_history(history), m_clock(clock), m_actor(std::move(actor))
{
}

Call PolicyWriter::write(const PolicyWrite &what, QObject *context, Completion<PolicyWritten> completion)
{
    const auto state = CallState<PolicyWritten>::create(context, std::move(completion));
    record(what.object, ObjectVersion::Origin::Read, what.base);
    auto *run = new Run(*this, what, state);
    state->setStop([guarded = QPointer(run)] {
        if (guarded)
            guarded->stop();
    });
    run->start();
    return state->handle();
}

void PolicyWriter::record(const QString &object, ObjectVersion::Origin origin, const PolicyText &text)
{
    if (text.xml.isEmpty() && origin != ObjectVersion::Origin::Written)
        return;
    const ObjectVersion version{.number = 0, .object = object, .at = m_clock.now(), .origin = origin, .actor = m_actor, .etag = text.etag, .text = text.xml};
    m_history.record(version, this, [object](const Result<ObjectVersion> &kept) {
        if (!kept)
            log::warning(log::store, QStringLiteral("history of %1: %2").arg(object, kept.error().message));
    });
}

} // namespace qd
