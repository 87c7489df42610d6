#include "costcontroller.h"
#include "dataresources.h"
#include "fakemonitorconnector.h"
#include "guardedexport.h"
#include "localfiles/ratecardfile.h"
#include "manualclock.h"
#include "openguard.h"
#include "ratecardfiles.h"
#include "testmain.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace qd;
using namespace std::chrono_literals;

namespace {

const Day today = std::chrono::floor<std::chrono::days>(test::ManualClock::start);

Table usageTable()
{
    Table table{.columns = {{QStringLiteral("day"), ColumnType::DateTime, {Cell(Instant(today))}}}};
    for (const auto &[name, value] : {std::pair("tenant", "a"), std::pair("agent", "desk"), std::pair("model", "m"), std::pair("tool", "")})
        table.columns.push_back({QLatin1String(name), ColumnType::String, {Cell(QString(QLatin1String(value)))}});
    for (const auto &[name, value] : {std::pair("calls", 2.0), std::pair("kept", 1.0), std::pair("input", 1e6), std::pair("cached", 0.0),
                                      std::pair("output", 0.0), std::pair("reported", 0.5)})
        table.columns.push_back({QLatin1String(name), ColumnType::Real, {Cell(value)}});
    return table;
}

Table emptyTable(const QStringList &columns)
{
    Table table;
    for (const QString &name : columns)
        table.columns.push_back({name, ColumnType::Real, {}});
    return table;
}

Result<MonitorReply> costReply(const MonitorQuery &query)
{
    if (query.kql.contains(QStringLiteral("kept = count()")))
        return MonitorReply{.tables = {usageTable()}};
    if (query.kql.contains(QStringLiteral("amount =")))
        return MonitorReply{.tables = {emptyTable({QStringLiteral("day"), QStringLiteral("tenant"), QStringLiteral("agent"), QStringLiteral("model"), QStringLiteral("amount")})}};
    if (query.kql.contains(QStringLiteral("arg_max")))
        return MonitorReply{.tables = {emptyTable({QStringLiteral("tenant"), QStringLiteral("state"), QStringLiteral("used"), QStringLiteral("at")})}};
    return MonitorReply{.tables = {emptyTable({QStringLiteral("day"), QStringLiteral("tool"), QStringLiteral("calls"), QStringLiteral("errors")})}};
}

struct CostBench {
    test::ManualClock clock;
    test::FakeMonitorConnector monitor;
    CostStore store;
    std::unique_ptr<CostController> controller = std::make_unique<CostController>(monitor, store, clock, SloSettings{.detailInterval = 1h});

    CostBench() { store.setCard({.rates = {{.model = QStringLiteral("m"), .from = today, .input = 1}}}); }
    void answerAll(size_t first = 0)
    {
        for (size_t i = first; i < monitor.calls.size(); ++i)
            monitor.deliver(i, costReply(monitor.calls[i]->query));
    }
};

QByteArray contentsOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestCostController : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { initDataResources(); }
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void asksOnlyWhileOpen()
    {
        CostBench bench;
        bench.controller->refresh();
        QCOMPARE(bench.monitor.calls.size(), size_t(0));
        bench.controller->open();
        QTRY_COMPARE(bench.monitor.calls.size(), size_t(4));
        QVERIFY(bench.controller->isLoading());
        QCOMPARE(bench.monitor.calls[0]->query.timespan->from, Instant(today) - std::chrono::days(28));
        bench.answerAll();
        QVERIFY(!bench.controller->isLoading());
        QCOMPARE(bench.store.chargeback().total.priced.cents(), 100);
        QCOMPARE(bench.store.chargeback().kept, 1.0);
        bench.controller->refresh();
        QCOMPARE(bench.monitor.calls.size(), size_t(8));
        bench.controller->close();
        QVERIFY(bench.monitor.calls[7]->cancelled);
    }

    void theFirstErrorEndsTheRound()
    {
        CostBench bench;
        bench.controller->open();
        QTRY_COMPARE(bench.monitor.calls.size(), size_t(4));
        bench.monitor.deliver(1, Error{.kind = ErrorKind::Forbidden, .message = QStringLiteral("No")});
        QCOMPARE(bench.store.state(), CostStore::State::Failed);
        QVERIFY(bench.monitor.calls[0]->cancelled);
        bench.answerAll();
        QCOMPARE(bench.store.state(), CostStore::State::Failed);
    }

    void aWrongReplyIsAnError()
    {
        CostBench bench;
        bench.controller->open();
        QTRY_COMPARE(bench.monitor.calls.size(), size_t(4));
        bench.monitor.deliver(0, MonitorReply{.tables = {Table{}}});
        QCOMPARE(bench.store.error()->kind, ErrorKind::Decode);
    }

    void theRangeIsAskedForWhenLookedAt()
    {
        CostBench bench;
        bench.controller->open();
        QTRY_COMPARE(bench.monitor.calls.size(), size_t(4));
        bench.answerAll();
        const TimeSpanRange range{test::ManualClock::start - 2h, test::ManualClock::start};
        bench.controller->setRange(range);
        QCOMPARE(bench.monitor.calls.size(), size_t(4));
        bench.controller->setPeriod(CostStore::Period::Range);
        QCOMPARE(bench.monitor.calls.size(), size_t(8));
        QCOMPARE(bench.monitor.calls[4]->query.timespan, std::optional(range));
        bench.answerAll(4);
        QCOMPARE(bench.store.chargeback().total.priced.cents(), 100);
    }

