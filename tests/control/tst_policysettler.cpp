#include "audit/auditredaction.h"
#include "confirmqueue.h"
#include "fakeapimconnector.h"
#include "fakeauditlog.h"
#include "manualtimers.h"
#include "policy/policycanonical.h"
#include "policysettler.h"
#include "processlife.h"
#include "testmain.h"

#include <QCoreApplication>
#include <QObject>
#include <QSignalSpy>

using namespace qd;
using namespace Qt::StringLiterals;

namespace {

const PolicyScope settledApi{.kind = PolicyScope::Kind::Api, .product = {}, .api = ApiId(u"orders"_s), .operation = {}};
const QString policyBefore = u"<policies><inbound /></policies>"_s;
const QString policyMeant = u"<policies><inbound><base /></inbound></policies>"_s;

struct SettlerBench {
    SettlerBench() { apim.overwrite(settledApi, policyBefore); }

    /// What a program leaves behind that dies between the intent and the answer.
    void leaveIntent(const QString &after, const QString &target = {})
    {
        const QString object = target.isEmpty() ? policyResourceId(apim.theService.id, settledApi) : target;
        const PolicyText live = apim.policyOf(settledApi);
        audit.append({.kind = AuditEntry::Kind::Intent, .at = clock.now(), .profile = u"p"_s, .verb = u"policy.apply"_s, .target = object,
                      .summary = u"Apply"_s, .before = auditedText(canonicalPolicyText(live.xml)), .after = auditedText(canonicalPolicyText(after)),
                      .detail = QString(u"for all callers\nETag "_s + live.etag + u"\nprocess 0"_s)},
                     &context, {});
    }
    void find()
    {
        guard.findUnfinished();
        QCoreApplication::sendPostedEvents();
    }

    QObject context;
    test::ManualClock clock;
    test::ManualTimers timers{clock};
    test::FakeAuditLog audit;
    test::FakeApimConnector apim;
    ConfirmQueue confirm;
    LeasedGuard guard{{audit, confirm, clock, timers}, {.actor = u"ann"_s, .profile = u"p"_s, .environment = Environment::Lab}};
    PolicySettler settler{{apim, guard, clock, timers}, apim.theService.id};
    QSignalSpy settled{&settler, &PolicySettler::settled};
};

} // namespace

