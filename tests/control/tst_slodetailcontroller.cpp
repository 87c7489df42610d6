#include "roundreplies.h"
#include "slodetailcontroller.h"
#include "testmain.h"

#include <QSignalSpy>

using qd::Error;
using qd::ErrorKind;
using qd::MonitorQuery;
using qd::MonitorReply;
using qd::Result;
using qd::SloDetail;
using qd::SloDetailController;
using qd::SloId;
using qd::test::ManualClock;
using State = qd::SloDetail::State;

namespace {

struct DetailBench {
    qd::SloSettings settings{.definitions = {{.id = SloId(QStringLiteral("one")), .good = {{.dimension = QStringLiteral("outcome"), .values = {QStringLiteral("completed")}}}},
                                             {.id = SloId(QStringLiteral("two")), .good = {{.dimension = QStringLiteral("outcome"), .values = {QStringLiteral("ok")}}}}},
                             .detailInterval = qd::Milliseconds(5)};
    ManualClock clock;
    qd::test::FakeMonitorConnector monitor;
    qd::SloDetailStore store;
    std::unique_ptr<SloDetailController> controller = std::make_unique<SloDetailController>(monitor, store, clock, settings);

    void deliverGood(size_t first, const QString &id)
    {
        const QList<qd::SloDefinition> definitions{{.id = SloId(id)}};
        monitor.deliver(first, MonitorReply{.tables = {qd::test::seriesTable(definitions, {})}});
    }
};

} // namespace

class TestSloDetailController : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void loadsHistoryAndBurnDown()
    {
        DetailBench bench;
        QVERIFY(!bench.controller->open(SloId(QStringLiteral("nobody"))));
        QVERIFY(bench.controller->open(SloId(QStringLiteral("one"))));
        QCOMPARE(bench.store.detail().state, State::Loading);
        QCOMPARE(bench.monitor.calls.size(), size_t(1));
        QCOMPARE(bench.monitor.calls[0]->query.timespan->to, ManualClock::start);
        QCOMPARE(bench.monitor.calls[0]->query.timespan->from, ManualClock::start - std::chrono::hours(24 * 30));
        bench.deliverGood(0, QStringLiteral("one"));
        const SloDetail &detail = bench.store.detail();
        QCOMPARE(detail.state, State::Ready);
        QCOMPARE(detail.series.back().value, std::optional(1.0));
        QCOMPARE(detail.burnDown.size(), size_t(1));
        QCOMPARE(detail.burnDown.front().value, std::optional(1.0));
        QCOMPARE(detail.asOf, std::optional(ManualClock::start));
    }

    void refreshesWhileOpenAndStopsWhenClosed()
    {
        DetailBench bench;
        bench.controller->open(SloId(QStringLiteral("one")));
        bench.controller->refresh(); // one is under way
        QCOMPARE(bench.monitor.calls.size(), size_t(1));
        bench.deliverGood(0, QStringLiteral("one"));
        QTRY_COMPARE(bench.monitor.calls.size(), size_t(2));
        bench.deliverGood(1, QStringLiteral("one"));
        bench.controller->close();
        QCOMPARE(bench.store.detail().state, State::Closed);
        QVERIFY(!bench.controller->nextRoundIn());
        QCOMPARE(bench.monitor.calls.size(), size_t(2));
    }

    void repliesOfAnEarlierSloAreDropped()
    {
        DetailBench bench;
        bench.controller->open(SloId(QStringLiteral("one")));
        bench.controller->open(SloId(QStringLiteral("two")));
        QVERIFY(bench.monitor.calls[0]->cancelled);
        bench.deliverGood(0, QStringLiteral("one"));
        QCOMPARE(bench.store.detail(), (SloDetail{.id = SloId(QStringLiteral("two")), .state = State::Loading}));
        bench.deliverGood(1, QStringLiteral("two"));
        QCOMPARE(bench.store.detail().state, State::Ready);
    }

    void anErrorIsShownUntilAGoodReply()
    {
        DetailBench bench;
        bench.controller->open(SloId(QStringLiteral("one")));
        bench.monitor.deliver(0, Error{.kind = ErrorKind::Forbidden, .message = QStringLiteral("No")});
        QCOMPARE(bench.store.detail().state, State::Failed);
        QCOMPARE(bench.store.detail().error->kind, ErrorKind::Forbidden);
        QTRY_COMPARE(bench.monitor.calls.size(), size_t(2));
        bench.monitor.deliver(1, MonitorReply{.tables = {qd::test::seriesTable(bench.settings.definitions, {})}});
        QCOMPARE(bench.store.detail().state, State::Ready);
        QVERIFY(!bench.store.detail().error);
    }

    void canBeDestroyedWhilePending()
    {
        DetailBench bench;
        bench.controller->open(SloId(QStringLiteral("one")));
        bench.controller.reset();
        QVERIFY(bench.monitor.calls[0]->cancelled);
        bench.deliverGood(0, QStringLiteral("one"));
        QCOMPARE(bench.store.detail().state, State::Loading);
    }
};

QD_TEST_MAIN(QCoreApplication, TestSloDetailController)
#include "tst_slodetailcontroller.moc"
