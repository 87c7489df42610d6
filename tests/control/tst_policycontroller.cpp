#include "fakeapimconnector.h"
#include "manualclock.h"
#include "memoryhistory.h"
#include "openguard.h"
#include "policycontroller.h"
#include "testmain.h"

#include <QSignalSpy>

using qd::PolicyController;
using qd::PolicyScope;
using qd::PolicyState;
using Resolution = PolicyController::Resolution;
using Origin = qd::ObjectVersion::Origin;

namespace {

QString text(const char *utf8) { return QString::fromUtf8(utf8); }

QString policyWith(const char *inbound)
{
    return QStringLiteral("<policies>\n    <inbound>\n        <base />\n        %1\n    </inbound>\n    <backend>\n        <base />\n    </backend>\n"
                          "    <outbound>\n        <base />\n    </outbound>\n    <on-error>\n        <base />\n    </on-error>\n</policies>\n").arg(text(inbound));
}

PolicyScope ordersScope() { return {.kind = PolicyScope::Kind::Api, .api = qd::ApiId(text("orders-srv"))}; }

/// One console: its own store, guard and history.
struct Desk {
    Desk(qd::test::FakeApimConnector &apim, const qd::Clock &clock)
        : controller(std::make_unique<PolicyController>(PolicyController::Parts{apim, guard, history, store, clock}, text("me")))
    {
        controller->refreshScopes();
    }
    [[nodiscard]] bool waitForRead() { return QTest::qWaitFor([this] { return store.openState() && store.openState()->readAt; }); }
    [[nodiscard]] const PolicyState &open() const { return *store.openState(); }

    qd::PolicyStore store;
    qd::test::OpenGuard guard;
    qd::test::MemoryHistory history;
    std::unique_ptr<PolicyController> controller;
};

struct Bench {
    Bench()
    {
        apim.addMcpServer(text("orders-srv"));
        apim.overwrite(ordersScope(), policyWith("<trace source=\"a\" />"));
    }
    qd::test::FakeApimConnector apim;
    qd::test::ManualClock clock;
};

} // namespace

