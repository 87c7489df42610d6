// Cells as text: on the screen, on the clipboard, in files, in KQL; and JSON for people.
#include "query/celltext.h"
#include "query/copytext.h"
#include "query/jsonnodes.h"
#include "query/resultwriter.h"
#include "resultsamples.h"
#include "testmain.h"

#include <QObject>

using namespace qd;
using namespace qd::query;

namespace {

ResultSet sample()
{
    return test::resultOf({{QStringLiteral("at"), ColumnType::DateTime}, {QStringLiteral("tool name"), ColumnType::String}, {QStringLiteral("n"), ColumnType::Long},
                           {QStringLiteral("data"), ColumnType::Dynamic}},
                          {{"1795219200500000", "a\"b|c\td", "12345", "{\"x\":[1,null]}"}, {"∅", "", "∅", "∅"}});
}

QString written(const ResultSet &set, ExportForm form)
{
    QByteArray all;
    (void)writeRows(set, allRows(set), form, [&](const QByteArray &piece) { all += piece; return true; }, {});
    return QString::fromUtf8(all);
}

} // namespace

class TestResultText final : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void cells_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<QString>("cell");
        QTest::addColumn<QString>("shown");
        QTest::addColumn<QString>("raw");
        QTest::addColumn<QString>("kql");
        const auto row = [](const char *name, ColumnType type, const char *cell, const char *shown, const char *raw, const char *kql) {
            QTest::newRow(name) << int(type) << QString::fromUtf8(cell) << QString::fromUtf8(shown) << QString::fromUtf8(raw) << QString::fromUtf8(kql);
        };
        row("small number stays together", ColumnType::Long, "2026", "2026", "2026", "2026");
        row("large number in groups", ColumnType::Long, "-1234567", "-1\u202f234\u202f567", "-1234567", "-1234567");
        row("int", ColumnType::Int, "7", "7", "7", "int(7)");
        row("real loses nothing in files", ColumnType::Real, "0.1234567890123", "0.123457", "0.1234567890123", "real(0.1234567890123)");
        row("real that is whole", ColumnType::Real, "12", "12", "12", "real(12)");
        row("not a number", ColumnType::Real, "nan", "NaN", "NaN", "real(nan)");
        row("bool", ColumnType::Bool, "1", "true", "true", "true");
        row("instant", ColumnType::DateTime, "1795219200500000", "2026-11-21 00:00:00.500Z", "2026-11-21T00:00:00.5000000Z", "datetime(2026-11-21T00:00:00.5000000Z)");
        row("instant before 1970", ColumnType::DateTime, "-1", "1969-12-31 23:59:59.999999Z", "1969-12-31T23:59:59.9999990Z", "datetime(1969-12-31T23:59:59.9999990Z)");
        row("whole second", ColumnType::DateTime, "1795219200000000", "2026-11-21 00:00:00Z", "2026-11-21T00:00:00.0000000Z", "datetime(2026-11-21T00:00:00.0000000Z)");
        row("timespan", ColumnType::TimeSpan, "93784500000", "1.02:03:04.5000000", "1.02:03:04.5000000", "timespan(1.02:03:04.5000000)");
        row("negative timespan", ColumnType::TimeSpan, "-1000000", "-00:00:01", "-00:00:01", "timespan(-00:00:01)");
        row("text in one line", ColumnType::String, "a\nb", "a b", "a\nb", "\"a\\nb\"");
        row("text that would break out", ColumnType::String, "x\" | take 1 //\\", "x\" | take 1 //\\", "x\" | take 1 //\\", "\"x\\\" | take 1 //\\\\\"");
        row("null", ColumnType::Long, "∅", "", "", "long(null)");
        row("null timespan", ColumnType::TimeSpan, "∅", "", "", "timespan(null)");
        row("guid", ColumnType::Guid, "0a0b", "0a0b", "0a0b", "guid(0a0b)");
    }
    void cells()
    {
        QFETCH(int, type);
        QFETCH(QString, cell);
        const ResultSet set = test::resultOf({{QStringLiteral("c"), ColumnType(type)}}, {{cell}});
        QTEST(shownText(set, 0, 0), "shown");
        QTEST(rawText(set, 0, 0), "raw");
        QTEST(kqlLiteral(set, 0, 0), "kql");
    }

    void longTextIsCutForTheScreenOnly()
    {
        const ResultSet set = test::resultOf({{QStringLiteral("c"), ColumnType::String}}, {{QString(5000, u'x')}});
        QCOMPARE(shownText(set, 0, 0).size(), 301);
        QCOMPARE(rawText(set, 0, 0).size(), 5000);
    }

    void copies()
    {
        const ResultSet set = sample();
        const CellBlock block{set, {0, 1}, {1, 2, 3}};
        QCOMPARE(copyText(block, CopyForm::Tsv), QStringLiteral("tool name\tn\tdata\na\"b|c d\t12345\t{\"x\":[1,null]}\n\t\t\n"));
        QCOMPARE(copyText(block, CopyForm::Markdown),
                 QStringLiteral("| tool name | n | data |\n| --- | ---: | --- |\n| a\"b\\|c d | 12345 | {\"x\":[1,null]} |\n|  |  |  |\n"));
        QCOMPARE(copyText(block, CopyForm::Json),
                 QStringLiteral("[\n  {\"tool name\": \"a\\\"b|c\\td\", \"n\": 12345, \"data\": {\"x\":[1,null]}},\n  {\"tool name\": \"\", \"n\": null, \"data\": null}\n]\n"));
        QCOMPARE(copyText(block, CopyForm::Datatable),
                 QStringLiteral("datatable([\"tool name\"]:string, n:long, data:dynamic)\n[\n    \"a\\\"b|c\\td\", 12345, dynamic({\"x\":[1,null]}),\n"
                                "    \"\", long(null), dynamic(null),\n]\n"));
    }

    void conditions_data()
    {
        QTest::addColumn<QList<int>>("rows");
        QTest::addColumn<QList<int>>("columns");
        QTest::addColumn<QString>("clause");
        QTest::newRow("one cell") << QList<int>{0} << QList<int>{2} << QStringLiteral("| where n == 12345");
        QTest::newRow("name in quotes") << QList<int>{0} << QList<int>{1} << QStringLiteral("| where [\"tool name\"] == \"a\\\"b|c\\td\"");
        QTest::newRow("one row") << QList<int>{0} << QList<int>{1, 2} << QStringLiteral("| where [\"tool name\"] == \"a\\\"b|c\\td\" and n == 12345");
        QTest::newRow("a column") << QList<int>{0, 1, 0} << QList<int>{1} << QStringLiteral("| where [\"tool name\"] in (\"a\\\"b|c\\td\", \"\")");
        QTest::newRow("null among them") << QList<int>{0, 1} << QList<int>{2} << QStringLiteral("| where n == 12345 or isnull(n)");
        QTest::newRow("rows") << QList<int>{0, 1} << QList<int>{0, 2}
                              << QStringLiteral("| where (at == datetime(2026-11-21T00:00:00.5000000Z) and n == 12345) or (isnull(at) and isnull(n))");
        QTest::newRow("dynamic") << QList<int>{0} << QList<int>{3} << QStringLiteral("| where tostring(data) == \"{\\\"x\\\":[1,null]}\"");
        QTest::newRow("nothing") << QList<int>{} << QList<int>{3} << QString();
    }
    void conditions()
    {
        QFETCH(QList<int>, rows);
        QFETCH(QList<int>, columns);
        const ResultSet set = sample();
        QTEST(whereClause({set, RowList(rows.begin(), rows.end()), std::vector<size_t>(columns.begin(), columns.end())}), "clause");
    }

    void files()
    {
        const ResultSet set = test::resultOf({{QStringLiteral("a,b"), ColumnType::String}, {QStringLiteral("n"), ColumnType::Long}}, {{"=1+1", "-5"}, {"x\"y\nz", "∅"}});
        QCOMPARE(written(set, ExportForm::Csv), QStringLiteral("\"a,b\",n\r\n'=1+1,-5\r\n\"x\"\"y\nz\",\r\n"));
        QCOMPARE(written(set, ExportForm::Json), QStringLiteral("[\n{\"a,b\":\"=1+1\",\"n\":-5},\n{\"a,b\":\"x\\\"y\\nz\",\"n\":null}\n]\n"));
        QCOMPARE(written(set, ExportForm::NdJson), QStringLiteral("{\"a,b\":\"=1+1\",\"n\":-5}\n{\"a,b\":\"x\\\"y\\nz\",\"n\":null}\n"));
        QCOMPARE(written(test::resultOf({{QStringLiteral("a"), ColumnType::Long}}, {}), ExportForm::Json), QStringLiteral("[\n]\n"));
    }

    void aFullDiskEndsTheWriting()
    {
        const ResultSet set = sample();
        QVERIFY(!writeRows(set, allRows(set), ExportForm::Csv, [](const QByteArray &) { return false; }, {}));
    }

    void json_data()
    {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("pretty");
        QTest::newRow("object") << QStringLiteral("{\"a\":1,\"b\":[true,null],\"c\":{}}")
                                << QStringLiteral("{\n  \"a\": 1,\n  \"b\": [\n    true,\n    null\n  ],\n  \"c\": {}\n}");
        QTest::newRow("scalar") << QStringLiteral("\"x\\u0041\"") << QStringLiteral("\"xA\"");
        QTest::newRow("not JSON stays") << QStringLiteral("hello there") << QStringLiteral("hello there");
        QTest::newRow("unclosed stays") << QStringLiteral("{\"a\":[1") << QStringLiteral("{\"a\":[1");
        QTest::newRow("two values stay") << QStringLiteral("{} {}") << QStringLiteral("{} {}");
        QTest::newRow("crossed brackets stay") << QStringLiteral("[1}") << QStringLiteral("[1}");
        QTest::newRow("empty") << QString() << QString();
    }
    void json()
    {
        QFETCH(QString, json);
        QTEST(prettyJson(json), "pretty");
    }

    void jsonIsBounded()
    {
        const JsonNodes wide = jsonNodes(QString(u'[' + QStringLiteral("1,").repeated(50000) + QStringLiteral("1]")), 1000);
        QVERIFY(wide.isCut);
        QCOMPARE(wide.nodes.size(), size_t(1000));
        const JsonNodes deep = jsonNodes(QStringLiteral("[").repeated(100000));
        QVERIFY(deep.isCut);
        QVERIFY(deep.nodes.size() <= 64);
    }
};

QD_TEST_MAIN(QCoreApplication, TestResultText)
#include "tst_resulttext.moc"