class TestPolicySettler : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void whatIsLiveDecides_data()
    {
        QTest::addColumn<QString>("live");
        QTest::addColumn<PolicyTruth>("truth");
        QTest::addColumn<QString>("status");
        QTest::newRow("ours") << policyMeant << PolicyTruth::TookEffect << u"succeeded"_s;
        QTest::newRow("ours, written another way") << u"<policies>\r\n  <inbound>\r\n    <base/>\r\n  </inbound>\r\n</policies>"_s << PolicyTruth::TookEffect << u"succeeded"_s;
        QTest::newRow("another's") << u"<policies><outbound /></policies>"_s << PolicyTruth::Overtaken << u"unknown"_s;
        QTest::newRow("gone") << QString() << PolicyTruth::Overtaken << u"unknown"_s;
    }
    void whatIsLiveDecides()
    {
        QFETCH(QString, live);
        SettlerBench bench;
        bench.leaveIntent(policyMeant);
        bench.apim.overwrite(settledApi, live);
        bench.find();
        QTRY_COMPARE(bench.settled.size(), 1);
        QTEST(bench.settled.first().at(1).value<PolicyTruth>(), "truth");
        QTEST(bench.audit.records.last().entry.status, "status");
        QCOMPARE(bench.audit.records.last().entry.intent, 1);
        QVERIFY(bench.guard.unfinished().isEmpty());
    }

    /// A request whose sender died may be carried out late.
    void notWrittenIsBelievedOnlyAfterAWhile()
    {
        SettlerBench bench;
        bench.leaveIntent(policyMeant);
        bench.find();
        QTRY_COMPARE(bench.timers.waits().size(), size_t(1));
        QVERIFY(bench.settled.isEmpty());
        bench.timers.advance(PolicySettler::inFlight);
        QTRY_COMPARE(bench.settled.size(), 1);
        QCOMPARE(bench.settled.first().at(1).value<PolicyTruth>(), PolicyTruth::NotWritten);
        QCOMPARE(bench.audit.records.last().entry.status, u"failed"_s);
    }
    void whatArrivesLateIsSeen()
    {
        SettlerBench bench;
        bench.leaveIntent(policyMeant);
        bench.find();
        QTRY_COMPARE(bench.timers.waits().size(), size_t(1));
        bench.apim.overwrite(settledApi, policyMeant);
        bench.timers.advance(PolicySettler::inFlight);
        QTRY_COMPARE(bench.settled.size(), 1);
        QCOMPARE(bench.settled.first().at(1).value<PolicyTruth>(), PolicyTruth::TookEffect);
    }

    /// The log masks secrets: a difference that it does not show cannot be judged.
    void maskedDifferenceIsNotJudged()
    {
        const QString secret = u"<policies><inbound><set-header name=\"a\" exists-action=\"override\"><value>Bearer %1</value></set-header></inbound></policies>"_s;
        SettlerBench bench;
        bench.apim.overwrite(settledApi, secret.arg(u"aaaaaaaaaaaa"_s));
        bench.leaveIntent(secret.arg(u"bbbbbbbbbbbb"_s));
        bench.apim.overwrite(settledApi, secret.arg(u"cccccccccccc"_s));
        bench.find();
        QTRY_COMPARE(bench.settled.size(), 1);
        QCOMPARE(bench.settled.first().at(1).value<PolicyTruth>(), PolicyTruth::Overtaken);
    }

    void whatCannotBeReadStaysUnfinished()
    {
        SettlerBench bench;
        bench.apim.refuse = [](const QString &) { return Error{.kind = ErrorKind::Network, .message = u"no"_s}; };
        bench.leaveIntent(policyMeant);
        bench.find();
        QTRY_COMPARE(bench.apim.asked.size(), 1);
        QCOMPARE(bench.guard.unfinished().size(), 1);
        QVERIFY(bench.settled.isEmpty());
    }

    void othersAreNoneOfItsBusiness_data()
    {
        QTest::addColumn<QString>("target");
        QTest::newRow("another service") << u"/subscriptions/s/resourceGroups/rg/providers/Microsoft.ApiManagement/service/other/apis/a/policies/policy"_s;
        QTest::newRow("named value") << u"/subscriptions/s/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim/namedValues/x"_s;
        QTest::newRow("site") << u"/subscriptions/s/resourceGroups/rg/providers/Microsoft.Web/sites/a/slots/staging"_s;
    }
    void othersAreNoneOfItsBusiness()
    {
        QFETCH(QString, target);
        SettlerBench bench;
        bench.leaveIntent(policyMeant, target);
        bench.find();
        QTRY_COMPARE(bench.guard.unfinished().size(), 1);
        QVERIFY(bench.apim.asked.isEmpty());
    }

    void scopesComeBackFromTheirIds_data()
    {
        QTest::addColumn<PolicyScope>("scope");
        QTest::newRow("service") << PolicyScope{};
        QTest::newRow("product") << PolicyScope{.kind = PolicyScope::Kind::Product, .product = u"gold"_s, .api = {}, .operation = {}};
        QTest::newRow("api") << settledApi;
        QTest::newRow("operation") << PolicyScope{.kind = PolicyScope::Kind::Operation, .product = {}, .api = ApiId(u"a"_s), .operation = u"get"_s};
    }
    void scopesComeBackFromTheirIds()
    {
        QFETCH(PolicyScope, scope);
        QVERIFY(policyScopeOf(u"/x/service/y"_s, policyResourceId(u"/X/service/Y"_s, scope)) == std::optional(scope));
    }

    /// Process numbers are given out again.
    void aProcessIsKnownByItsStart()
    {
        const Instant now = SystemClock().now();
        const qint64 own = QCoreApplication::applicationPid();
        QVERIFY(hasRunSince(own, now));
        QVERIFY(!hasRunSince(own, now - std::chrono::hours(24)));
        QVERIFY(!hasRunSince(0, now));
        QVERIFY(!hasRunSince(1LL << 40, now));
    }
};


QD_TEST_MAIN(QCoreApplication, TestPolicySettler)
#include "tst_policysettler.moc"