class TestPolicyController : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void readsScopesAndTheFirstApi()
    {
        Bench bench;
        Desk desk(bench.apim, bench.clock);
        QVERIFY(desk.waitForRead());
        QCOMPARE(desk.store.keys().size(), 2);
        QVERIFY(desk.store.states().at(0).isService);
        QVERIFY(desk.open().isMcp);
        QCOMPARE(desk.open().draft, policyWith("<trace source=\"a\" />"));
        QTRY_COMPARE(desk.store.versions().size(), 1);
    }

    void appliesAfterConfirmationAndSeesItAgain()
    {
        Bench bench;
        Desk desk(bench.apim, bench.clock);
        QVERIFY(desk.waitForRead());
        const QString etag = desk.open().etag;
        desk.controller->setDraft(policyWith("<trace source=\"b\" />"));
        QSignalSpy written(desk.controller.get(), &PolicyController::written);
        desk.controller->apply();
        QVERIFY(written.wait());
        QCOMPARE(written.at(0).at(1).toBool(), true);
        QCOMPARE(bench.apim.policyOf(ordersScope()).xml, policyWith("<trace source=\"b\" />"));
        QVERIFY(desk.open().etag != etag);
        QVERIFY(!desk.open().isDirty());
        QCOMPARE(desk.guard.admitted.size(), 1);
        QCOMPARE(desk.guard.admitted.at(0).verb, text("policy.apply"));
        QCOMPARE(desk.guard.admitted.at(0).etag, etag);
        QVERIFY(desk.guard.admitted.at(0).before.contains(text("source=\"a\"")));
        QCOMPARE(desk.guard.settled.size(), 1);
        QVERIFY(desk.guard.settled.at(0).second.isVerified);
        QCOMPARE(desk.history.kept.constLast().origin, Origin::Written);
    }

    void refusesErrorsAndNothing()
    {
        Bench bench;
        Desk desk(bench.apim, bench.clock);
        QVERIFY(desk.waitForRead());
        QSignalSpy refused(desk.controller.get(), &PolicyController::refused);
        desk.controller->apply();
        QCOMPARE(refused.size(), 1);
        desk.controller->setDraft(text("<policies>"));
        desk.controller->apply();
        QCOMPARE(refused.size(), 2);
        QCOMPARE(desk.open().findings.at(0).rule, text("xml"));
        QVERIFY(desk.guard.admitted.isEmpty());
    }

    void theSecondWriterIsStoppedAndKeepsItsText()
    {
        Bench bench;
        Desk one(bench.apim, bench.clock);
        Desk two(bench.apim, bench.clock);
        QVERIFY(one.waitForRead() && two.waitForRead());
        one.controller->setDraft(policyWith("<trace source=\"one\" />"));
        one.controller->apply();
        QTRY_COMPARE(one.guard.settled.size(), 1);
        const QString mine = policyWith("<trace source=\"a\" />\n        <trace source=\"two\" />");
        two.controller->setDraft(mine);
        two.controller->apply();
        QTRY_VERIFY(two.open().conflict);
        QVERIFY(bench.apim.policyOf(ordersScope()).xml.contains(text("one")));
        QCOMPARE(two.open().draft, mine);
        QCOMPARE(two.open().conflict->mine, mine);
        QCOMPARE(two.open().conflict->theirs, policyWith("<trace source=\"one\" />"));
        QCOMPARE(two.open().conflict->base, policyWith("<trace source=\"a\" />"));
        QCOMPARE(two.guard.settled.at(0).second.status, qd::WriteOutcome::Status::Failed);
        const auto drafts = std::count_if(two.history.kept.cbegin(), two.history.kept.cend(), [](const auto &kept) { return kept.origin == Origin::Draft; });
        QCOMPARE(drafts, 1);
        QSignalSpy refused(two.controller.get(), &PolicyController::refused);
        two.controller->apply(); // not before a choice
        QCOMPARE(refused.size(), 1);
    }

    void aConflictHasThreeWaysOut_data()
    {
        QTest::addColumn<int>("resolution");
        QTest::addColumn<QString>("draft");
        QTest::newRow("theirs") << int(Resolution::TakeTheirs) << policyWith("<trace source=\"theirs\" />\n        <trace source=\"b\" />");
        QTest::newRow("mine") << int(Resolution::KeepMine) << policyWith("<trace source=\"a\" />\n        <trace source=\"mine\" />");
        QTest::newRow("both") << int(Resolution::Merge) << policyWith("<trace source=\"theirs\" />\n        <trace source=\"mine\" />");
    }
    void aConflictHasThreeWaysOut()
    {
        QFETCH(int, resolution);
        QFETCH(QString, draft);
        Bench bench;
        bench.apim.overwrite(ordersScope(), policyWith("<trace source=\"a\" />\n        <trace source=\"b\" />"));
        Desk desk(bench.apim, bench.clock);
        QVERIFY(desk.waitForRead());
        desk.controller->setDraft(policyWith("<trace source=\"a\" />\n        <trace source=\"mine\" />"));
        bench.apim.overwrite(ordersScope(), policyWith("<trace source=\"theirs\" />\n        <trace source=\"b\" />"));
        desk.controller->apply();
        QTRY_VERIFY(desk.open().conflict);
        desk.controller->resolve(Resolution(resolution));
        QVERIFY(!desk.open().conflict);
        QCOMPARE(desk.open().draft.simplified(), draft.simplified());
        if (Resolution(resolution) == Resolution::TakeTheirs)
            return;
        desk.controller->apply();
        QTRY_COMPARE(bench.apim.policyOf(ordersScope()).xml.simplified(), draft.simplified());
    }

    void undoAndRestoreGoTheSameWay()
    {
        Bench bench;
        Desk desk(bench.apim, bench.clock);
        QVERIFY(desk.waitForRead());
        desk.controller->setDraft(policyWith("<trace source=\"b\" />"));
        desk.controller->apply();
        QTRY_VERIFY(desk.open().undo);
        desk.controller->undo();
        QTRY_COMPARE(bench.apim.policyOf(ordersScope()).xml, policyWith("<trace source=\"a\" />"));
        QCOMPARE(desk.guard.admitted.constLast().verb, text("policy.undo"));
        QTRY_VERIFY(!desk.open().isWriting);
        QVERIFY(!desk.open().isDirty());
        QTRY_COMPARE(desk.store.versions().size(), 3);
        desk.controller->restore(desk.store.versions().at(1));
        QTRY_COMPARE(bench.apim.policyOf(ordersScope()).xml, policyWith("<trace source=\"b\" />"));
        QTRY_VERIFY(!desk.open().isWriting);
        bench.clock.advance(std::chrono::minutes(11));
        QSignalSpy refused(desk.controller.get(), &PolicyController::refused);
        desk.controller->undo();
        QCOMPARE(refused.size(), 1);
    }

    void aChangedDraftSurvivesReloading()
    {
        Bench bench;
        Desk desk(bench.apim, bench.clock);
        QVERIFY(desk.waitForRead());
        desk.controller->setDraft(text("mine"));
        bench.apim.overwrite(ordersScope(), policyWith("<trace source=\"theirs\" />"));
        desk.controller->reload();
        QTRY_VERIFY(!desk.controller->isLoading());
        QCOMPARE(desk.open().draft, text("mine"));
    }

    void notConfirmedIsNoError()
    {
        Bench bench;
        Desk desk(bench.apim, bench.clock);
        QVERIFY(desk.waitForRead());
        desk.guard.refusal = qd::Error{.kind = qd::ErrorKind::Cancelled, .message = text("no")};
        desk.controller->setDraft(policyWith(""));
        desk.controller->apply();
        QTRY_VERIFY(!desk.open().isWriting);
        QVERIFY(!desk.open().error);
        desk.guard.refusal = qd::Error{.kind = qd::ErrorKind::Forbidden, .message = text("no lease")};
        desk.controller->apply();
        QTRY_VERIFY(desk.open().error);
        QCOMPARE(desk.open().error->kind, qd::ErrorKind::Forbidden);
        QVERIFY(!bench.apim.asked.filter(text("writePolicy")).size());
    }

    void aLostAnswerIsUnknownAndAnEarlyEndToo()
    {
        Bench bench;
        Desk desk(bench.apim, bench.clock);
        QVERIFY(desk.waitForRead());
        bench.apim.refuse = [](const QString &what) -> std::optional<qd::Error> {
            return what.startsWith(text("writePolicy")) ? std::optional(qd::Error{.kind = qd::ErrorKind::Timeout, .message = text("slow")}) : std::nullopt;
        };
        desk.controller->setDraft(policyWith(""));
        desk.controller->apply();
        QTRY_COMPARE(desk.guard.settled.size(), 1);
        QCOMPARE(desk.guard.settled.at(0).second.status, qd::WriteOutcome::Status::Unknown);
        QTRY_VERIFY(desk.open().error);
        bench.apim.refuse = nullptr;
        bench.apim.isHeld = true;
        desk.controller->apply();
        QTRY_VERIFY(bench.apim.heldCount() > 0);
        desk.controller.reset();
        QCOMPARE(desk.guard.settled.size(), 2);
        QCOMPARE(desk.guard.settled.at(1).second.status, qd::WriteOutcome::Status::Unknown);
    }

    void aListThatCannotBeReadSaysWhy()
    {
        Bench bench;
        bench.apim.refuse = [](const QString &) { return std::optional(qd::Error{.kind = qd::ErrorKind::Forbidden, .message = text("no right")}); };
        Desk desk(bench.apim, bench.clock);
        QTRY_VERIFY(desk.store.listError());
        QCOMPARE(desk.store.listError()->kind, qd::ErrorKind::Forbidden);
    }
};

QD_TEST_MAIN(QCoreApplication, TestPolicyController)
#include "tst_policycontroller.moc"
