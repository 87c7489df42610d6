#pragma once

#include "confirmservice.h"
#include "guard/protection.h"
#include "http/timers.h"
#include "localstate/auditlog.h"
#include "sessionprofile.h"
#include "writeguard.h"

#include <QList>

#include <memory>
#include <optional>

namespace qd {

/// What a profile asks for before a write: a button on lab, dev and staging, the typed name on production.
ConfirmLevel profileProtection(Environment environment);

/// Who writes, where, and how careful to be. A value.
struct GuardSetup {
    QString actor;               ///< application or user that is signed in
    QString profile;
    Environment environment = Environment::Production;
    Milliseconds lease = std::chrono::minutes(15);
    bool needsLease = true;      ///< deckctl: one command is confirmed and done, there is nothing to hold open
    bool operator==(const GuardSetup &) const = default;
};

/// The console's: the account that is signed in, with a lease.
GuardSetup guardSetup(const SessionProfile &profile);

/// The guard of an account: read-only until a write lease is taken, which ends by itself; asks as profile and action want;
/// journals lease, intent and outcome. An emergency needs neither lease nor answer and is done even without a journal.
/// GUI thread.
class LeasedGuard final : public QObject, public WriteGuard
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LeasedGuard)

public:
    /// What the guard works with; borrowed.
    struct Parts {
        AuditLog &audit;
        ConfirmService &confirm;
        const Clock &clock;
        Timers &timers;
    };

    LeasedGuard(const Parts &parts, GuardSetup setup);
    ~LeasedGuard() override;

    Call admit(const WriteAction &action, QObject *context, Completion<WriteTicket> completion) override;
    void settle(WriteTicket ticket, const WriteOutcome &outcome) override;

    [[nodiscard]] const GuardSetup &setup() const { return m_setup; }
    [[nodiscard]] bool hasLease() const { return m_leaseUntil && m_parts.clock.now() < *m_leaseUntil; }
    [[nodiscard]] std::optional<Instant> leaseUntil() const { return hasLease() ? m_leaseUntil : std::nullopt; }
    /// Journalled before it holds; leaseChanged() or journalFailed() follows.
    void takeLease();
    void releaseLease();

    /// Looks for intents without an outcome; unfinishedChanged() follows when there are any, unfinishedKnown() always.
    void findUnfinished();
    [[nodiscard]] const QList<AuditRecord> &unfinished() const { return m_unfinished; }

signals:
    void leaseChanged();
    /// A record was written.
    void recorded();
    void journalFailed(const qd::Error &error);
    void unfinishedChanged();
    void unfinishedKnown();

private:
    struct Admission;
    using Undelivered = std::shared_ptr<std::optional<WriteTicket>>; ///< journalled, but nobody has the ticket yet

    void ask(const std::shared_ptr<Admission> &admission, ConfirmLevel level);
    void onAnswer(const std::shared_ptr<Admission> &admission, const Result<bool> &answer, bool neededLease);
    void journalIntent(const std::shared_ptr<Admission> &admission);
    void onIntent(const std::shared_ptr<Admission> &admission, const Result<AuditRecord> &record);
    void giveUp(const Undelivered &journalled);
    void append(const AuditEntry &entry, Completion<AuditRecord> completion);
    void holdLease();
    void armExpiry();
    void endLease(const QString &why);
    [[nodiscard]] AuditEntry entryOf(AuditEntry::Kind kind, const WriteAction &action) const;
    [[nodiscard]] AuditEntry note(const QString &verb, const QString &summary) const;

    const Parts m_parts;
    const GuardSetup m_setup;
    std::optional<Instant> m_leaseUntil;
    QHash<qint64, WriteAction> m_open; ///< admitted and not settled
    QList<AuditRecord> m_unfinished;
};

} // namespace qd
