#include "manualclock.h"
#include "slo/evaluate.h"
#include "slofixtures.h"
#include "testmain.h"

#include <QObject>

using namespace qd;
using namespace qd::test;
using namespace std::chrono_literals;

namespace {

constexpr Instant now = ManualClock::start;
constexpr Microseconds refreshLimit = 60s;

/// Counts per window for an SLO with the usual pairs: the same good share everywhere, `perHour` events an hour.
SliSample steady(double goodPerEvent, double perHour)
{
    SliSample sample;
    for (const auto window : {5, 30, 60, 120, 360, 1440, 4320, 43200}) {
        const double total = perHour * window / 60;
        sample.windows.append({std::chrono::minutes(window), {goodPerEvent * total, total}});
    }
    sample.range = {goodPerEvent * perHour, perHour};
    sample.newest = now - 10s;
    sample.sourceNewest = now - 5s;
    return sample;
}

void setWindow(SliSample &sample, std::chrono::minutes window, SliCounts counts)
{
    for (auto &[length, found] : sample.windows)
        if (length == window)
            found = counts;
}

/// All requests fail since five minutes before the hour: page pairs fire, the budget is hardly touched.
SliSample incident(const SloDefinition &slo, double burn, double perHour = 1200)
{
    SliSample sample = steady(1, perHour);
    const double share = slo.kind == SliKind::Mean ? 0 : 1 - burn * (1 - slo.target);
    for (const auto window : {5min, 30min, 60min})
        setWindow(sample, window, {share * perHour * static_cast<double>(window.count()) / 60,
                                   perHour * static_cast<double>(window.count()) / 60});
    return sample;
}

Error error(ErrorKind kind, const char *message)
{
    return {.kind = kind, .message = QString::fromUtf8(message)};
}

} // namespace

