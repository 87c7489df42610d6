#include "azuremonitor/querydeadline.h"
#include "kqlrun.h"
#include "testmain.h"

#include <QElapsedTimer>

#include <algorithm>
#include <chrono>

using namespace qd;

/// Hostile and oversized queries: each ends soon, with an error that says why, or with its result (azure facts 2.4 and 9.3).
class TestKqlLimits : public QObject
{
    Q_OBJECT
private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }
    void refusesOversizedText_data();
    void refusesOversizedText();
    void regularExpressionsTakeLinearTime();
    void regularExpressionsAreBounded();
    void memoryIsBounded();
    void sortsOfSeriesAreBounded();
    void interruptEndsAHeavyJoin();
    void longSeriesAreBounded();

private:
    test::KqlRun m_run;
};

namespace {

const QString heavyJoin = QStringLiteral("range a from 1 to 1000000 step 1 | extend k = 1 | join kind=inner (range b from 1 to 1000000 step 1 | extend k = 1) on k "
                                         "| where a + b > 10 | summarize sum(a * b % 7)");

} // namespace

void TestKqlLimits::refusesOversizedText_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("error");
    QTest::newRow("10 MB of text") << QString(10 << 20, u'a') << "error SYN0001";
    QTest::newRow("10 MB of string") << QString(u"print '" + QString(10 << 20, u'a') + u'\'') << "error SYN0001";
    QTest::newRow("a string as long as a query may be") << QString(u"print strlen('" + QString((1 << 20) - 20, u'a') + u"')") << "1048556";
    QTest::newRow("10,000 parentheses") << QString(u"print " + QString(10000, u'(') + u'1' + QString(10000, u')')) << "error SYN0002";
    QTest::newRow("10,000 open parentheses") << QString(u"print " + QString(10000, u'(')) << "error SYN0002";
    QTest::newRow("10,000 brackets in JSON") << QString(u"print dynamic(" + QString(10000, u'[') + QString(10000, u']') + u')') << "error SYN0001";
    QTest::newRow("10,000 brackets in text") << QString(u"print parse_json('" + QString(10000, u'[') + QString(10000, u']') + u"')[0]") << "";
    QTest::newRow("10,000 sub-queries") << QStringLiteral("print ") + QStringLiteral("toscalar(print ").repeated(10000) << "error SYN0002";
    QTest::newRow("10,000 mv-apply") << QStringLiteral("requests") + QStringLiteral("| mv-apply a = customDimensions on (where true").repeated(10000) << "error SYN0002";
    QTest::newRow("10,000 functions in functions") << QStringLiteral("let f=(){").repeated(10000) << "error SYN0002";
    QTest::newRow("10,000 operators") << QStringLiteral("requests") + QStringLiteral("|take 1").repeated(10000) << "error SYN0002";
    QTest::newRow("10,000 signs") << QString(u"print " + QString(10000, u'-') + u'1') << "1";
    QTest::newRow("100,000 arguments") << QString(u"print strcat('a'" + QStringLiteral(",'a'").repeated(100000) + u')') << "error SEM0219";
    QTest::newRow("50 mv-applies inside each other") << QStringLiteral("print d = dynamic([1]) ") + QStringLiteral("| mv-apply d on (where true ").repeated(50) + QString(50, u')') << "error SEM0900";
    QTest::newRow("20 levels of top-nested") << QStringLiteral("requests | top-nested 1 of name by count()") + QStringLiteral(", top-nested 1 of id by count()").repeated(20) << "error SEM0900";
}

void TestKqlLimits::refusesOversizedText()
{
    QFETCH(QString, query);
    QFETCH(QString, error);
    QElapsedTimer timer;
    timer.start();
    const QString rows = m_run.rows(query);
    QVERIFY2(error.isEmpty() ? !rows.startsWith(u"engine") : rows.startsWith(error), qPrintable(rows.left(200)));
    QVERIFY2(timer.elapsed() < 20000, qPrintable(QString::number(timer.elapsed())));
}

