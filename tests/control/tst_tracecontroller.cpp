#include "fakemonitorconnector.h"
#include "manualclock.h"
#include "testmain.h"
#include "tracecontroller.h"

#include <QSignalSpy>

using namespace qd;
using namespace qd::test;

namespace {

constexpr TimeSpanRange lastHour{ManualClock::start - std::chrono::hours(1), ManualClock::start};

SloSettings oneSlo()
{
    return {.definitions = {{.id = SloId(QStringLiteral("task-success")), .title = QStringLiteral("Task success"),
                             .good = {{.dimension = QStringLiteral("outcome"), .values = {QStringLiteral("completed")}}}}}};
}

Column textColumn(const char *name, std::vector<Cell> cells) { return {QString::fromLatin1(name), ColumnType::String, std::move(cells)}; }
Cell text(const char *value) { return QString::fromLatin1(value); }

MonitorReply listReply(const QStringList &ids)
{
    Table table;
    std::vector<Cell> operations, times, spans;
    for (const QString &id : ids) {
        operations.emplace_back(id);
        times.emplace_back(ManualClock::start - Seconds(static_cast<int>(times.size())));
        spans.emplace_back(qint64(3));
    }
    table.columns = {textColumn("operation", operations), {QStringLiteral("at"), ColumnType::DateTime, times}, {QStringLiteral("spans"), ColumnType::Long, spans}};
    return {.tables = {table}};
}

MonitorReply traceReply(int spans)
{
    std::vector<Cell> at, kind, id, parent, name, bag, failed;
    for (int i = 0; i < spans; ++i) {
        at.emplace_back(ManualClock::start + Milliseconds(i));
        kind.emplace_back(i == 0 ? text("request") : text("dependency"));
        id.emplace_back(QString::number(i));
        parent.emplace_back(i == 0 ? QString() : QStringLiteral("0"));
        name.emplace_back(QStringLiteral("span %1").arg(i));
        bag.emplace_back(text("{}"));
        failed.emplace_back(i == 2);
    }
    Table table;
    table.columns = {{QStringLiteral("at"), ColumnType::DateTime, at}, textColumn("kind", kind), textColumn("id", id), textColumn("parent", parent),
                     textColumn("name", name), textColumn("bag", bag), {QStringLiteral("failed"), ColumnType::Bool, failed}};
    return {.tables = {table}};
}

MonitorReply exemplarReply(const char *operation)
{
    Table table;
    table.columns = {textColumn("operation", *operation == '\0' ? std::vector<Cell>{} : std::vector<Cell>{text(operation)})};
    return {.tables = {table}};
}

} // namespace

class TestTraceController : public QObject
{
    Q_OBJECT

    struct Bench {
        ManualClock clock;
        FakeMonitorConnector monitor;
        TraceListStore list;
        TraceStore trace;
        std::optional<TraceController> controller;
        Bench() { controller.emplace(monitor, list, trace, clock, oneSlo()); }
    };

private slots:
    void init() { failOnWarnings(); }
    void cleanup() { checkNoErrorsLogged(); }

    void listsTheNewest()
    {
        Bench bench;
        QSignalSpy finished(&*bench.controller, &TraceController::listFinished);
        QVERIFY(bench.controller->list(QStringLiteral("err"), lastHour, 2).has_value());
        QVERIFY(bench.controller->isBusy());
        QCOMPARE(bench.list.state(), TraceListStore::State::Loading);
        QVERIFY(bench.monitor.calls[0]->query.kql.contains(QStringLiteral("top 2 by at desc")));
        bench.monitor.deliver(0, listReply({QStringLiteral("a"), QStringLiteral("b")}));
        QCOMPARE(bench.list.traces().size(), 2);
        QVERIFY(bench.list.isCut());
        QCOMPARE(bench.list.filter(), QStringLiteral("err"));
        QCOMPARE(bench.list.asOf(), std::optional(bench.clock.now()));
        QCOMPARE(finished.size(), 1);
        QVERIFY(!bench.controller->isBusy());
    }

    void aWrongFilterAsksNothing()
    {
        Bench bench;
        const auto result = bench.controller->list(QStringLiteral("dur>soon"), lastHour);
        QVERIFY(!result);
        QCOMPARE(result.error().position->offset, qsizetype(4));
        QVERIFY(bench.monitor.calls.empty());
        QVERIFY(!bench.controller->isBusy());
    }

    void theNewestQuestionWins()
    {
        Bench bench;
        QVERIFY(bench.controller->list(QStringLiteral("one"), lastHour).has_value());
        QVERIFY(bench.controller->list(QStringLiteral("two"), lastHour).has_value());
        QVERIFY(bench.monitor.calls[0]->cancelled);
        bench.monitor.deliver(1, listReply({QStringLiteral("new")}));
        bench.monitor.deliver(0, listReply({QStringLiteral("old")}));
        QCOMPARE(bench.list.traces().size(), 1);
        QCOMPARE(bench.list.traces()[0].id.value, QStringLiteral("new"));
        bench.controller->open(TraceId(QStringLiteral("first")));
        bench.controller->open(TraceId(QStringLiteral("second")));
        bench.monitor.deliver(3, traceReply(3));
        bench.monitor.deliver(2, traceReply(9));
        QCOMPARE(bench.trace.trace()->size(), 3);
        QCOMPARE(bench.trace.id().value, QStringLiteral("second"));
    }