class TestEvaluate : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void stateNames()
    {
        QStringList names;
        for (int i = 0; i <= static_cast<int>(TileState::Ok); ++i)
            names.append(tileStateName(static_cast<TileState>(i)));
        QCOMPARE(names.join(u' '), QStringLiteral("critical warning query-error no-permission stale no-data no-traffic loading ok"));
    }

    void ok()
    {
        // 0.12 % bad of an allowed 1 %: an eighth of the budget.
        const SloTile tile = evaluateSlo(taskSuccess(), steady(0.9988, 600), now);
        QCOMPARE(tile.state, TileState::Ok);
        QCOMPARE(tile.sentence, QStringLiteral("12 % of the 30-day budget used, burning at 0.12×"));
        QCOMPARE(tile.value.value(), 0.9988);
        QCOMPARE(tile.events, 600.0);
        QVERIFY(std::abs(*tile.budgetRemaining - 0.88) < 1e-9);
        QVERIFY(std::abs(tile.budgetTotal - 4320) < 1e-6);
        QVERIFY(!tile.exhaustion);
        QCOMPARE(tile.readings.size(), 4);
        QVERIFY(tile.asOf == now);
        QVERIFY(tile.newest == now - 5s);
        QVERIFY(!tile.error);
    }

    void critical()
    {
        const SloTile tile = evaluateSlo(taskSuccess(), incident(taskSuccess(), 14.4), now);
        QCOMPARE(tile.state, TileState::Critical);
        QCOMPARE(tile.burn.value(), 14.4);
        QCOMPARE(tile.sentence, QStringLiteral("at this rate the 30-day budget is gone in 50 h"));
        QVERIFY(tile.exhaustion.has_value());
        QVERIFY(std::abs((*tile.exhaustion - 50h).count()) < std::chrono::microseconds(1s).count());
        QVERIFY(tile.readings.first().isFiring);
        QVERIFY(!tile.readings.at(2).isFiring);
    }

    void criticalInTheLastDaysOfTheBudget()
    {
        SliSample sample = incident(taskSuccess(), 14.4);
        setWindow(sample, 43200min, {864000 - 4320, 864000}); // half of 8640 is spent
        QCOMPARE(evaluateSlo(taskSuccess(), sample, now).sentence, QStringLiteral("at this rate the 30-day budget is gone in 25 h"));
        setWindow(sample, 43200min, {864000 - 17280, 864000});
        QCOMPARE(evaluateSlo(taskSuccess(), sample, now).sentence,
                 QStringLiteral("the 30-day budget is spent (200 % used), burning at 14.4×"));
    }

    void warningByTicket()
    {
        SliSample sample = steady(1, 600);
        setWindow(sample, 120min, {0.97 * 1200, 1200});
        setWindow(sample, 1440min, {0.97 * 14400, 14400});
        const SloTile tile = evaluateSlo(taskSuccess(), sample, now);
        QCOMPARE(tile.state, TileState::Warning);
        QCOMPARE(tile.sentence, QStringLiteral("at this rate the 30-day budget is gone in 10 d"));
        // The same day, but the last two hours were fine: over, no ticket, and nothing is said to be gone soon.
        setWindow(sample, 120min, {1200, 1200});
        const SloTile over = evaluateSlo(taskSuccess(), sample, now);
        QCOMPARE(over.state, TileState::Ok);
        QVERIFY(!over.exhaustion);
        QCOMPARE(over.sentence, QStringLiteral("0 % of the 30-day budget used; burned at 3× over 24 h, now at 0×"));
    }

    void warningBySpentBudget()
    {
        SliSample sample = steady(0.9997, 600);
        setWindow(sample, 43200min, {0.987 * 432000, 432000});
        const SloTile tile = evaluateSlo(taskSuccess(), sample, now);
        QCOMPARE(tile.state, TileState::Warning);
        QCOMPARE(tile.sentence, QStringLiteral("the 30-day budget is spent (130 % used), burning at 0.03×"));
        // Exactly spent counts as spent.
        setWindow(sample, 43200min, {990, 1000});
        QCOMPARE(evaluateSlo(taskSuccess(), sample, now).state, TileState::Warning);
        // One bad event of three proves nothing.
        setWindow(sample, 43200min, {2, 3});
        QCOMPARE(evaluateSlo(taskSuccess(), sample, now).state, TileState::Ok);
    }

    void warningByFastBurn_data()
    {
        QTest::addColumn<double>("longBurn");
        QTest::addColumn<double>("shortBurn");
        QTest::addColumn<double>("spent"); // of the 1 % that the budget's window allows
        QTest::addColumn<double>("hourEvents");
        QTest::addColumn<int>("state");
        const int okState = int(TileState::Ok);
        const int warning = int(TileState::Warning);
        // Untouched: 720 h / burn against 72 h.
        QTest::newRow("ten times: three days") << 10.0 << 10.0 << 0.0 << 1000.0 << warning;
        QTest::newRow("just slower") << 9.9 << 9.9 << 0.0 << 1000.0 << okState;
        QTest::newRow("over in the short window") << 13.0 << 0.5 << 0.0 << 1000.0 << okState;
        QTest::newRow("the slower window counts") << 13.0 << 9.0 << 0.0 << 1000.0 << okState;
        QTest::newRow("a page all the same") << 14.4 << 14.4 << 0.0 << 1000.0 << int(TileState::Critical);
        // A fifth is left: 144 h / 2 is 72 h.
        QTest::newRow("little left") << 2.0 << 2.0 << 0.8 << 1000.0 << warning;
        QTest::newRow("little left, slower") << 1.9 << 1.9 << 0.8 << 1000.0 << okState;
        QTest::newRow("little left, within what is allowed") << 1.0 << 1.0 << 0.99 << 1000.0 << okState;
        QTest::newRow("events enough") << 10.0 << 10.0 << 0.0 << 20.0 << warning;
        QTest::newRow("too few events") << 10.0 << 10.0 << 0.0 << 19.0 << okState;
    }
    void warningByFastBurn()
    {
        QFETCH(double, longBurn);
        QFETCH(double, shortBurn);
        QFETCH(double, spent);
        QFETCH(double, hourEvents);
        QFETCH(int, state);
        SliSample sample = steady(1, 1000);
        setWindow(sample, 60min, {(1 - longBurn / 100) * hourEvents, hourEvents});
        setWindow(sample, 5min, {(1 - shortBurn / 100) * hourEvents, hourEvents});
        setWindow(sample, 43200min, {(1 - spent / 100) * 720000, 720000});
        const SloTile tile = evaluateSlo(taskSuccess(), sample, now);
        QCOMPARE(tileStateName(tile.state), tileStateName(static_cast<TileState>(state)));
        if (tile.state == TileState::Warning)
            QCOMPARE(tile.sentence, QStringLiteral("at this rate the 30-day budget is gone in 72 h"));
    }

    void moneyAndScores()
    {
        SliSample cost = steady(0.04, 600);
        for (const auto window : {5min, 30min, 60min})
            setWindow(cost, window, {0.16 * static_cast<double>(window.count()), static_cast<double>(window.count())});
        SloTile tile = evaluateSlo(costPerTask(), cost, now); // $0.16 against $0.05 is 3.2; a fifth of the budget is left
        QCOMPARE(tile.state, TileState::Critical);
        QCOMPARE(tile.sentence, QStringLiteral("$0.16 per task against $0.05; at this rate the 30-day budget is gone in 45 h"));
        setWindow(cost, 43200min, {0.06 * 432000, 432000});
        tile = evaluateSlo(costPerTask(), cost, now);
        QCOMPARE(tile.sentence, QStringLiteral("$0.16 per task against $0.05; the 30-day budget is spent (120 % used), burning at 3.2×"));
        QCOMPARE(tile.value.value(), 0.04);

        SliSample calmed = steady(0.04, 600); // the last minutes are well again: six hours at $0.15 are 3, a fifth is left
        for (const auto window : {30min, 60min, 360min})
            setWindow(calmed, window, {0.15 * static_cast<double>(window.count()), static_cast<double>(window.count())});
        QCOMPARE(evaluateSlo(costPerTask(), calmed, now).sentence,
                 QStringLiteral("$0.15 per task over 6 h against $0.05; at this rate the 30-day budget is gone in 48 h"));

        SliSample errors = steady(0.01, 600);
        for (const auto window : {5min, 30min, 60min})
            setWindow(errors, window, {0.2 * static_cast<double>(window.count()), static_cast<double>(window.count())});
        tile = evaluateSlo(modelErrors(), errors, now); // 20 against 5 is 4; four fifths are left: 0.8 x 720 h / 4
        QCOMPARE(tile.sentence, QStringLiteral("20 per 100 model calls against 5; at this rate the 30-day budget is gone in 6 d"));
        QCOMPARE(tile.value.value(), 1.0);

        SliSample score = steady(4.6, 600);
        for (const auto window : {5min, 30min, 60min})
            setWindow(score, window, {1.5 * static_cast<double>(window.count()), static_cast<double>(window.count())});
        tile = evaluateSlo(groundedness(), score, now); // (5 - 1.5) / 1 = 3.5, 0.6 left: 0.6 x 720 / 3.5 = 123.4 h
        QCOMPARE(tile.state, TileState::Critical);
        QCOMPARE(tile.sentence, QStringLiteral("score 1.5 against 4; at this rate the 30-day budget is gone in 5d3h"));
        QCOMPARE(tile.value.value(), 4.6);
    }

    void percentile()
    {
        SliSample sample = steady(0.98, 600);
        sample.percentileValue = 4.2;
        const SloTile tile = evaluateSlo(turnLatency(), sample, now);
        QCOMPARE(tile.state, TileState::Ok);
        QCOMPARE(tile.value.value(), 4.2);
        QCOMPARE(tile.sentence, QStringLiteral("40 % of the 30-day budget used, burning at 0.4×"));
    }

    void lowTrafficGuard()
    {
        SloDefinition slo = taskSuccess();
        SliSample sample = steady(1, 0);
        setWindow(sample, 5min, {0, 5});
        setWindow(sample, 60min, {0, 19});
        setWindow(sample, 43200min, {981, 1000});
        // The 6 h window that surrounds the hour has no more events than it.
        for (const auto window : {30min, 120min, 360min, 1440min, 4320min})
            setWindow(sample, window, {0, 19});
        slo.target = 0.9;
        SloTile tile = evaluateSlo(slo, sample, now);
        QCOMPARE(tile.state, TileState::Ok);
        QCOMPARE(tile.sentence, QStringLiteral("burning at 10×, but only 19 events in 6 h; 20 are needed to judge"));
        QVERIFY(!tile.exhaustion);
        for (const auto window : {60min, 120min, 360min, 1440min, 4320min})
            setWindow(sample, window, {0, 20});
        tile = evaluateSlo(slo, sample, now);
        QCOMPARE(tile.state, TileState::Critical);
    }

    void noTraffic()
    {
        SliSample sample = steady(0.9988, 600);
        for (const auto window : {5min, 30min, 60min, 120min})
            setWindow(sample, window, {0, 0});
        sample.newest = now - 125min;
        sample.range = {};
        const SloTile tile = evaluateSlo(taskSuccess(), sample, now);
        QCOMPARE(tile.state, TileState::NoTraffic);
        QCOMPARE(tile.sentence, QStringLiteral("no events for 2 h, while telemetry arrives"));
        QVERIFY(!tile.value);
        QVERIFY(!tile.readings.first().longBurn);
    }

    void countersThatStandStillAreNoTraffic()
    {
        SliSample sample = steady(1, 0); // rows with zeros keep coming
        sample.newest = now - 30s;
        const SloTile tile = evaluateSlo(taskSuccess(), sample, now);
        QCOMPARE(tile.state, TileState::NoTraffic);
        QCOMPARE(tile.sentence, QStringLiteral("no events in the last hour, while telemetry arrives"));
        QVERIFY(!tile.budgetRemaining);
    }

    void noData()
    {
        SliSample sample;
        sample.sourceNewest = now - 5s;
        SloTile tile = evaluateSlo(taskSuccess(), sample, now);
        QCOMPARE(tile.state, TileState::NoData);
        QCOMPARE(tile.sentence, QStringLiteral("no event in 30 days; check the metric names"));
        tile = evaluateSlo(availability(), {}, now);
        QCOMPARE(tile.state, TileState::NoData);
        QCOMPARE(tile.sentence, QStringLiteral("no event in 30 days; check the filters"));
    }

    void staleTelemetry_data()
    {
        QTest::addColumn<int>("ageSeconds");
        QTest::addColumn<int>("state");
        QTest::newRow("fresh") << 5 << int(TileState::Ok);
        QTest::newRow("at the limit") << 15 * 60 << int(TileState::Ok);
        QTest::newRow("just over") << 15 * 60 + 1 << int(TileState::Stale);
        QTest::newRow("45 m") << 47 * 60 << int(TileState::Stale);
        QTest::newRow("from the future") << -300 << int(TileState::Ok);
    }
    void staleTelemetry()
    {
        QFETCH(int, ageSeconds);
        QFETCH(int, state);
        SliSample sample = steady(0.9988, 600);
        sample.sourceNewest = now - std::chrono::seconds(ageSeconds);
        const SloTile tile = evaluateSlo(taskSuccess(), sample, now);
        QCOMPARE(int(tile.state), state);
        if (ageSeconds == 47 * 60)
            QCOMPARE(tile.sentence, QStringLiteral("no telemetry for 47 m; last value shown"));
    }

    void staleBeforeTicketsButNotBeforePages()
    {
        SliSample sample = steady(0.98, 600); // burning at 2: ticket, and the budget is spent
        QCOMPARE(evaluateSlo(taskSuccess(), sample, now).state, TileState::Warning);
        sample.sourceNewest = now - 20min;
        QCOMPARE(evaluateSlo(taskSuccess(), sample, now).state, TileState::Stale);
        sample.sourceNewest.reset();
        const SloTile silent = evaluateSlo(taskSuccess(), sample, now);
        QCOMPARE(silent.state, TileState::Stale);
        QCOMPARE(silent.sentence, QStringLiteral("no telemetry for more than a day; last value shown"));

        SliSample burning = incident(taskSuccess(), 20);
        setWindow(burning, 360min, {0.9 * 7200, 7200});
        burning.sourceNewest = now - 20min;
        const SloTile tile = evaluateSlo(taskSuccess(), burning, now);
        QCOMPARE(tile.state, TileState::Critical);
        QVERIFY2(tile.sentence.endsWith(QStringLiteral("; newest telemetry is 20 m old")), qPrintable(tile.sentence));
    }

    void calendarMonth()
    {
        SloDefinition slo = taskSuccess();
        slo.window.kind = SloWindow::Kind::CalendarMonth;
        SliSample sample = steady(0.9988, 600);
        sample.calendarBudget = SliCounts{9990, 10000};
        // 20.5 of 30 days: 100 / (20.5 / 30) = 146.3 allowed, 10 spent.
        SloTile tile = evaluateSlo(slo, sample, now);
        QVERIFY(std::abs(tile.budgetTotal - 146.3414634) < 1e-6);
        QCOMPARE(tile.sentence, QStringLiteral("7 % of this month's budget used, burning at 0.12×"));
        for (const auto window : {5min, 30min, 60min})
            setWindow(sample, window, {0, static_cast<double>(window.count()) * 10});
        tile = evaluateSlo(slo, sample, now); // 0.9317 x 720 h / 100
        QCOMPARE(tile.sentence, QStringLiteral("at this rate this month's budget is gone in 6h42m"));
    }

    void failureBeforeTheFirstSuccess()
    {
        SloTile loading{.id = taskSuccess().id, .definition = taskSuccess()};
        SloTile tile = withError(loading, error(ErrorKind::Forbidden, "The client may not read this workspace."), now, refreshLimit);
        QCOMPARE(tile.state, TileState::NoPermission);
        QCOMPARE(tile.sentence, QStringLiteral("no permission: The client may not read this workspace"));
        tile = withError(tile, error(ErrorKind::Unauthorized, "Signed out"), now, refreshLimit);
        QCOMPARE(tile.state, TileState::NoPermission);
        tile = withError(tile, error(ErrorKind::Query, "Failed to resolve 'x'"), now, refreshLimit);
        QCOMPARE(tile.state, TileState::QueryError);
        QCOMPARE(tile.sentence, QStringLiteral("the query was refused: Failed to resolve 'x'"));
        tile = withError(tile, error(ErrorKind::Network, ""), now, refreshLimit);
        QCOMPARE(tile.state, TileState::QueryError);
        QCOMPARE(tile.sentence, QStringLiteral("no answer yet: network"));
        QCOMPARE(tile.error->kind, ErrorKind::Network);
        QVERIFY(withAge(loading, now + 1h, refreshLimit) == loading);
        QVERIFY(withAge(tile, now + 1h, refreshLimit) == tile);
    }

    void failureAfterSuccess()
    {
        const SloTile good = evaluateSlo(taskSuccess(), incident(taskSuccess(), 14.4), now);
        const Error denied = error(ErrorKind::Forbidden, "Not any more.");
        SloTile tile = withError(good, denied, now + refreshLimit, refreshLimit);
        QCOMPARE(tile.state, TileState::Critical); // stays as it was at the limit
        QCOMPARE(tile.sentence, good.sentence);
        QVERIFY(tile.error == denied);
        tile = withError(tile, denied, now + 5min, refreshLimit);
        QCOMPARE(tile.state, TileState::Stale);
        QCOMPARE(tile.sentence, QStringLiteral("not refreshed for 5 m: Not any more"));
        QVERIFY(tile.value == good.value); // the numbers stay
        QVERIFY(tile.series == good.series);
        QVERIFY(tile.asOf == good.asOf);
        // A good reply clears everything.
        tile = evaluateSlo(taskSuccess(), steady(1, 600), now + 6min);
        QVERIFY(!tile.error);
    }

    void ageAlone()
    {
        const SloTile good = evaluateSlo(taskSuccess(), steady(0.9988, 600), now);
        QVERIFY(withAge(good, now + refreshLimit, refreshLimit) == good);
        SloTile tile = withAge(good, now + refreshLimit + 1us, refreshLimit);
        QCOMPARE(tile.state, TileState::Stale);
        QCOMPARE(tile.sentence, QStringLiteral("not refreshed for 1 m; last value shown"));
        const SloTile failed = withError(good, error(ErrorKind::Network, "The lab is gone."), now + 10s, refreshLimit);
        QCOMPARE(failed.state, TileState::Ok);
        tile = withAge(failed, now + 2h, refreshLimit);
        QCOMPARE(tile.state, TileState::Stale);
        QCOMPARE(tile.sentence, QStringLiteral("not refreshed for 2 h: The lab is gone"));
    }
};

QD_TEST_MAIN(QCoreApplication, TestEvaluate)
#include "tst_evaluate.moc"
