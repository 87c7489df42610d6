#include "azuremonitor/answerextras.h"
#include "azuremonitor/catalogcodec.h"
#include "testmain.h"

using namespace qd;

/// Render, statistics and metadata: the small members of the query APIs' replies.
class TestAnswerExtras : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void renderAsTheServiceWritesIt()
    {
        const query::RenderSpec spec = answerextras::render(
            R"({"visualization":"timechart","title":null,"accumulate":true,"isQuerySorted":false,"kind":"Stacked","legend":"hidden",)"
            R"("series":["cloud_RoleName"],"yMin":"NaN","yMax":12.5,"xAxis":null,"xColumn":"timestamp","xTitle":"x","yAxis":"log",)"
            R"("yColumns":"a, b","ySplit":null,"yTitle":"y","anomalyColumns":["f"],"annotation":""})");
        QCOMPARE(spec.visualization, QStringLiteral("timechart"));
        QVERIFY(spec.title.isEmpty());
        QVERIFY(spec.accumulate && spec.logarithmic);
        QCOMPARE(spec.kind, QStringLiteral("stacked"));
        QCOMPARE(spec.legend, QStringLiteral("hidden"));
        QCOMPARE(spec.series, QStringList{QStringLiteral("cloud_RoleName")});
        QVERIFY(!spec.yMin);
        QCOMPARE(spec.yMax, std::optional(12.5));
        QCOMPARE(spec.xColumn, QStringLiteral("timestamp"));
        QCOMPARE(spec.yColumns, QStringList({QStringLiteral("a"), QStringLiteral("b")}));
        QCOMPARE(spec.anomalyColumns, QStringList{QStringLiteral("f")});
    }

    void renderOfAnything_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char *text : {"", "7", "[]", "{\"visualization\":7,\"yMin\":{},\"series\":[1,null],\"accumulate\":\"true\"}", "{\"visualization\":"})
            QTest::newRow(text) << QByteArray(text);
    }

    void renderOfAnything()
    {
        QFETCH(QByteArray, text);
        QVERIFY(answerextras::render(text.toStdString()) == query::RenderSpec());
    }

    void statistics()
    {
        const auto found = answerextras::statistics(
            R"({"query":{"executionTime":0.5,"resourceUsage":{"cpu":{"user":"00:00:00","total cpu":"00:00:01.5000000"},)"
            R"("memory":{"peak_per_node":1048576}},"inputDatasetStatistics":{"rows":{"total":10,"scanned":7}}}})");
        QVERIFY(found.has_value());
        QCOMPARE(found->executionSeconds, 0.5);
        QCOMPARE(found->cpuSeconds, 1.5);
        QCOMPARE(found->peakMemoryBytes, qint64{1048576});
        QCOMPARE(found->rowsScanned, qint64{7});
        QVERIFY(!answerextras::statistics("{}"));
        QVERIFY(!answerextras::statistics("nonsense"));
        QCOMPARE(answerextras::statistics("{\"query\":{\"executionTime\":\"x\"}}")->executionSeconds, 0.0);
    }

    void catalog()
    {
        const auto catalog = decodeCatalog(R"({"tables":[{"name":"requests","description":"d","columns":[{"name":"a","type":"datetime"},)"
                                           R"({"name":"b","type":"vector","description":"e"}]},{"name":"empty"}]})");
        QVERIFY2(catalog.has_value(), qPrintable(catalog ? QString() : catalog.error().detail));
        QCOMPARE(catalog->tables.size(), 2);
        QCOMPARE(catalog->tables[0].columns[0].type, ColumnType::DateTime);
        QCOMPARE(catalog->tables[0].columns[1].type, ColumnType::Dynamic);
        QCOMPARE(catalog->tables[0].columns[1].description, QStringLiteral("e"));
    }

    void badCatalogs_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("detail");
        QTest::newRow("empty") << QByteArray() << QStringLiteral("$: no list");
        QTest::newRow("no tables") << QByteArray("{\"tables\":7}") << QStringLiteral("$: no list");
        QTest::newRow("no name") << QByteArray("{\"tables\":[{\"name\":\"a\"},7]}") << QStringLiteral("$.tables[1]: a table");
        QTest::newRow("column") << QByteArray("{\"tables\":[{\"name\":\"a\",\"columns\":[{}]}]}") << QStringLiteral("$.tables[0].columns[0]: a column");
    }

    void badCatalogs()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, detail);
        const auto catalog = decodeCatalog(body);
        QVERIFY(!catalog);
        QCOMPARE(catalog.error().kind, ErrorKind::Decode);
        QVERIFY2(catalog.error().detail.startsWith(detail), qPrintable(catalog.error().detail));
    }
};

QD_TEST_MAIN(QCoreApplication, TestAnswerExtras)
#include "tst_answerextras.moc"