/// The pattern that makes backtracking engines take years; RE2 does not backtrack.
void TestKqlLimits::regularExpressionsTakeLinearTime()
{
    QCOMPARE(m_run.rows(QStringLiteral("print strcat(strrep('a', 1000), 'b') matches regex @'^(a+)+$'")), QStringLiteral("false"));
    QCOMPARE(m_run.rows(QStringLiteral("print extract(@'^(a|aa|aaa)*c', 0, strrep('a', 1000))")), QString());
}

/// A repetition of repetitions is refused by size, whether the pattern is constant or comes from the data.
void TestKqlLimits::regularExpressionsAreBounded()
{
    QVERIFY(m_run.rows(QStringLiteral("print 'a' matches regex '((a{900}){900}){900}'")).startsWith(u"e"));
    const auto fromData = m_run.run(QStringLiteral("requests | extend p = strcat('((a{900}){900}){900}', id) | where id matches regex p"));
    QVERIFY(!fromData);
}

/// The error names the cause; the connection goes on.
void TestKqlLimits::memoryIsBounded()
{
    auto small = lab::DuckDb::open({.memoryLimitMiB = 80, .threads = 2}).value().connect().value();
    const auto compiled = m_run.compile(QStringLiteral("range a from 1 to 1000000 step 1 | extend k = a % 3 | join kind=inner (range b from 1 to 1000000 step 1 | extend k = b % 3) on k "
                                                       "| summarize make_list(strcat(a, '-', b))"));
    QVERIFY2(compiled, qPrintable(compiled ? QString() : compiled.error().message));
    const auto result = lab::runKql(small, *compiled);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Query);
    QVERIFY2(result.error().message.contains(u"memory"), qPrintable(result.error().message));
    QVERIFY(small.query("SELECT 1"));
}

void TestKqlLimits::sortsOfSeriesAreBounded()
{
    QCOMPARE(m_run.rows(QStringLiteral("print x = range(1, 100000000, 1) | project array_length(x)")), QStringLiteral("1048576"));
    QCOMPARE(m_run.rows(QStringLiteral("range x from 1 to 100000000 step 1 | count")), QStringLiteral("1048576"));
}

/// How long an interrupt takes to be obeyed is shown; the bound has room for a busy machine.
void TestKqlLimits::interruptEndsAHeavyJoin()
{
    const auto compiled = m_run.compile(heavyJoin);
    QVERIFY2(compiled, qPrintable(compiled ? QString() : compiled.error().message));
    qint64 slowest = 0;
    constexpr std::chrono::milliseconds allowed(150); // the join is at work by then; it would take hours
    for (int round = 0; round < 3; ++round) {
        QElapsedTimer timer;
        timer.start();
        const lab::QueryDeadline deadline(m_run.database(), allowed);
        const auto result = lab::runKql(m_run.database(), *compiled);
        const qint64 took = timer.nsecsElapsed() / 1000 - std::chrono::microseconds(allowed).count();
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::Cancelled);
        slowest = std::max(slowest, took);
    }
    qInfo("an interrupt was obeyed after at most %.1f ms", static_cast<double>(slowest) / 1000);
    QVERIFY2(slowest < 2000000, qPrintable(QString::number(slowest)));
}

/// The longest series that make-series gives is still analysed in seconds; a longer one is no series.
void TestKqlLimits::longSeriesAreBounded()
{
    QCOMPARE(m_run.rows(QStringLiteral("print y = range(1, 200000, 1) | project (f) = series_decompose_anomalies(y) | project array_length(f)")), QStringLiteral("200000"));
    QCOMPARE(m_run.rows(QStringLiteral("print y = range(1, 1048576, 1) | project isnull(series_outliers(array_concat(y, dynamic([1]))))")), QStringLiteral("true"));
}

QD_TEST_MAIN(QCoreApplication, TestKqlLimits)
#include "tst_kqllimits.moc"
