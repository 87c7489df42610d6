#include "changesources.h"
#include "manualclock.h"
#include "testmain.h"

using namespace qd;
using namespace std::chrono_literals;

namespace {

constexpr Instant now = test::ManualClock::start;

ActivityEvent activity(const QString &operation, const QString &status, const QString &correlation, Instant at)
{
    return {.id = operation % status, .at = at, .operation = operation, .status = status,
            .resourceId = QStringLiteral("/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/contoso-agents/slots/staging"),
            .caller = QStringLiteral("ann@contoso.example"), .correlationId = correlation};
}

AuditRecord audit(qint64 sequence, AuditEntry entry) { return {.sequence = sequence, .entry = std::move(entry)}; }

} // namespace

class TestChangeSources : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void oneOperationIsOneChange()
    {
        const QString swap = QStringLiteral("Microsoft.Web/sites/slots/slotsswap/action");
        const QList<Change> changes = changesFromActivity({activity(swap, QStringLiteral("Succeeded"), QStringLiteral("c1"), now - 5min),
                                                           activity(swap, QStringLiteral("Started"), QStringLiteral("c1"), now - 7min),
                                                           activity(QStringLiteral("Microsoft.Web/sites/config/list/action"), QStringLiteral("Succeeded"), QStringLiteral("c2"), now)});
        QCOMPARE(changes.size(), 1);
        QCOMPARE(changes.at(0).kind, ChangeKind::SlotSwap);
        QCOMPARE(changes.at(0).at, now - 7min);
        QCOMPARE(changes.at(0).title, QStringLiteral("Slot swap of contoso-agents/staging"));
        QCOMPARE(changes.at(0).detail, QStringLiteral("Succeeded"));
        QCOMPARE(changes.at(0).actor, QStringLiteral("ann@contoso.example"));
    }

    void operationsHaveTheirKinds_data()
    {
        QTest::addColumn<QString>("operation");
        QTest::addColumn<QString>("resource");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("title");
        QTest::newRow("settings") << "Microsoft.Web/sites/config/write" << "/x/sites/app/config/appsettings" << int(ChangeKind::SiteSettings) << "Settings of app";
        QTest::newRow("policy") << "Microsoft.ApiManagement/service/apis/policies/write" << "/x/service/gw/apis/orders/policies/policy" << int(ChangeKind::Policy) << "Policy of orders";
        QTest::newRow("case") << "MICROSOFT.APIMANAGEMENT/SERVICE/APIS/POLICIES/WRITE" << "/x/service/gw/APIS/orders/policies/policy" << int(ChangeKind::Policy) << "Policy of orders";
        QTest::newRow("named value") << "Microsoft.ApiManagement/service/namedValues/write" << "/x/service/gw/namedValues/key" << int(ChangeKind::Policy) << "Named value key";
        QTest::newRow("fault") << "Microsoft.ApiManagement/service/namedValues/write" << "/x/service/gw/namedValues/quarterdeck-chaos" << int(ChangeKind::Chaos) << "Fault switch written";
    }
    void operationsHaveTheirKinds()
    {
        QFETCH(QString, operation);
        QFETCH(QString, resource);
        ActivityEvent event = activity(operation, QStringLiteral("Succeeded"), QStringLiteral("c"), now);
        event.resourceId = resource;
        const QList<Change> changes = changesFromActivity({event});
        QCOMPARE(changes.size(), 1);
        QTEST(int(changes.at(0).kind), "kind");
        QTEST(changes.at(0).title, "title");
    }

    void whatFailedChangedNothing()
    {
        QVERIFY(changesFromActivity({activity(QStringLiteral("Microsoft.Web/sites/config/write"), QStringLiteral("Failed"), QStringLiteral("c"), now)}).isEmpty());
    }

    void outcomesOfTheAuditLogAreChanges()
    {
        const AuditEntry apply{.at = now - 9min, .actor = QStringLiteral("bob"), .verb = QStringLiteral("policy.apply"),
                               .target = QStringLiteral("apis/orders"), .summary = QStringLiteral("Apply the policy of orders")};
        const auto outcome = [](qint64 intent, const QString &status) {
            return AuditEntry{.kind = AuditEntry::Kind::Outcome, .intent = intent, .at = now, .status = status, .detail = QStringLiteral("lost")};
        };
        AuditEntry reveal = apply;
        reveal.verb = QStringLiteral("secret.reveal");
        AuditEntry chaos = apply;
        chaos.verb = QStringLiteral("chaos.start");
        const QList<Change> changes = changesFromAudit({audit(1, apply), audit(2, outcome(1, QStringLiteral("succeeded"))), audit(3, apply),
                                                        audit(4, outcome(3, QStringLiteral("failed"))), audit(5, reveal),
                                                        audit(6, outcome(5, QStringLiteral("succeeded"))), audit(7, chaos),
                                                        audit(8, outcome(7, QStringLiteral("unknown"))), audit(9, apply)});
        QCOMPARE(changes.size(), 2);
        QCOMPARE(changes.at(0).id, ChangeId(QStringLiteral("audit/1")));
        QCOMPARE(changes.at(0).kind, ChangeKind::Policy);
        QCOMPARE(changes.at(0).title, QStringLiteral("Apply the policy of orders"));
        QCOMPARE(changes.at(0).detail, QStringLiteral("apis/orders"));
        QCOMPARE(changes.at(0).at, now - 9min);
        QCOMPARE(changes.at(1).kind, ChangeKind::Chaos);
        QCOMPARE(changes.at(1).detail, QStringLiteral("unknown: lost"));
    }
};

QD_TEST_MAIN(QCoreApplication, TestChangeSources)
#include "tst_changesources.moc"
