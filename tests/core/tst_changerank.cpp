#include "change/changerank.h"
#include "manualclock.h"
#include "slofixtures.h"
#include "testmain.h"

#include <QObject>

using namespace qd;
using namespace std::chrono_literals;

namespace {

constexpr Instant now = test::ManualClock::start;

/// A bin a minute, the last one ending now.
std::vector<SliPoint> minutes(const std::vector<double> &values)
{
    std::vector<SliPoint> points;
    Instant at = now - std::chrono::minutes(values.size());
    for (const double value : values) {
        points.push_back({at, value < 0 ? std::nullopt : std::optional(value), value < 0 ? 0.0 : 12.0});
        at += 1min;
    }
    return points;
}

std::vector<double> calmThenBad(size_t calm, size_t bad)
{
    std::vector<double> values(calm, 1.0);
    values.insert(values.end(), bad, 0.5);
    return values;
}

Change rankedChange(const QString &title, Instant at, ChangeKind kind = ChangeKind::PromptVersion)
{
    return {.id = ChangeId(title), .at = at, .kind = kind, .title = title};
}

QStringList titles(const QList<RankedChange> &ranked)
{
    QStringList all;
    for (const RankedChange &entry : ranked)
        all << entry.change.title;
    return all;
}

} // namespace

class TestChangeRank : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void theBurnBeginsAtTheFirstBadBin()
    {
        const auto spell = burnSpell(test::taskSuccess(), minutes(calmThenBad(40, 20)));
        QVERIFY(spell.has_value());
        QCOMPARE(spell->from, now - 20min);
        QCOMPARE(spell->to, now);
        QCOMPARE(spell->step, Microseconds(1min));
    }

    void aLoneBadBinBeforeItDoesNotBeginIt()
    {
        std::vector<double> values = calmThenBad(40, 20);
        values[35] = 11.0 / 12;
        values[39] = 11.0 / 12;
        values[45] = 1.0; // nor does a good one within end it
        const auto spell = burnSpell(test::taskSuccess(), minutes(values));
        QVERIFY(spell.has_value());
        QCOMPARE(spell->from, now - 20min);
        QCOMPARE(spell->to, now);
    }

    void aBurnThatIsOverHasAnEnd()
    {
        std::vector<double> values = calmThenBad(20, 10);
        values.insert(values.end(), 30, 1.0);
        const auto spell = burnSpell(test::taskSuccess(), minutes(values));
        QCOMPARE(spell->from, now - 40min);
        QCOMPARE(spell->to, now - 30min);
    }

    void healthHasNoSpell()
    {
        QVERIFY(!burnSpell(test::taskSuccess(), minutes(std::vector<double>(60, 1.0))));
        QVERIFY(!burnSpell(test::taskSuccess(), {}));
        QVERIFY(!burnSpell(test::taskSuccess(), minutes(std::vector<double>(60, -1.0))));
        QVERIFY(!burnSpell(test::costPerTask(), minutes(std::vector<double>(60, 0.04))));
    }

    void meansAndPercentilesBurnToo()
    {
        std::vector<double> values(40, 0.03);
        values.insert(values.end(), 20, 0.3);
        QCOMPARE(burnSpell(test::costPerTask(), minutes(values))->from, now - 20min);
        std::vector<double> seconds(40, 2.0);
        seconds.insert(seconds.end(), 20, 30.0);
        QCOMPARE(burnSpell(test::turnLatency(), minutes(seconds))->from, now - 20min);
    }

    void theNearestChangeBeforeTheBurnIsFirst()
    {
        const BurnSpell burn{now - 30min, now, 1min};
        const auto ranked = rankChanges({rankedChange(QStringLiteral("long ago"), now - 10h), rankedChange(QStringLiteral("before"), now - 36min),
                                         rankedChange(QStringLiteral("budget"), now - 33min, ChangeKind::Budget),
                                         rankedChange(QStringLiteral("after"), now - 20min)}, burn, now);
        QCOMPARE(titles(ranked), QStringList({QStringLiteral("before"), QStringLiteral("budget"), QStringLiteral("long ago"), QStringLiteral("after")}));
        QCOMPARE(ranked.at(0).sentence, QStringLiteral("6 min before the burn began"));
        QVERIFY(std::abs(ranked.at(0).score - std::exp2(-0.2)) < 1e-9);
        QCOMPARE(ranked.at(3).sentence, QStringLiteral("10 min after the burn began: it did not begin it"));
        QCOMPARE(ranked.at(3).score, 0.0);
    }

    void theBinsAreNoSharperThanTheyAre()
    {
        const BurnSpell burn{now - 30min, now, 1min};
        QCOMPARE(rankChanges({rankedChange(QStringLiteral("x"), now - 29min)}, burn, now).at(0).sentence, QStringLiteral("as the burn began"));
        QVERIFY(std::abs(rankChanges({rankedChange(QStringLiteral("x"), now - 28min)}, burn, now).at(0).score - (0.75 + 0.25 * 28 / 30)) < 1e-9);
        QCOMPARE(rankChanges({rankedChange(QStringLiteral("x"), now - 27min)}, burn, now).at(0).score, 0.0);
    }

    void aFaultCountsByWhatItOverlaps()
    {
        const BurnSpell burn{now - 40min, now, 1min};
        Change over = rankedChange(QStringLiteral("over"), now - 45min, ChangeKind::Chaos);
        over.end = now - 41min;
        Change half = rankedChange(QStringLiteral("half"), now - 45min, ChangeKind::Chaos);
        half.end = now - 20min;
        Change on = rankedChange(QStringLiteral("on"), now - 45min, ChangeKind::Chaos);
        on.isOngoing = true;
        const auto ranked = rankChanges({over, half, on}, burn, now);
        QCOMPARE(titles(ranked), QStringList({QStringLiteral("on"), QStringLiteral("half"), QStringLiteral("over")}));
        QCOMPARE(ranked.at(1).sentence, QStringLiteral("5 min before the burn began; on for 50 % of the burn"));
        QVERIFY(std::abs(ranked.at(1).score - std::exp2(-1.0 / 6) * 0.875) < 1e-9);
        QVERIFY(std::abs(ranked.at(2).score - std::exp2(-1.0 / 6) * 0.75) < 1e-9);
    }

    void withoutABurnTheNewestIsFirst()
    {
        const auto ranked = rankChanges({rankedChange(QStringLiteral("old"), now - 50h), rankedChange(QStringLiteral("new"), now - 3h)}, std::nullopt, now);
        QCOMPARE(titles(ranked), QStringList({QStringLiteral("new"), QStringLiteral("old")}));
        QCOMPARE(ranked.at(0).sentence, QStringLiteral("3 h ago; nothing burns in this range"));
        QCOMPARE(ranked.at(1).sentence, QStringLiteral("2 d ago; nothing burns in this range"));
    }
};

QD_TEST_MAIN(QCoreApplication, TestChangeRank)
#include "tst_changerank.moc"
