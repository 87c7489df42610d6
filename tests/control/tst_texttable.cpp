#include "printabletext.h"
#include "sampletiles.h"
#include "slotabletext.h"
#include "testmain.h"
#include "texttable.h"

using qd::SloTile;
using qd::TextTable;
using qd::TileState;
using qd::test::ManualClock;
using qd::test::sampleTile;

class TestTextTable : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void alignsColumns()
    {
        TextTable table({{QStringLiteral("NAME")}, {QStringLiteral("N"), TextTable::Align::Right}, {QStringLiteral("TEXT"), TextTable::Align::Left, 5}});
        table.addRow({QStringLiteral("a"), QStringLiteral("12"), QStringLiteral("short")});
        table.addRow({QStringLiteral("longer"), QStringLiteral("3"), QStringLiteral("too long")});
        table.addRow({QStringLiteral("b")});
        QCOMPARE(table.text(), QStringLiteral("NAME     N  TEXT\n"
                                              "------  --  -----\n"
                                              "a       12  short\n"
                                              "longer   3  too …\n"
                                              "b\n"));
    }

    void telemetryCannotGarbleTheTerminal_data()
    {
        QTest::addColumn<QString>("raw");
        QTest::addColumn<QString>("safe");
        QTest::newRow("escape") << QStringLiteral("a\x1b[31mb") << QStringLiteral("a\uFFFD[31mb");
        QTest::newRow("lines") << QStringLiteral("a\r\nb\tc") << QStringLiteral("a  b c");
        QTest::newRow("c1 control") << QString(QChar(0x9b)) << QStringLiteral("\uFFFD");
        QTest::newRow("direction override") << QString(QChar(0x202e)) + QStringLiteral("x") << QStringLiteral("\uFFFDx");
        QTest::newRow("plain") << QStringLiteral("≥ 99.9\u2009%") << QStringLiteral("≥ 99.9\u2009%");
    }
    void telemetryCannotGarbleTheTerminal()
    {
        QFETCH(const QString, raw);
        QTEST(qd::printableText(raw), "safe");
    }

    void sloTableIsWorstFirst()
    {
        SloTile old = sampleTile(QStringLiteral("old"), TileState::Ok, 0.25);
        old.error = qd::Error{.message = QStringLiteral("Nobody is there")};
        SloTile empty;
        empty.id = qd::SloId(QStringLiteral("new"));
        empty.definition.title = QStringLiteral("New one");
        const QString text = qd::sloTableText({old, empty, sampleTile(QStringLiteral("bad"), TileState::Critical, 20)}, ManualClock::start + qd::Seconds(4));
        QStringList lines = text.split(u'\n');
        for (QString &line : lines)
            line = line.simplified();
        QCOMPARE(lines, (QStringList{QStringLiteral("STATE OBJECTIVE VALUE TARGET BUDGET BURN AGE WHY"), lines.at(1),
                                     QStringLiteral("⬣ critical Title of bad 99.50 % ≥ 99.00 % 50 % 20× 4 s Because of bad"),
                                     QStringLiteral("◔ loading New one – ≥ 99.00 % – – –"),
                                     QStringLiteral("● ok Title of old 99.50 % ≥ 99.00 % 50 % 0.25× 4 s Because of old · Nobody is there"),
                                     QString()}));
    }
};

QD_TEST_MAIN(QCoreApplication, TestTextTable)
#include "tst_texttable.moc"
