#include "leasedguard.h"

#include "audit/auditredaction.h"
#include "format.h"
#include "http/callstate.h"
#include "processlife.h"

#include <QCoreApplication>
#include <QPointer>

#include <utility>

namespace qd {

ConfirmLevel profileProtection(Environment environment)
{
    switch (environment) {
    case Environment::Lab:
    case Environment::Development:
    case Environment::Staging: return ConfirmLevel::Diff;
    case Environment::Production: break;
    }
    return ConfirmLevel::TypedName;
}

GuardSetup guardSetup(const SessionProfile &profile)
{
    return {.actor = QStringLiteral("application ") + profile.clientId, .profile = profile.name, .environment = profile.environment};
}

/// An action on its way to a ticket.
struct LeasedGuard::Admission {
    ~Admission() { state->finish(cancelledError()); } // the guard is gone; does nothing when the call has ended

    WriteAction action;
    std::shared_ptr<CallState<WriteTicket>> state;
    Call question;
    bool isWithdrawn = false; ///< cancelled, or its context is gone
    Undelivered undelivered = std::make_shared<std::optional<WriteTicket>>();
};

namespace {

Error readOnlyError()
{
    return {.kind = ErrorKind::Forbidden, .message = QStringLiteral("Nothing was done: this profile is read-only until write access is taken.")};
}

Error declinedError()
{
    return {.kind = ErrorKind::Cancelled, .message = QStringLiteral("Nothing was done: the action was not confirmed.")};
}

Error journalError(const Error &cause)
{
    return {.kind = ErrorKind::Internal,
            .message = QStringLiteral("Nothing was done, because it cannot be written to the audit log. %1").arg(cause.message),
            .detail = cause.detail, .vendorCode = cause.vendorCode};
}

QString intentDetail(const WriteAction &action)
{
    QStringList lines = action.effects;
    if (!action.etag.isEmpty())
        lines << QStringLiteral("ETag ") + action.etag;
    lines << QStringLiteral("process %1").arg(QCoreApplication::applicationPid());
    return lines.join(u'\n');
}

QString outcomeDetail(const WriteOutcome &outcome)
{
    QStringList parts;
    if (!outcome.detail.isEmpty())
        parts << outcome.detail;
    if (outcome.isVerified)
        parts << QStringLiteral("verified by a probe");
    if (!outcome.requestId.isEmpty())
        parts << QStringLiteral("request ") + outcome.requestId;
    if (!outcome.etag.isEmpty())
        parts << QStringLiteral("ETag ") + outcome.etag;
    return parts.join(u'\n');
}

/// The program that began it still runs: it will write the end itself.
bool isStillGoingOn(const AuditRecord &record)
{
    const QString process = record.entry.detail.section(QStringLiteral("process "), -1);
    return process.toLongLong() > 0 && process.toLongLong() != QCoreApplication::applicationPid()
        && hasRunSince(process.toLongLong(), record.entry.at);
}

WriteAction shownAction(WriteAction action)
{
    action.before = withoutSecrets(action.before);
    action.after = withoutSecrets(action.after);
    return action;
}

} // namespace

LeasedGuard::LeasedGuard(const Parts &parts, GuardSetup setup) : m_parts(parts), m_setup(std::move(setup)) {}

LeasedGuard::~LeasedGuard() = default;

Call LeasedGuard::admit(const WriteAction &action, QObject *context, Completion<WriteTicket> completion)
{
    const auto admission = std::make_shared<Admission>();
    admission->action = action;
    const auto deliver = [self = QPointer(this), journalled = admission->undelivered, done = std::move(completion)](Result<WriteTicket> ticket) {
        if (ticket)
            journalled->reset();
        else if (self)
            self->giveUp(journalled);
        done(std::move(ticket));
    };
    admission->state = CallState<WriteTicket>::create(context, deliver);
    connect(context, &QObject::destroyed, this, [this, journalled = admission->undelivered] { giveUp(journalled); });
    admission->state->setStop([weak = std::weak_ptr(admission)] {
        if (const auto alive = weak.lock()) {
            alive->isWithdrawn = true;
            alive->question.cancel();
        }
    });
    const Call call = admission->state->handle();
    const ConfirmLevel level = requiredConfirmation(action, profileProtection(m_setup.environment));
    const bool isLeaseMissing = m_setup.needsLease && !hasLease();
    if (action.isEmergency || (level == ConfirmLevel::None && !isLeaseMissing))
        journalIntent(admission);
    else
        ask(admission, level);
    return call;
}

void LeasedGuard::ask(const std::shared_ptr<Admission> &admission, ConfirmLevel level)
{
    const bool isLeaseMissing = m_setup.needsLease && !hasLease();
    const ConfirmRequest request{.action = shownAction(admission->action),
                                 .level = level,
                                 .environment = environmentName(m_setup.environment),
                                 .needsLease = isLeaseMissing,
                                 .lease = m_setup.lease};
    admission->question = m_parts.confirm.ask(request, this, [this, admission, isLeaseMissing](const Result<bool> &answer) {
        onAnswer(admission, answer, isLeaseMissing);
    });
}

void LeasedGuard::onAnswer(const std::shared_ptr<Admission> &admission, const Result<bool> &answer, bool neededLease)
{
    if (admission->isWithdrawn)
        return;
    if (!answer.has_value()) {
        admission->state->finish(answer.error());
        return;
    }
    if (!answer.value()) {
        admission->state->finish(neededLease ? readOnlyError() : declinedError());
        return;
    }
    if (neededLease && !hasLease())
        takeLease(); // appended before the intent: the log keeps the order
    journalIntent(admission);
}

void LeasedGuard::journalIntent(const std::shared_ptr<Admission> &admission)
{
    append(entryOf(AuditEntry::Kind::Intent, admission->action),
           [this, admission](const Result<AuditRecord> &record) { onIntent(admission, record); });
}

void LeasedGuard::onIntent(const std::shared_ptr<Admission> &admission, const Result<AuditRecord> &record)
{
    const WriteTicket ticket{record ? record->sequence : 0};
    if (!record && !admission->action.isEmergency) {
        admission->state->finish(journalError(record.error()));
        return;
    }
    if (record)
        m_open.insert(ticket.intent, admission->action);
    *admission->undelivered = ticket;
    if (admission->isWithdrawn)
        giveUp(admission->undelivered);
    else
        admission->state->finish(ticket);
}

// A ticket that nobody received is settled here, or the log would speak of an unfinished action for ever.
void LeasedGuard::giveUp(const Undelivered &journalled)
{
    if (const auto ticket = std::exchange(*journalled, std::nullopt))
        settle(*ticket, {.status = WriteOutcome::Status::Cancelled, .detail = QStringLiteral("withdrawn before anything was sent")});
}

void LeasedGuard::settle(WriteTicket ticket, const WriteOutcome &outcome)
{
    const WriteAction action = m_open.take(ticket.intent);
    AuditEntry entry = entryOf(AuditEntry::Kind::Outcome, action);
    const auto known = std::ranges::find(m_unfinished, ticket.intent, &AuditRecord::sequence);
    if (action.verb.isEmpty() && known != m_unfinished.end()) {
        entry.verb = known->entry.verb;
        entry.target = known->entry.target;
        entry.summary = known->entry.summary;
    }
    entry.intent = ticket.intent;
    entry.before.clear();
    entry.after.clear();
    entry.status = outcomeName(outcome.status);
    entry.detail = outcomeDetail(outcome);
    append(entry, {});
    if (m_unfinished.removeIf([&ticket](const AuditRecord &record) { return record.sequence == ticket.intent; }) > 0)
        emit unfinishedChanged();
}

void LeasedGuard::takeLease()
{
    if (hasLease())
        return;
    append(note(QStringLiteral("lease.taken"), QStringLiteral("Write access taken for %1").arg(format::duration(m_setup.lease))),
           [this](const Result<AuditRecord> &record) {
               if (record)
                   holdLease();
           });
}

void LeasedGuard::holdLease()
{
    m_leaseUntil = m_parts.clock.now() + m_setup.lease;
    armExpiry();
    emit leaseChanged();
}

void LeasedGuard::armExpiry()
{
    const auto rest = std::chrono::ceil<Milliseconds>(*m_leaseUntil - m_parts.clock.now());
    m_parts.timers.after(std::max(rest, Milliseconds(1)), this, [this, until = *m_leaseUntil] {
        if (m_leaseUntil != until)
            return;
        if (m_parts.clock.now() < until)
            armExpiry();
        else
            endLease(QStringLiteral("Write access ended by itself"));
    });
}

void LeasedGuard::releaseLease()
{
    if (hasLease())
        endLease(QStringLiteral("Write access given back"));
}

void LeasedGuard::endLease(const QString &why)
{
    m_leaseUntil.reset();
    append(note(QStringLiteral("lease.released"), why), {});
    emit leaseChanged();
}

void LeasedGuard::findUnfinished()
{
    m_parts.audit.unfinished(this, [this](const Result<QList<AuditRecord>> &found) {
        if (!found) {
            emit journalFailed(found.error());
            emit unfinishedKnown();
            return;
        }
        m_unfinished = *found;
        m_unfinished.removeIf([this](const AuditRecord &record) {
            return m_open.contains(record.sequence) || record.entry.profile != m_setup.profile || isStillGoingOn(record);
        });
        if (!m_unfinished.isEmpty())
            emit unfinishedChanged();
        emit unfinishedKnown();
    });
}

void LeasedGuard::append(const AuditEntry &entry, Completion<AuditRecord> completion)
{
    m_parts.audit.append(entry, this, [this, completion = std::move(completion)](const Result<AuditRecord> &record) {
        if (record)
            emit recorded();
        else if (record.error().kind != ErrorKind::Cancelled)
            emit journalFailed(record.error());
        if (completion)
            completion(record);
    });
}

AuditEntry LeasedGuard::entryOf(AuditEntry::Kind kind, const WriteAction &action) const
{
    return {.kind = kind,
            .at = m_parts.clock.now(),
            .actor = m_setup.actor,
            .profile = m_setup.profile,
            .environment = environmentName(m_setup.environment),
            .verb = action.verb,
            .target = action.target,
            .summary = action.title,
            .before = action.before,
            .after = action.after,
            .detail = intentDetail(action)};
}

AuditEntry LeasedGuard::note(const QString &verb, const QString &summary) const
{
    AuditEntry entry = entryOf(AuditEntry::Kind::Note, {});
    entry.verb = verb;
    entry.summary = summary;
    return entry;
}

} // namespace qd