    void aFailureKeepsTheLastList()
    {
        Bench bench;
        QVERIFY(bench.controller->list({}, lastHour).has_value());
        bench.monitor.deliver(0, listReply({QStringLiteral("a")}));
        QVERIFY(bench.controller->list({}, lastHour).has_value());
        bench.monitor.deliver(1, Error{.kind = ErrorKind::Network, .message = QStringLiteral("gone")});
        QCOMPARE(bench.list.state(), TraceListStore::State::Failed);
        QCOMPARE(bench.list.traces().size(), 1);
        QCOMPARE(bench.list.error()->message, QStringLiteral("gone"));
    }

    void cancelGivesUp()
    {
        Bench bench;
        QVERIFY(bench.controller->list({}, lastHour).has_value());
        bench.controller->cancelList();
        QVERIFY(bench.monitor.calls[0]->cancelled);
        QCOMPARE(bench.list.error()->kind, ErrorKind::Cancelled);
        bench.monitor.deliver(0, listReply({QStringLiteral("late")}));
        QVERIFY(bench.list.traces().isEmpty());
    }

    void opensAtTheWantedSpan()
    {
        Bench bench;
        bench.controller->open(TraceId(QStringLiteral("t")), SpanId(QStringLiteral("1")));
        bench.monitor.deliver(0, traceReply(4));
        QCOMPARE(bench.trace.focus(), 1);
        bench.controller->open(TraceId(QStringLiteral("t")));
        bench.monitor.deliver(1, traceReply(4));
        QCOMPARE(bench.trace.focus(), 2); // the failed one
        bench.controller->open(TraceId(QStringLiteral("t")), SpanId(QStringLiteral("no such span")));
        bench.monitor.deliver(2, traceReply(4));
        QCOMPARE(bench.trace.focus(), 2);
    }

    void anEmptyAnswerIsNoTrace()
    {
        Bench bench;
        bench.controller->open(TraceId(QStringLiteral("t")));
        bench.monitor.deliver(0, traceReply(0));
        QCOMPARE(bench.trace.state(), TraceStore::State::NotFound);
    }

    void exemplarInRangeThenInTheLastDay()
    {
        Bench bench;
        QSignalSpy finished(&*bench.controller, &TraceController::traceFinished);
        QVERIFY(!bench.controller->openExemplar(SloId(QStringLiteral("unknown")), lastHour));
        QVERIFY(bench.controller->openExemplar(SloId(QStringLiteral("task-success")), lastHour));
        QCOMPARE(bench.trace.state(), TraceStore::State::Searching);
        bench.monitor.deliver(0, exemplarReply(""));
        QVERIFY(bench.monitor.calls[1]->query.kql.contains(QStringLiteral("2026-11-20T12:00:00")));
        bench.monitor.deliver(1, exemplarReply("found"));
        QVERIFY(bench.monitor.calls[2]->query.kql.contains(QStringLiteral("\"found\"")));
        bench.monitor.deliver(2, traceReply(3));
        QCOMPARE(bench.trace.state(), TraceStore::State::Ready);
        QCOMPARE(bench.trace.focus(), 2);
        QCOMPARE(finished.size(), 1);
        bench.controller->retry(); // looks anew
        QCOMPARE(bench.trace.state(), TraceStore::State::Loading);
    }

    void noExemplarAtAll()
    {
        Bench bench;
        QVERIFY(bench.controller->openExemplar(SloId(QStringLiteral("task-success")), lastHour));
        bench.monitor.deliver(0, exemplarReply(""));
        bench.monitor.deliver(1, exemplarReply(""));
        QCOMPARE(bench.trace.state(), TraceStore::State::NotFound);
        QVERIFY(!bench.controller->isBusy());
    }

    void badReplies()
    {
        Bench bench;
        bench.controller->open(TraceId(QStringLiteral("t")));
        bench.monitor.deliver(0, MonitorReply{.tables = {Table{}}});
        QCOMPARE(bench.trace.state(), TraceStore::State::Failed);
        QCOMPARE(bench.trace.error()->kind, ErrorKind::Decode);
        QVERIFY(bench.controller->list({}, lastHour).has_value());
        bench.monitor.deliver(1, MonitorReply{});
        QCOMPARE(bench.list.error()->kind, ErrorKind::Decode);
    }

    void largeTracesComeFromTheWorkerAndAreCapped()
    {
        Bench bench;
        QSignalSpy finished(&*bench.controller, &TraceController::traceFinished);
        bench.controller->open(TraceId(QStringLiteral("t")));
        bench.monitor.deliver(0, traceReply(int(maxTraceRows) + 5));
        QVERIFY(finished.isEmpty());
        QVERIFY(finished.wait(20000));
        QCOMPARE(bench.trace.trace()->size(), int(maxTraceRows));
        QVERIFY(bench.trace.trace()->isTruncated());
    }

    void goneInMidFlight()
    {
        Bench bench;
        bench.controller->open(TraceId(QStringLiteral("t")));
        QVERIFY(bench.controller->list({}, lastHour).has_value());
        bench.monitor.deliver(0, traceReply(5000)); // on the worker
        bench.controller.reset();
        bench.monitor.deliver(1, listReply({QStringLiteral("late")}));
        QVERIFY(bench.list.traces().isEmpty());
        QCOMPARE(bench.trace.state(), TraceStore::State::Loading);
    }
};

QD_TEST_MAIN(QCoreApplication, TestTraceController)
#include "tst_tracecontroller.moc"
