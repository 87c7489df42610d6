#include "cost/budgetboard.h"
#include "cost/chargebackcsv.h"
#include "cost/ratecheck.h"
#include "cost/usagequery.h"
#include "manualclock.h"
#include "testmain.h"

#include <QObject>

using namespace qd;
using namespace std::chrono_literals;
using std::chrono::days;

namespace {

constexpr Day first = std::chrono::sys_days(std::chrono::year(2026) / 11 / 1);
constexpr Instant noon21 = test::ManualClock::start; // 2026-11-21 12:00, a Saturday

RateCard testCard()
{
    RateCard card;
    const Day old = first - days(400);
    card.rates = {{.model = QStringLiteral("gpt-4o"), .from = old, .input = 5, .output = 15},
                  {.model = QStringLiteral("gpt-4o"), .from = first + days(10), .input = 2.5, .cachedInput = 1.25, .output = 10},
                  {.model = QStringLiteral("gpt-4o-mini"), .from = old, .input = 0.15, .cachedInput = 0.075, .output = 0.6},
                  {.model = QStringLiteral("text-embedding-3-small"), .from = old, .input = 0.02}};
    card.tools = {{.tool = QStringLiteral("web_search"), .from = old, .perCall = 0.01}};
    return card;
}

UsageRow usageRow(int day, const QString &tenant, const QString &model, TokenCount tokens, const QString &repaired = {})
{
    return {.day = first + days(day - 1), .tenant = tenant, .agent = QStringLiteral("desk"), .model = model, .repairedTool = repaired,
            .calls = 10, .kept = 10, .tokens = tokens};
}

DayRange november() { return {first, first + days(30)}; }

QList<DailySpend> spendOf(Day from, const std::vector<double> &amounts)
{
    QList<DailySpend> spend;
    for (const double amount : amounts) {
        spend.append({from, Money::of(amount, QStringLiteral("USD"))});
        from += days(1);
    }
    return spend;
}

} // namespace

