// What a grid does with rows: order, filter, groups, statistics.
#include "query/columnstats.h"
#include "query/rowgroups.h"
#include "resultsamples.h"
#include "testmain.h"

#include <QObject>

using namespace qd;
using namespace qd::query;

Q_DECLARE_METATYPE(qd::test::Cells)

namespace {

QString rowText(const std::optional<RowList> &rows)
{
    QStringList text;
    for (const std::uint32_t row : rows.value_or(RowList()))
        text.append(QString::number(row));
    return rows ? text.join(u' ') : QStringLiteral("stopped");
}

ResultSet oneColumn(ColumnType type, const test::Cells &cells)
{
    QList<test::Cells> rows;
    for (const QString &cell : cells)
        rows.append({cell});
    return test::resultOf({{QStringLiteral("c"), type}}, rows);
}

const QString null = QStringLiteral("∅");

} // namespace

class TestResultRows final : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void sorts_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<test::Cells>("cells");
        QTest::addColumn<QString>("ascending");
        QTest::addColumn<QString>("descending");
        const auto row = [](const char *name, ColumnType type, const test::Cells &cells, const char *up, const char *down) {
            QTest::newRow(name) << int(type) << cells << QString::fromLatin1(up) << QString::fromLatin1(down);
        };
        row("longs, negative too", ColumnType::Long, {"5", "-3", "0", "9000000000"}, "1 2 0 3", "3 0 2 1");
        row("equal ones stay as they came", ColumnType::Long, {"2", "1", "2", "1"}, "1 3 0 2", "0 2 1 3");
        row("null last both ways", ColumnType::Long, {"∅", "1", "∅", "2"}, "1 3 0 2", "3 1 0 2");
        row("reals over zero", ColumnType::Real, {"1.5", "-2.25", "-0.0", "0.0", "1e300"}, "1 2 3 0 4", "4 0 2 3 1");
        row("NaN behind numbers, before null", ColumnType::Real, {"nan", "∅", "inf", "-inf"}, "3 2 0 1", "2 3 0 1");
        row("text by bytes, longer after its start", ColumnType::String, {"b", "a", "B", "ab", "", "abcdefghi", "abcdefgh"}, "4 2 1 3 6 5 0", "0 5 6 3 1 2 4");
        row("text with the same first 8 bytes", ColumnType::String, {"aaaaaaaab", "aaaaaaaaa"}, "1 0", "0 1");
        row("instants", ColumnType::DateTime, {"3000000", "-1", "2"}, "1 2 0", "0 2 1");
        row("decimals by value, not by letters", ColumnType::Decimal, {"10", "9", "-1.5"}, "2 1 0", "0 1 2");
        row("booleans", ColumnType::Bool, {"1", "0", "1"}, "1 0 2", "0 2 1");
    }
    void sorts()
    {
        QFETCH(int, type);
        QFETCH(test::Cells, cells);
        const ResultSet set = oneColumn(ColumnType(type), cells);
        QTEST(rowText(sortRows(set, allRows(set), {{0, false}}, {})), "ascending");
        QTEST(rowText(sortRows(set, allRows(set), {{0, true}}, {})), "descending");
    }

    void sortsByTheFirstKeyThenTheNext()
    {
        const ResultSet set = test::resultOf({{QStringLiteral("a"), ColumnType::Long}, {QStringLiteral("b"), ColumnType::String}},
                                             {{"1", "x"}, {"0", "y"}, {"1", "a"}, {"0", "z"}});
        QCOMPARE(rowText(sortRows(set, allRows(set), {{0, false}, {1, true}}, {})), QStringLiteral("3 1 0 2"));
    }

    void manyTextsComeOutInOrderOverSeveralPieces()
    {
        ResultSet set;
        for (int start = 0; start < 100000; start += 10000) {
            QList<test::Cells> rows;
            for (int i = 0; i < 10000; ++i)
                rows.append({QStringLiteral("key-%1").arg((start + i) * 7919LL % 99991)});
            set.append(test::piece({{QStringLiteral("c"), ColumnType::String}}, rows));
        }
        const auto rows = sortRows(set, allRows(set), {{0, false}}, {});
        QCOMPARE(rows->size(), size_t(100000));
        for (size_t i = 1; i < rows->size(); ++i)
            QVERIFY(set.text((*rows)[i - 1], 0) <= set.text((*rows)[i], 0));
    }

    void stopsWhenAsked()
    {
        const ResultSet set = oneColumn(ColumnType::Long, {"2", "1"});
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!sortRows(set, allRows(set), {{0, false}}, stop.get_token()));
        QVERIFY(!filterRows(set, allRows(set), {{.column = 0, .op = FilterOp::Equal, .number = 1}}, stop.get_token()));
        QVERIFY(!columnStats(set, allRows(set), 0, stop.get_token()));
    }

    void filters_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<test::Cells>("cells");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("kept");
        const auto row = [](const char *name, ColumnType type, const test::Cells &cells, const char *typed, const char *kept) {
            QTest::newRow(name) << int(type) << cells << QString::fromUtf8(typed) << QString::fromLatin1(kept);
        };
        const test::Cells words{"Orders-srv", "claims", "", "∅", "ÄRGER"};
        row("contains in any case", ColumnType::String, words, "orders", "0");
        row("contains beyond ASCII", ColumnType::String, words, "ärg", "4");
        row("contains nothing: all but null", ColumnType::String, words, "", "0 1 2 4");
        row("does not contain, null too", ColumnType::String, words, "!s", "2 3 4");
        row("equal means exactly", ColumnType::String, words, "=claims", "1");
        row("not equal", ColumnType::String, words, "!=claims", "0 2 3 4");
        row("null", ColumnType::String, words, "null", "3");
        row("not null", ColumnType::String, words, "!null", "0 1 2 4");
        row("text after", ColumnType::String, words, ">claims", "4");
        const test::Cells numbers{"5", "50", "500", "∅"};
        row("number contains", ColumnType::Long, numbers, "50", "1 2");
        row("number equals", ColumnType::Long, numbers, "=50", "1");
        row("greater", ColumnType::Long, numbers, "> 5", "1 2");
        row("at most", ColumnType::Long, numbers, "<=50", "0 1");
        row("real", ColumnType::Real, {"0.5", "nan", "2"}, ">=0.5", "0 2");
        row("duration with a unit", ColumnType::TimeSpan, {"100000", "250000", "3000000"}, ">=250ms", "1 2");
        row("duration as a clock", ColumnType::TimeSpan, {"100000", "61000000"}, ">00:01:00", "1");
        row("day", ColumnType::DateTime, {"1795219200000000", "1795305600000000"}, ">=2026-11-22", "1");
        row("minute", ColumnType::DateTime, {"1795219200000000", "1795219260000000"}, "<2026-11-21 00:01", "0");
        row("instant contains", ColumnType::DateTime, {"1795219200000000", "1795305600000000"}, "11-21", "0");
        row("boolean", ColumnType::Bool, {"1", "0"}, "=true", "0");
    }
    void filters()
    {
        QFETCH(int, type);
        QFETCH(test::Cells, cells);
        QFETCH(QString, typed);
        const ResultSet set = oneColumn(ColumnType(type), cells);
        const auto filter = parseFilter(0, ColumnType(type), typed);
        QVERIFY(filter.has_value());
        QTEST(rowText(filterRows(set, allRows(set), {*filter}, {})), "kept");
        QCOMPARE(parseFilter(0, ColumnType(type), filterText(*filter)).value(), *filter);
    }

    void refusesOperandsThatDoNotFit()
    {
        const auto wrong = parseFilter(0, ColumnType::Long, QStringLiteral(">many"));
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().message, QStringLiteral("\"many\" is not a number."));
        QVERIFY(!parseFilter(0, ColumnType::DateTime, QStringLiteral(">yesterday")));
    }

    void groupsTheMostRowsFirst()
    {
        const ResultSet set = oneColumn(ColumnType::String, {"b", "a", "∅", "a", "", "a", "∅"});
        const auto made = groupRows(set, allRows(set), 0, {});
        QStringList labels;
        for (const RowGroup &group : made->groups)
            labels.append(QStringLiteral("%1%2:%3@%4").arg(group.label, group.isNull ? null : QString()).arg(group.count).arg(group.first));
        QCOMPARE(labels.join(u' '), QStringLiteral("a:3@0 ∅:2@3 b:1@5 :1@6"));
        QCOMPARE(rowText(made->rows), QStringLiteral("1 3 5 2 6 0 4"));
    }

    void arrangesFilterOrderAndGroups()
    {
        const ResultSet set = test::resultOf({{QStringLiteral("k"), ColumnType::String}, {QStringLiteral("n"), ColumnType::Long}},
                                             {{"a", "1"}, {"b", "9"}, {"a", "3"}, {"a", "2"}});
        const auto made = arrange(set, {.filters = {{.column = 1, .op = FilterOp::Greater, .number = 1}}, .sort = {{1, true}}, .groupBy = 0}, {});
        QCOMPARE(rowText(made->rows), QStringLiteral("2 3 1"));
    }

    void countsAColumn()
    {
        test::Cells cells;
        for (int i = 1; i <= 100; ++i)
            cells.append(QString::number(i % 50));
        cells << null << QStringLiteral("nan");
        const ResultSet set = oneColumn(ColumnType::Real, cells);
        const auto stats = columnStats(set, allRows(set), 0, {});
        QCOMPARE(stats->rows, 102);
        QCOMPARE(stats->nulls, 1);
        QCOMPARE(stats->distinct, 51);
        QVERIFY(stats->hasNumbers);
        QCOMPARE(stats->least, 0.0);
        QCOMPARE(stats->most, 49.0);
        QCOMPARE(stats->mean, 24.5);
        QCOMPARE(stats->median, 24.0);
        QCOMPARE(stats->percentile95, 47.0);
        QCOMPARE(stats->top.size(), 10);
        QCOMPARE(stats->top.constFirst(), (ValueCount{QStringLiteral("1"), 2}));
    }

    void countsText()
    {
        const ResultSet set = oneColumn(ColumnType::String, {"aa", "", "aa", "∅"});
        const auto stats = columnStats(set, allRows(set), 0, {});
        QVERIFY(!stats->hasNumbers);
        QCOMPARE(stats->shortest, 0);
        QCOMPARE(stats->longest, 2);
        QCOMPARE(stats->top.constFirst(), (ValueCount{QStringLiteral("aa"), 2}));
    }
};

QD_TEST_MAIN(QCoreApplication, TestResultRows)
#include "tst_resultrows.moc"
