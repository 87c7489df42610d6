#include "confirmqueue.h"
#include "fakeauditlog.h"
#include "leasedguard.h"
#include "manualclock.h"
#include "manualtimers.h"
#include "outcome.h"
#include "testmain.h"

#include <QObject>
#include <QSignalSpy>

using namespace qd;
using test::Outcome;

namespace {

const WriteAction applyAction{.verb = QStringLiteral("policy.apply"), .target = QStringLiteral("/apis/a"), .title = QStringLiteral("Apply")};

WriteAction stopAction()
{
    return {.verb = QStringLiteral("chaos.stop"), .title = QStringLiteral("Stop"), .level = ConfirmLevel::None, .isEmergency = true};
}

struct GuardBench {
    explicit GuardBench(Environment environment = Environment::Lab, bool needsLease = true)
        : guard({audit, confirm, clock, timers},
                {.actor = QStringLiteral("ann"), .profile = QStringLiteral("p"), .environment = environment, .needsLease = needsLease})
    {
    }
    test::ManualClock clock;
    test::ManualTimers timers{clock};
    test::FakeAuditLog audit;
    ConfirmQueue confirm;
    LeasedGuard guard;
};

} // namespace

class TestLeasedGuard : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }

    void strictestWins_data()
    {
        QTest::addColumn<Environment>("environment");
        QTest::addColumn<ConfirmLevel>("action");
        QTest::addColumn<bool>("isEmergency");
        QTest::addColumn<ConfirmLevel>("required");
        const auto row = [](const char *name, Environment environment, ConfirmLevel action, bool isEmergency, ConfirmLevel required) {
            QTest::newRow(name) << environment << action << isEmergency << required;
        };
        using L = ConfirmLevel;
        row("lab, nothing wanted", Environment::Lab, L::None, false, L::Diff);
        row("lab, name wanted", Environment::Lab, L::TypedName, false, L::TypedName);
        row("dev", Environment::Development, L::Diff, false, L::Diff);
        row("staging", Environment::Staging, L::None, false, L::Diff);
        row("prod, diff wanted", Environment::Production, L::Diff, false, L::TypedName);
        row("prod, emergency", Environment::Production, L::TypedName, true, L::None);
    }
    void strictestWins()
    {
        QFETCH(Environment, environment);
        QFETCH(ConfirmLevel, action);
        QFETCH(bool, isEmergency);
        QTEST(requiredConfirmation({.level = action, .isEmergency = isEmergency}, profileProtection(environment)), "required");
    }

    void leaseIsTakenWithTheFirstWrite()
    {
        GuardBench bench;
        Outcome<WriteTicket> ticket;
        bench.guard.admit(applyAction, ticket.context(), ticket.completion());
        QVERIFY(bench.confirm.current());
        QVERIFY(bench.confirm.current()->needsLease);
        QCOMPARE(bench.confirm.current()->environment, QStringLiteral("lab"));
        bench.confirm.answer(true);
        QVERIFY(ticket.wait() && ticket.ok());
        QCOMPARE(ticket.value().intent, 2);
        QVERIFY(bench.guard.hasLease());
        bench.guard.settle(ticket.value(), {.detail = QStringLiteral("ok"), .isVerified = true});
        QCOMPARE(bench.audit.lines(), QStringList({QStringLiteral("note lease.taken"), QStringLiteral("intent policy.apply"),
                                                   QStringLiteral("outcome policy.apply succeeded")}));
        QCOMPARE(bench.audit.records.last().entry.intent, 2);
    }

    void secondWriteNeedsNoLeaseButAsks()
    {
        GuardBench bench;
        QSignalSpy changed(&bench.guard, &LeasedGuard::leaseChanged);
        bench.guard.takeLease();
        QVERIFY(changed.wait());
        Outcome<WriteTicket> ticket;
        bench.guard.admit(applyAction, ticket.context(), ticket.completion());
        QVERIFY(!bench.confirm.current()->needsLease);
        bench.confirm.answer(false);
        QVERIFY(ticket.wait());
        QCOMPARE(ticket.kind(), ErrorKind::Cancelled);
        QCOMPARE(bench.audit.lines(), QStringList(QStringLiteral("note lease.taken")));
    }

    void declinedWithoutLeaseIsForbidden()
    {
        GuardBench bench;
        Outcome<WriteTicket> ticket;
        bench.guard.admit(applyAction, ticket.context(), ticket.completion());
        bench.confirm.answer(false);
        QVERIFY(ticket.wait());
        QCOMPARE(ticket.kind(), ErrorKind::Forbidden);
        QVERIFY(!bench.guard.hasLease());
    }

    void leaseEndsByItself()
    {
        GuardBench bench;
        QSignalSpy changed(&bench.guard, &LeasedGuard::leaseChanged);
        bench.guard.takeLease();
        QVERIFY(changed.wait());
        QCOMPARE(*bench.guard.leaseUntil(), test::ManualClock::start + std::chrono::minutes(15));
        bench.timers.advance(std::chrono::minutes(14));
        QVERIFY(bench.guard.hasLease());
        bench.timers.advance(std::chrono::minutes(1));
        QVERIFY(!bench.guard.hasLease());
        QCOMPARE(changed.count(), 2);
        QCOMPARE(bench.audit.lines().last(), QStringLiteral("note lease.released"));
    }

    void givenBackLeaseDoesNotEndTheNextOne()
    {
        GuardBench bench;
        QSignalSpy changed(&bench.guard, &LeasedGuard::leaseChanged);
        bench.guard.takeLease();
        QVERIFY(changed.wait());
        bench.timers.advance(std::chrono::minutes(10));
        bench.guard.releaseLease();
        QVERIFY(!bench.guard.hasLease());
        bench.guard.takeLease();
        QTRY_VERIFY(bench.guard.hasLease());
        bench.timers.advance(std::chrono::minutes(6)); // the first one's end
        QVERIFY(bench.guard.hasLease());
    }

    void brokenJournalRefusesTheWrite()
    {
        GuardBench bench(Environment::Lab, false);
        bench.audit.failure = Error{.kind = ErrorKind::Internal, .message = QStringLiteral("The audit log cannot be written: the disk is full.")};
        QSignalSpy failed(&bench.guard, &LeasedGuard::journalFailed);
        Outcome<WriteTicket> ticket;
        bench.guard.admit(applyAction, ticket.context(), ticket.completion());
        bench.confirm.answer(true);
        QVERIFY(ticket.wait());
        QCOMPARE(ticket.kind(), ErrorKind::Internal);
        QVERIFY(ticket.error().message.contains(QLatin1StringView("disk is full")));
        QCOMPARE(failed.count(), 1);
    }

    void emergencyNeedsNothing()
    {
        GuardBench bench(Environment::Production);
        bench.audit.failure = Error{.message = QStringLiteral("full")};
        Outcome<WriteTicket> ticket;
        bench.guard.admit(stopAction(), ticket.context(), ticket.completion());
        QVERIFY(!bench.confirm.current());
        QVERIFY(ticket.wait() && ticket.ok());
        QCOMPARE(ticket.value().intent, 0);
        bench.audit.failure.reset();
        Outcome<WriteTicket> second;
        bench.guard.admit(stopAction(), second.context(), second.completion());
        QVERIFY(second.wait() && second.ok());
        QCOMPARE(second.value().intent, 1);
    }

    void cancelTakesTheQuestionBack()
    {
        GuardBench bench;
        Outcome<WriteTicket> ticket;
        const Call call = bench.guard.admit(applyAction, ticket.context(), ticket.completion());
        QVERIFY(bench.confirm.current());
        call.cancel();
        QVERIFY(!bench.confirm.current());
        QVERIFY(ticket.wait());
        QCOMPARE(ticket.kind(), ErrorKind::Cancelled);
        QVERIFY(bench.audit.records.isEmpty());
    }

    void withdrawnWhileJournalledIsSettled()
    {
        GuardBench bench(Environment::Lab, false);
        Outcome<WriteTicket> ticket;
        bench.audit.onAppend = [&ticket] { ticket.destroyContext(); };
        bench.guard.admit(applyAction, ticket.context(), ticket.completion());
        bench.confirm.answer(true);
        QTRY_COMPARE(bench.audit.records.size(), 2);
        QCOMPARE(bench.audit.lines().last(), QStringLiteral("outcome policy.apply cancelled"));
        QCOMPARE(ticket.count(), 0);
    }

    void questionsComeOneByOne()
    {
        GuardBench bench(Environment::Lab, false);
        Outcome<WriteTicket> first;
        Outcome<WriteTicket> second;
        bench.guard.admit(applyAction, first.context(), first.completion());
        WriteAction other = applyAction;
        other.title = QStringLiteral("Other");
        bench.guard.admit(other, second.context(), second.completion());
        QCOMPARE(bench.confirm.waiting(), 2);
        QCOMPARE(bench.confirm.current()->action.title, QStringLiteral("Apply"));
        bench.confirm.answer(true);
        QCOMPARE(bench.confirm.current()->action.title, QStringLiteral("Other"));
        bench.confirm.answer(false);
        QVERIFY(first.wait() && second.wait());
        QVERIFY(first.ok());
        QCOMPARE(second.kind(), ErrorKind::Cancelled);
    }

    void unfinishedIntentIsFoundAndCanBeSettled()
    {
        GuardBench before(Environment::Lab, false);
        Outcome<WriteTicket> ticket;
        before.guard.admit(applyAction, ticket.context(), ticket.completion());
        before.confirm.answer(true);
        QVERIFY(ticket.wait() && ticket.ok());

        GuardBench after(Environment::Lab, false); // the program died and was started again
        after.audit.records = before.audit.records;
        QSignalSpy changed(&after.guard, &LeasedGuard::unfinishedChanged);
        after.guard.findUnfinished();
        QVERIFY(changed.wait());
        QCOMPARE(after.guard.unfinished().size(), 1);
        after.guard.settle({after.guard.unfinished().first().sequence}, {.status = WriteOutcome::Status::Unknown});
        QVERIFY(after.guard.unfinished().isEmpty());
        QCOMPARE(after.audit.lines().last(), QStringLiteral("outcome policy.apply unknown"));
    }

    void secretsAreNotShown()
    {
        GuardBench bench(Environment::Lab, false);
        Outcome<WriteTicket> ticket;
        WriteAction action = applyAction;
        action.after = QStringLiteral("API_KEY=planted");
        bench.guard.admit(action, ticket.context(), ticket.completion());
        QCOMPARE(bench.confirm.current()->action.after, QStringLiteral("API_KEY=***"));
    }
};

QD_TEST_MAIN(QCoreApplication, TestLeasedGuard)
#include "tst_leasedguard.moc"