class TestCost : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void tokensArePricedExactly_data()
    {
        QTest::addColumn<qint64>("tokens");
        QTest::addColumn<double>("price");
        QTest::addColumn<qint64>("nano");
        QTest::newRow("one token") << qint64(1) << 0.15 << qint64(150);
        QTest::newRow("cheapest token") << qint64(1) << 0.005 << qint64(5);
        QTest::newRow("a million") << qint64(1'000'000) << 2.5 << qint64(2'500'000'000);
        QTest::newRow("uneven") << qint64(1'234'567) << 1.25 << qint64(1'543'208'750);
        QTest::newRow("rounded") << qint64(3) << 0.0005 << qint64(2);
        QTest::newRow("a trillion") << qint64(1'000'000'000'000) << 120.0 << qint64(120'000'000'000'000'000);
    }
    void tokensArePricedExactly()
    {
        QFETCH(qint64, tokens);
        QFETCH(double, price);
        QTEST(tokenCost(tokens, price, QStringLiteral("USD")).nano(), "nano");
    }

    void centsAreRoundedAwayFromZero()
    {
        QCOMPARE(Money::of(1.005, QStringLiteral("USD")).cents(), 101);
        QCOMPARE(Money::of(-1.005, QStringLiteral("USD")).cents(), -101);
        QCOMPARE(Money::of(0.0049, QStringLiteral("USD")).cents(), 0);
        QCOMPARE((Money() + Money::of(2, QStringLiteral("EUR"))).currency(), QStringLiteral("EUR"));
    }

    void theRateOfTheDayCounts()
    {
        const RateCard card = testCard();
        QCOMPARE(card.rate(QStringLiteral("gpt-4o"), first + days(9))->input, 5.0);
        QCOMPARE(card.rate(QStringLiteral("gpt-4o"), first + days(10))->input, 2.5);
        QCOMPARE(card.rate(QStringLiteral("GPT-4o-2024-08-06"), first + days(10))->input, 2.5);
        QVERIFY(!card.rate(QStringLiteral("gpt-4o"), first - days(500)));
        QVERIFY(!card.rate(QStringLiteral("gpt-9"), first));
    }

    void cachedTokensCostTheirPrice()
    {
        const RateCard card = testCard();
        // 600k at 2.50 + 400k at 1.25 + 100k at 10.00 = 1.50 + 0.50 + 1.00
        const UsageRow row = usageRow(20, QStringLiteral("a"), QStringLiteral("gpt-4o"), {1'000'000, 400'000, 100'000});
        QCOMPARE(priceUsage(row, card).priced.cents(), 300);
        // Before the 11th there was no cached price: 1M at 5 + 100k at 15.
        const UsageRow before = usageRow(5, QStringLiteral("a"), QStringLiteral("gpt-4o"), {1'000'000, 400'000, 100'000});
        QCOMPARE(priceUsage(before, card).priced.cents(), 650);
    }

    void anUnknownModelIsUnpricedNotFree()
    {
        const RateCard card = testCard();
        UsageReport report{.usage = {usageRow(20, QStringLiteral("a"), QStringLiteral("mystery-1"), {900, 0, 100}),
                                     usageRow(20, QStringLiteral("a"), QStringLiteral("gpt-4o-mini"), {1'000'000, 0, 0}),
                                     usageRow(20, QStringLiteral("b"), QStringLiteral("text-embedding-3-small"), {1'000'000, 0, 50})}};
        const Chargeback chargeback = chargeBack(report, card, november());
        QCOMPARE(chargeback.total.priced.cents(), 17);
        QCOMPARE(chargeback.total.unpricedTokens, 1050);
        QCOMPARE(chargeback.tenants.constFirst().key, QStringLiteral("a"));
        QCOMPARE(chargeback.tenants.constFirst().unpricedTokens, 1000);
        QCOMPARE(chargeback.tenants.constLast().unpricedTokens, 50);
    }

    void linesAddUpToTheTotal()
    {
        const RateCard card = testCard();
        UsageReport report;
        for (int day = 1; day <= 28; ++day)
            for (const char *tenant : {"a", "b", "c"})
                report.usage.append(usageRow(day, QLatin1String(tenant), day % 2 ? QStringLiteral("gpt-4o") : QStringLiteral("gpt-4o-mini"),
                                             {12'345 + day, 1'111, 777}));
        const Chargeback chargeback = chargeBack(report, card, november());
        for (const QList<SpendLine> *lines : {&chargeback.tenants, &chargeback.models, &chargeback.agents}) {
            Money sum;
            for (const SpendLine &line : *lines)
                sum += line.priced;
            QCOMPARE(sum.nano(), chargeback.total.priced.nano());
        }
        QCOMPARE(chargeback.total.tokens.input, 3 * (28 * 12'345 + 28 * 29 / 2));
        // Days outside are left out.
        QCOMPARE(chargeBack(report, card, {first + days(27), first + days(28)}).total.calls, 30.0);
    }

    void aToolCostsItsCallsAndItsRepairs()
    {
        const RateCard card = testCard();
        UsageReport report{.usage = {usageRow(20, QStringLiteral("a"), QStringLiteral("gpt-4o"), {1'000'000, 0, 0}, QStringLiteral("web_search")),
                                     usageRow(20, QStringLiteral("a"), QStringLiteral("gpt-4o"), {2'000'000, 0, 0})},
                           .tools = {{.day = first + days(19), .tool = QStringLiteral("web_search"), .calls = 120, .errors = 3},
                                     {.day = first + days(19), .tool = QStringLiteral("free_tool"), .calls = 7}}};
        const Chargeback chargeback = chargeBack(report, card, november());
        QCOMPARE(chargeback.tools.constFirst().key, QStringLiteral("web_search"));
        QCOMPARE(chargeback.tools.constFirst().priced.cents(), 250 + 120);
        QCOMPARE(chargeback.tools.constFirst().calls, 120.0);
        QVERIFY(chargeback.tools.constLast().priced.isZero());
        QCOMPARE(chargeback.total.priced.cents(), 750); // the repair is in it once, the tool's own price is not a token's
    }

    void reportedStandsBesidePriced()
    {
        UsageReport report{.usage = {usageRow(20, QStringLiteral("a"), QStringLiteral("gpt-4o-mini"), {1'000'000, 0, 0})},
                           .reported = {{.day = first + days(19), .tenant = QStringLiteral("a"), .agent = QStringLiteral("desk"),
                                         .model = QStringLiteral("gpt-4o-mini"), .amount = 0.15}}};
        const RateCard card = testCard();
        Chargeback chargeback = chargeBack(report, card, november());
        QCOMPARE(chargeback.total.reported.cents(), 15);
        QVERIFY(!disagrees(chargeback.total));
        report.reported[0].amount = 2.4; // priced at gpt-4o
        chargeback = chargeBack(report, card, november());
        QVERIFY(disagrees(chargeback.total));
        QVERIFY(disagrees(chargeback.tenants.constFirst()));
    }

    void wrongUnitsAreRefused_data()
    {
        QTest::addColumn<double>("input");
        QTest::addColumn<double>("cached");
        QTest::addColumn<QString>("message");
        QTest::newRow("good") << 2.0 << 0.5 << QString();
        QTest::newRow("free") << 0.0 << 0.0 << QString();
        QTest::newRow("per token") << 0.0000025 << 0.0 << QStringLiteral("Input: 2.5e-06 per million tokens looks like a price per token; did you mean 2.5?");
        QTest::newRow("per thousand") << 0.0025 << 0.0 << QStringLiteral("Input: 0.0025 is 1000 times less than its neighbours (2.5); prices are per million tokens, did you mean 2.5?");
        QTest::newRow("thousandfold") << 2500.0 << 0.0 << QStringLiteral("Input: 2500 is 1000 times more than its neighbours (2.5); prices are per million tokens, did you mean 2.5?");
        QTest::newRow("huge") << 2.5e6 << 0.0 << QStringLiteral("Input: 2.5e+06 per million tokens is more than any model costs; did you mean 2.5?");
        QTest::newRow("negative") << -1.0 << 0.0 << QStringLiteral("Input: a price is a number of 0 or more.");
        QTest::newRow("cached dearer") << 2.0 << 3.0 << QStringLiteral("Cached input costs more than input: 3 against 2.");
    }
    void wrongUnitsAreRefused()
    {
        QFETCH(double, input);
        QFETCH(double, cached);
        QFETCH(QString, message);
        const QList<Rate> others{{.model = QStringLiteral("gpt-4o"), .from = first, .input = 2.5, .output = 10}};
        Rate rate{.model = QStringLiteral("gpt-4o"), .from = first + days(1), .input = input, .cachedInput = cached, .output = 10};
        const auto checked = checkRate(rate, others);
        QCOMPARE(checked ? QString() : checked.error().message, message);
    }

    void twoPricesOnOneDayAreRefused()
    {
        const QList<Rate> others = testCard().rates;
        Rate twin = others.constFirst();
        twin.model = twin.model.toUpper();
        QVERIFY(checkRate(twin, others).error().message.contains(QStringLiteral("two prices on one day overlap")));
        twin.provider = QStringLiteral("other");
        QVERIFY(checkRate(twin, others).has_value());
        QVERIFY(!checkRate({.model = QString(), .from = first, .input = 1}, {}).has_value());
        QVERIFY(!checkBudget({.tenant = QStringLiteral("a"), .month = 0}, {}).has_value());
        QVERIFY(!checkBudget({.tenant = QStringLiteral("a"), .month = 5}, {{.tenant = QStringLiteral("a"), .month = 4}}).has_value());
    }

    void aLevelSpendGoesOnLevel()
    {
        // Ten dollars on each of 20 days, five until noon of the 21st: 205 so far, 5 + 9 x 10 to come.
        std::vector<double> amounts(20, 10.0);
        amounts.push_back(5);
        const SpendForecast forecast = forecastSpend(spendOf(first, amounts), noon21, Money::of(250, QStringLiteral("USD")));
        QVERIFY(forecast.hasWeekdayShape);
        QCOMPARE(forecast.daysUsed, 14);
        QVERIFY(std::abs(*forecast.monthEnd - 300) < 1e-6);
        QVERIFY(std::abs(*forecast.spent.back().value - 205) < 1e-9);
        // 205 at noon; 210 at midnight, 250 after four more days.
        QCOMPARE(forecast.runOut, std::optional<Instant>(first + days(25)));
    }

    void weekendsKeepTheirShape()
    {
        // Four weeks: 10 on weekdays, 2 on weekends; the 21st and 22nd are a weekend.
        std::vector<double> amounts;
        const Day from = first + days(20) - days(28);
        for (Day day = from; day < first + days(20); day += days(1)) {
            const bool isWeekend = std::chrono::weekday(day) == std::chrono::Saturday || std::chrono::weekday(day) == std::chrono::Sunday;
            amounts.push_back(isWeekend ? 2 : 10);
        }
        amounts.push_back(1);
        const SpendForecast forecast = forecastSpend(spendOf(from, amounts), noon21, std::nullopt);
        // The 22nd is a Sunday: 2; the week of the 23rd to the 27th: 50; 28th and 29th: 4; the 30th: 10.
        const double spent = *forecast.spent.back().value;
        QVERIFY2(std::abs(*forecast.monthEnd - (spent + 1 + 2 + 50 + 4 + 10)) < 1e-6, qPrintable(QString::number(*forecast.monthEnd)));
        QVERIFY(!forecast.runOut);
    }

    void growthIsFollowedAndBounded()
    {
        std::vector<double> amounts;
        for (int i = 1; i <= 5; ++i)
            amounts.push_back(i);
        const SpendForecast forecast = forecastSpend(spendOf(first, amounts), Instant(first + days(5)), std::nullopt);
        QVERIFY(!forecast.hasWeekdayShape);
        // Day 6 is 6, day 7 is 7, … but never over twice the dearest: 10.
        QVERIFY(std::abs(*forecast.expected.at(1).value - (15 + 6)) < 1e-6);
        QVERIFY(std::abs(*forecast.monthEnd - (15 + 6 + 7 + 8 + 9 + 10 * 21)) < 1e-6);
    }

    void tooLittleIsNoForecast()
    {
        QVERIFY(!forecastSpend(spendOf(first, {0.5}), Instant(first) + 1h, std::nullopt).monthEnd);
        const SpendForecast rate = forecastSpend(spendOf(first, {6.0}), Instant(first) + 6h, std::nullopt);
        QVERIFY(std::abs(*rate.monthEnd - 24.0 * 30) < 1e-6);
        QVERIFY(!forecastSpend({}, noon21, Money::of(1, QStringLiteral("USD"))).runOut);
    }

    void anOverspentBudgetRanOutInThePast()
    {
        std::vector<double> amounts(20, 10.0);
        const SpendForecast forecast = forecastSpend(spendOf(first, amounts), noon21, Money::of(95, QStringLiteral("USD")));
        QCOMPARE(forecast.runOut, std::optional<Instant>(Instant(first + days(9)) + 12h));
    }

    void theBoardFollowsTheBreaker()
    {
        RateCard card = testCard();
        card.budgets = {{.tenant = QStringLiteral("own"), .month = 10}};
        const TokenCount millions{4'000'000, 0, 0}; // 10 dollars at 2.50
        UsageReport report{.usage = {usageRow(20, QStringLiteral("own"), QStringLiteral("gpt-4o"), millions),
                                     usageRow(20, QStringLiteral("told"), QStringLiteral("gpt-4o"), millions)},
                           .reported = {{.day = first + days(19), .tenant = QStringLiteral("told"), .amount = 9}},
                           .breakers = {{.tenant = QStringLiteral("told"), .state = QStringLiteral("ok"), .usedRatio = 0.2, .at = noon21 - 1h},
                                        {.tenant = QStringLiteral("told"), .state = QStringLiteral("downshift"), .usedRatio = 0.9, .at = noon21},
                                        {.tenant = QStringLiteral("idle"), .state = QStringLiteral("ok"), .usedRatio = 0, .at = noon21}}};
        const QList<BudgetLine> board = budgetBoard(report, card, noon21);
        QCOMPARE(board.size(), 3);
        QCOMPARE(board.at(0).tenant, QStringLiteral("own"));
        QCOMPARE(board.at(0).state, BreakerState::Blocked);
        QVERIFY(!board.at(0).isStateReported && !board.at(0).isImplied);
        QCOMPARE(board.at(1).tenant, QStringLiteral("told"));
        QCOMPARE(board.at(1).state, BreakerState::Downshift);
        QVERIFY(board.at(1).isStateReported && board.at(1).isImplied);
        QCOMPARE(board.at(1).budget->cents(), 1000);
        QCOMPARE(board.at(1).resets, Instant(first + days(30)));
        QVERIFY(!board.at(2).budget);
        QVERIFY(!fleetBudget(report, card, board, noon21).budget);
    }

    void csvDisarmsFormulas()
    {
        UsageReport report{.usage = {usageRow(20, QStringLiteral("=HYPERLINK(\"http://x\")"), QStringLiteral("gpt-4o"), {1'000'000, 0, 0}),
                                     usageRow(20, QStringLiteral("a,\"b\""), QStringLiteral("gpt-4o"), {1'000'000, 0, 0})}};
        const QString csv = QString::fromUtf8(chargebackCsv(chargeBack(report, testCard(), november()), november()));
        QVERIFY(csv.contains(QStringLiteral("tenant,\"'=HYPERLINK(\"\"http://x\"\")\",10,1000000,0,0,0,2.500000,0.000000,USD,2026-11-01,2026-12-01\r\n")));
        QVERIFY(csv.contains(QStringLiteral("tenant,\"a,\"\"b\"\"\",10,")));
        for (const QString &line : csv.split(QStringLiteral("\r\n"), Qt::SkipEmptyParts))
            QVERIFY(!line.contains(QStringLiteral(",=")) && !line.startsWith(u'='));
    }

    void aReplyWithoutAColumnIsRefused()
    {
        QCOMPARE(readUsage(Table{}).error().kind, ErrorKind::Decode);
        QCOMPARE(readReported(Table{}).error().kind, ErrorKind::Decode);
        QCOMPARE(readToolUse(Table{}).error().kind, ErrorKind::Decode);
        QCOMPARE(readBreakers(Table{}).error().kind, ErrorKind::Decode);
    }
};

QD_TEST_MAIN(QCoreApplication, TestCost)
#include "tst_cost.moc"