    void canBeDestroyedWhilePending()
    {
        CostBench bench;
        bench.controller->open();
        QTRY_COMPARE(bench.monitor.calls.size(), size_t(4));
        bench.controller.reset();
        QVERIFY(bench.monitor.calls[0]->cancelled);
        bench.answerAll();
        QCOMPARE(bench.store.state(), CostStore::State::Loading);
    }

    void theShippedCardIsSound()
    {
        const auto loaded = loadRateCard(QStringLiteral("/nowhere/rates.json"));
        QVERIFY2(loaded.has_value(), loaded ? "" : qPrintable(loaded.error().message));
        QVERIFY(!loaded->isOwn);
        QVERIFY(loaded->card.rates.size() > 20);
        const Rate *rate = loaded->card.rate(QStringLiteral("gpt-4o-mini"), today);
        QVERIFY(rate && rate->input == 0.15 && rate->cachedInput == 0.075 && rate->output == 0.6);
        const auto again = decodeRateCard(encodeRateCard(loaded->card), QStringLiteral("again"));
        QVERIFY(again.has_value());
        QCOMPARE(*again, loaded->card);
    }

    void anOwnCardIsSavedWithoutLosingTheOldOne()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("sub/rates.json"));
        auto loaded = loadRateCard(path);
        QVERIFY(loaded.has_value());
        RateCard card = loaded->card;
        card.budgets = {{.tenant = QStringLiteral("a"), .month = 5}};
        const auto first = saveRateCard(card, *loaded);
        QVERIFY2(first.has_value(), first ? "" : qPrintable(first.error().message));
        const QByteArray before = contentsOf(path);
        // Somebody who still has the first state cannot overwrite it.
        QCOMPARE(saveRateCard(loaded->card, *loaded).error().kind, ErrorKind::Conflict);
        QCOMPARE(contentsOf(path), before);
        auto own = loadRateCard(path);
        QVERIFY(own.has_value() && own->isOwn);
        QCOMPARE(own->card, card);
        QCOMPARE(own->hash, *first);
        card.budgets.clear();
        QVERIFY(saveRateCard(card, *own).has_value());
        QCOMPARE(contentsOf(path + QStringLiteral(".previous")), before);
    }

    void aBrokenOwnCardIsToldAndKept_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("message");
        QTest::newRow("syntax") << QByteArray("{") << "line 1";
        QTest::newRow("per token") << QByteArray(R"({"version":1,"rates":[{"model":"m","from":"2026-01-01","input":0.00000015}]})") << "$.rates[0].input: Input: 1.5e-07 per million tokens looks like a price per token";
        QTest::newRow("twice") << QByteArray(R"({"version":1,"rates":[{"model":"m","from":"2026-01-01","input":1},{"model":"M","from":"2026-01-01","input":2}]})") << "$.rates[1].from: M has a price from 2026-01-01 already";
        QTest::newRow("date") << QByteArray(R"({"version":1,"rates":[{"model":"m","from":"21.11.2026","input":1}]})") << "$.rates[0].from: a date as 2026-11-21 is expected";
        QTest::newRow("unknown key") << QByteArray(R"({"version":1,"rates":[{"model":"m","from":"2026-01-01","input":1,"ouput":2}]})") << "ouput";
        QTest::newRow("budget") << QByteArray(R"({"version":1,"rates":[],"budgets":[{"tenant":"a","month":0}]})") << "$.budgets[0].month: A month's budget of more than 0 is expected";
        QTest::newRow("version") << QByteArray(R"({"version":2,"rates":[]})") << "this program reads version 1";
    }
    void aBrokenOwnCardIsToldAndKept()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, message);
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("rates.json"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
        file.close();
        const auto loaded = loadRateCard(path);
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().kind, ErrorKind::Invalid);
        QVERIFY2(loaded.error().message.contains(message), qPrintable(loaded.error().message));
        QCOMPARE(contentsOf(path), bytes);
    }

    void exportsGoThroughTheGuard()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("out.csv"));
        test::OpenGuard guard;
        GuardedExport exporter(guard);
        QSignalSpy saved(&exporter, &GuardedExport::saved);
        exporter.save(path, "a,b\r\n", QStringLiteral("export.csv"), QStringLiteral("Export"), {QStringLiteral("1 line")});
        QVERIFY(!QFile::exists(path));
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(contentsOf(path), QByteArray("a,b\r\n"));
        QCOMPARE(guard.admitted.constFirst().verb, QStringLiteral("export.csv"));
        QCOMPARE(guard.settled.constFirst().second.status, WriteOutcome::Status::Succeeded);
    }

    void nothingIsWrittenUnlessAdmitted()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("out.csv"));
        test::OpenGuard guard;
        guard.refusal = Error{.kind = ErrorKind::Internal, .message = QStringLiteral("disk full")};
        GuardedExport exporter(guard);
        QSignalSpy failed(&exporter, &GuardedExport::failed);
        exporter.save(path, "x", QStringLiteral("export.csv"), {}, {});
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(!QFile::exists(path));
        guard.refusal.reset();
        exporter.save(folder.filePath(QStringLiteral("no/such/folder.csv")), "x", QStringLiteral("export.csv"), {}, {});
        QTRY_COMPARE(failed.size(), 2);
        QCOMPARE(guard.settled.constFirst().second.status, WriteOutcome::Status::Failed);
    }
};

QD_TEST_MAIN(QCoreApplication, TestCostController)
#include "tst_costcontroller.moc"
