#include "sampletiles.h"
#include "slotiletext.h"
#include "testmain.h"

#include <QSet>

using qd::SliKind;
using qd::SliUnit;
using qd::SloDefinition;
using qd::TileState;

class TestSloTileText : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void valuesInTheirUnit_data()
    {
        QTest::addColumn<int>("unit");
        QTest::addColumn<double>("target");
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("text");
        QTest::newRow("percent") << int(SliUnit::Percent) << 0.99 << 0.9953 << QStringLiteral("99.53\u2009%");
        QTest::newRow("more nines") << int(SliUnit::Percent) << 0.9995 << 0.99953 << QStringLiteral("99.953\u2009%");
        QTest::newRow("duration") << int(SliUnit::Duration) << 5.0 << 3.05 << QStringLiteral("3.05\u2009s");
        QTest::newRow("money") << int(SliUnit::Money) << 0.05 << 0.0312 << QStringLiteral("$0.0312");
        QTest::newRow("per hundred") << int(SliUnit::PerHundred) << 10.0 << 4.25 << QStringLiteral("4.25\u2009/100");
        QTest::newRow("score") << int(SliUnit::Score) << 4.0 << 4.6 << QStringLiteral("4.6");
    }
    void valuesInTheirUnit()
    {
        QFETCH(const int, unit);
        QFETCH(const double, target);
        QFETCH(const double, value);
        QTEST(qd::sliValueText(SloDefinition{.unit = SliUnit(unit), .target = target}, value), "text");
    }

    void objectiveSaysWhichSideIsGood()
    {
        QCOMPARE(qd::objectiveText({.kind = SliKind::Ratio, .target = 0.99}), QStringLiteral("≥ 99.00\u2009%"));
        QCOMPARE(qd::objectiveText({.kind = SliKind::Mean, .unit = SliUnit::Money, .better = qd::BetterIs::Lower, .target = 0.05}),
                 QStringLiteral("≤ $0.05"));
        QCOMPARE(qd::objectiveText({.kind = SliKind::Mean, .unit = SliUnit::Score, .better = qd::BetterIs::Higher, .target = 4}),
                 QStringLiteral("≥ 4"));
    }

    void missingNumbersAreDashes()
    {
        const qd::SloTile empty;
        QCOMPARE(qd::tileValueText(empty), QStringLiteral("–"));
        QCOMPARE(qd::budgetText(empty), QStringLiteral("–"));
        QCOMPARE(qd::burnText(empty), QStringLiteral("–"));
        const qd::SloTile full = qd::test::sampleTile(QStringLiteral("a"));
        QCOMPARE(qd::budgetText(full), QStringLiteral("50\u2009%"));
    }

    void statesDifferByShapeAndWord()
    {
        QSet<QString> glyphs;
        QSet<QString> words;
        for (int state = 0; state <= int(TileState::Ok); ++state) {
            glyphs.insert(qd::tileStateGlyph(TileState(state)));
            words.insert(qd::tileStateWord(TileState(state)));
        }
        QCOMPARE(glyphs.size(), 9);
        QCOMPARE(words.size(), 9);
    }
};

QD_TEST_MAIN(QCoreApplication, TestSloTileText)
#include "tst_slotiletext.moc"
