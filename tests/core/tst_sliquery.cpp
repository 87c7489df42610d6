#include "change/changequery.h"
#include "manualclock.h"
#include "slo/kqltext.h"
#include "slo/sliquery.h"
#include "slo/sliwindows.h"
#include "slofixtures.h"
#include "testmain.h"

#include <QObject>

using namespace qd;
using namespace qd::test;
using namespace std::chrono_literals;
using Purpose = SliQuery::Purpose;

namespace {

constexpr Instant to = ManualClock::start; // 2026-11-21 12:00:00Z
constexpr TimeSpanRange lastHour{to - 1h, to};

SliQuery queryFor(const QList<SloDefinition> &slos, Purpose purpose, TelemetrySchema schema = TelemetrySchema::Classic,
                  const MetricDictionary &dictionary = {})
{
    for (const SliQuery &query : buildRefreshQueries(slos, dictionary, schema, lastHour))
        if (query.purpose == purpose)
            return query;
    return {};
}

QString lines(std::initializer_list<const char *> parts)
{
    QStringList list;
    for (const char *part : parts)
        list.append(QString::fromUtf8(part));
    return list.join(u'\n');
}

} // namespace

class TestSliQuery : public QObject
{
    Q_OBJECT

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void atMostFourQueries()
    {
        const auto all = buildRefreshQueries(mixedSlos(), {}, TelemetrySchema::Classic, lastHour);
        QCOMPARE(all.size(), 4);
        QCOMPARE(all.at(0).purpose, Purpose::Bands);
        QVERIFY(all.at(0).span == (TimeSpanRange{to - 720h, to}));
        QVERIFY(all.at(1).span == lastHour);
        QVERIFY(all.at(3).span == (TimeSpanRange{to - 24h, to}));
        QCOMPARE(buildRefreshQueries({taskSuccess()}, {}, TelemetrySchema::Classic, lastHour).size(), 3); // no percentile
        QVERIFY(buildRefreshQueries({}, {}, TelemetrySchema::Classic, lastHour).isEmpty());
    }

    void equalRoundsAreEqualText()
    {
        const auto first = buildRefreshQueries(mixedSlos(), {}, TelemetrySchema::Classic, lastHour);
        const auto second = buildRefreshQueries(mixedSlos(), {}, TelemetrySchema::Classic, lastHour);
        for (qsizetype i = 0; i < first.size(); ++i)
            QCOMPARE(first.at(i).kql, second.at(i).kql);
    }

    void bandsOfARatio()
    {
        QCOMPARE(queryFor({taskSuccess()}, Purpose::Bands).kql,
                 lines({"customMetrics",
                        "| where timestamp >= datetime(2026-10-22T12:00:00.0000000Z) and timestamp < datetime(2026-11-21T12:00:00.0000000Z) and name == \"agent.task.count\"",
                        "| where tostring(customDimensions[\"outcome\"]) != \"blocked\"",
                        "| extend band = case(timestamp >= datetime(2026-11-21T11:55:00.0000000Z), 5, timestamp >= datetime(2026-11-21T11:30:00.0000000Z), 30, "
                        "timestamp >= datetime(2026-11-21T11:00:00.0000000Z), 60, timestamp >= datetime(2026-11-21T10:00:00.0000000Z), 120, "
                        "timestamp >= datetime(2026-11-21T06:00:00.0000000Z), 360, timestamp >= datetime(2026-11-20T12:00:00.0000000Z), 1440, "
                        "timestamp >= datetime(2026-11-18T12:00:00.0000000Z), 4320, 43200)",
                        "| summarize good = sumif(valueSum, tostring(customDimensions[\"outcome\"]) == \"completed\"), total = sum(valueSum), newest = max(timestamp) by band",
                        "| project slo = \"task-success\", band, good = todouble(good), total = todouble(total), newest"}));
    }

    void workspaceNames()
    {
        const QString kql = queryFor({taskSuccess()}, Purpose::Series, TelemetrySchema::Workspace).kql;
        QCOMPARE(kql,
                 lines({"AppMetrics",
                        "| where TimeGenerated >= datetime(2026-11-21T11:00:00.0000000Z) and TimeGenerated < datetime(2026-11-21T12:00:00.0000000Z) and Name == \"agent.task.count\"",
                        "| where tostring(Properties[\"outcome\"]) != \"blocked\"",
                        "| summarize good = sumif(Sum, tostring(Properties[\"outcome\"]) == \"completed\"), total = sum(Sum) by at = bin(TimeGenerated, 1m)",
                        "| project slo = \"task-success\", at, good = todouble(good), total = todouble(total), value = iff(total > 0, todouble(good) / total, 0.0)"}));
        const QString requests = queryFor({turnLatency()}, Purpose::Range, TelemetrySchema::Workspace).kql;
        QVERIFY2(requests.contains(QStringLiteral("DurationMs / 1000.0")), qPrintable(requests));
        QVERIFY(requests.contains(QStringLiteral("sum(ItemCount)")));
        QVERIFY(!requests.contains(QStringLiteral("itemCount")));
    }

    void pieces_data()
    {
        QTest::addColumn<SloDefinition>("slo");
        QTest::addColumn<QString>("part");
        const auto row = [](const char *name, const SloDefinition &slo, const char *part) {
            QTest::newRow(name) << slo << QString::fromUtf8(part);
        };
        row("histogram over its own count", costPerTask(), "good = sum(valueSum), total = sum(valueCount)");
        row("two metrics: names", modelErrors(), "and name in (\"agent.llm.errors\", \"agent.llm.duration\")");
        row("two metrics: counts", modelErrors(),
            "good = sumif(valueSum, name == \"agent.llm.errors\"), total = sumif(valueCount, name == \"agent.llm.duration\")");
        SloDefinition repairs = modelErrors();
        repairs.role = MetricRole::RepairAttempts;
        repairs.perRole = MetricRole::TaskCount;
        row("per a counter", repairs, "total = sumif(valueSum, name == \"agent.task.count\")");
        row("prefix", availability(), "good = sumif(itemCount, not(resultCode startswith \"5\")), total = sum(itemCount)");
        row("table filter before bags", groundedness(), "and name == \"gen_ai.evaluation.result\"\n| where tostring(customDimensions[\"gen_ai.evaluation.name\"]) == \"groundedness\"");
        row("field of an event", groundedness(),
            "extend sliValue = coalesce(todouble(customMeasurements[\"gen_ai.evaluation.score.value\"]), todouble(customDimensions[\"gen_ai.evaluation.score.value\"]))");
        row("only numbers count", groundedness(), "\n| where sliValue between (-1e15 .. 1e15)\n");
        row("mean of a field", groundedness(), "good = sum(sliValue * itemCount), total = sum(itemCount)");
        row("share over target", turnLatency(), "good = sumif(itemCount, sliValue <= 5.0), total = sum(itemCount)");
        SloDefinition mixed = availability();
        mixed.good = {{QStringLiteral("resultCode"), {QStringLiteral("2*"), QStringLiteral("304"), QStringLiteral("404")}, false}};
        row("prefix or exact", mixed, "(resultCode in (\"304\", \"404\") or resultCode startswith \"2\")");
        mixed.good = {{QStringLiteral("success"), {QStringLiteral("True")}, false}};
        row("success is text", mixed, "sumif(itemCount, success == \"True\")");
        mixed.good = {{QStringLiteral("tenant \"x\""), {QStringLiteral("a\\b"), QStringLiteral("c")}, true}};
        row("quoting", mixed, "tostring(customDimensions[\"tenant \\\"x\\\"\"]) !in (\"a\\\\b\", \"c\")");
        SloDefinition fast = turnLatency();
        fast.kind = SliKind::Threshold;
        fast.limit = 2.5;
        row("threshold, lower", fast, "good = sumif(itemCount, sliValue <= 2.5)");
        fast.better = BetterIs::Higher;
        row("threshold, higher", fast, "good = sumif(itemCount, sliValue >= 2.5)");
    }
    void pieces()
    {
        QFETCH(SloDefinition, slo);
        QFETCH(QString, part);
        const QString kql = queryFor({slo}, Purpose::Bands).kql;
        QVERIFY2(kql.contains(part), qPrintable(kql));
    }

    void workspaceSuccessIsABool()
    {
        SloDefinition slo = availability();
        slo.good = {{QStringLiteral("success"), {QStringLiteral("True")}, false}};
        QVERIFY(queryFor({slo}, Purpose::Bands, TelemetrySchema::Workspace).kql.contains(
            QStringLiteral("sumif(ItemCount, iff(Success, \"True\", \"False\") == \"True\")")));
    }

    void bagsAreOpenedOnlyForFilters()
    {
        for (const SloDefinition &slo : {costPerTask(), modelErrors(), turnLatency(), availability()})
            QVERIFY2(!queryFor({slo}, Purpose::Bands).kql.contains(QStringLiteral("customDimensions")), qPrintable(slo.id.value));
    }

    void percentileSeriesAndRange()
    {
        QVERIFY(!queryFor({turnLatency()}, Purpose::Series).kql.contains(QStringLiteral("between"))); // a duration is always there
        QVERIFY(queryFor({turnLatency()}, Purpose::Series).kql.contains(QStringLiteral(", value = percentile(sliValue, 95) by at = bin(timestamp, 1m)")));
        const QString range = queryFor(mixedSlos(), Purpose::Range).kql;
        QVERIFY(range.contains(QStringLiteral("summarize value = percentile(sliValue, 95), total = sum(itemCount)")));
        QVERIFY(!range.contains(QStringLiteral("union")));
    }

    void freshnessAsksForEveryTableInUse()
    {
        const QString kql = queryFor({groundedness()}, Purpose::Freshness).kql;
        QCOMPARE(kql, lines({"union",
                             "(requests",
                             "| where timestamp >= datetime(2026-11-20T12:00:00.0000000Z) and timestamp < datetime(2026-11-21T12:00:00.0000000Z)",
                             "| summarize newest = max(timestamp)",
                             "| project source = \"requests\", newest),",
                             "(customEvents",
                             "| where timestamp >= datetime(2026-11-20T12:00:00.0000000Z) and timestamp < datetime(2026-11-21T12:00:00.0000000Z)",
                             "| summarize newest = max(timestamp)",
                             "| project source = \"events\", newest)"}));
    }

    void onlyTheAgreedFunctions()
    {
        static const QStringList allowed{
            QStringLiteral("sum"), QStringLiteral("sumif"), QStringLiteral("max"), QStringLiteral("percentile"), QStringLiteral("bin"),
            QStringLiteral("case"), QStringLiteral("iff"), QStringLiteral("todouble"), QStringLiteral("tostring"), QStringLiteral("coalesce"),
            QStringLiteral("isnotempty"), QStringLiteral("datetime"), QStringLiteral("not")};
        QString text = buildChangeQuery(TelemetrySchema::Classic, lastHour);
        for (const SliQuery &query : buildRefreshQueries(mixedSlos(), {}, TelemetrySchema::Classic, lastHour))
            text += query.kql;
        static const QRegularExpression call(QStringLiteral("([A-Za-z_]+)\\("));
        int calls = 0;
        for (auto it = call.globalMatch(text); it.hasNext(); ++calls) {
            const QString name = it.next().captured(1);
            QVERIFY2(allowed.contains(name), qPrintable(name));
        }
        QVERIFY(calls > 50);
        static const QRegularExpression op(QStringLiteral("\\| ([a-z-]+)"));
        for (auto it = op.globalMatch(text); it.hasNext();) {
            const QString name = it.next().captured(1);
            QVERIFY2(QStringLiteral("where extend project summarize order").contains(name), qPrintable(name));
        }
    }

    void budgetQuerySpansTheWindow()
    {
        const SliQuery rolling = buildBudgetQuery(taskSuccess(), {}, TelemetrySchema::Classic, to);
        QCOMPARE(rolling.purpose, Purpose::Series);
        QVERIFY(rolling.span == (TimeSpanRange{to - 720h, to}));
        QVERIFY(rolling.kql.contains(QStringLiteral("bin(timestamp, 12h)")));
        SloDefinition calendar = taskSuccess();
        calendar.window.kind = SloWindow::Kind::CalendarMonth;
        QCOMPARE(kqltext::dateTime(buildBudgetQuery(calendar, {}, TelemetrySchema::Classic, to).span.from),
                 QStringLiteral("datetime(2026-11-01T00:00:00.0000000Z)"));
    }

    void calendarWindowIsABandOfItsOwn()
    {
        SloDefinition slo = taskSuccess();
        slo.window.kind = SloWindow::Kind::CalendarMonth;
        // 59 minutes and 30 seconds into the month: shorter than the last hour, and the label 60 is taken.
        const Instant early = calendarMonth(to).from + 59min + 30s;
        const std::vector<SliWindow> windows = sliWindows(slo, early);
        int calendars = 0;
        for (size_t i = 0; i < windows.size(); ++i) {
            QVERIFY(i == 0 || windows[i].from <= windows[i - 1].from);
            for (size_t j = 0; j < i; ++j)
                QVERIFY(windows[i].label != windows[j].label);
            if (windows[i].isCalendar) {
                ++calendars;
                QVERIFY(windows[i].from == calendarMonth(to).from);
                QCOMPARE(windows[i].label, 61min);
            }
        }
        QCOMPARE(calendars, 1);
    }

    void seriesSteps_data()
    {
        QTest::addColumn<int>("spanMinutes");
        QTest::addColumn<int>("stepSeconds");
        QTest::newRow("5 m") << 5 << 5;
        QTest::newRow("1 h") << 60 << 60;
        QTest::newRow("90 m") << 90 << 120;
        QTest::newRow("6 h") << 360 << 600;
        QTest::newRow("1 d") << 1440 << 1800;
        QTest::newRow("30 d") << 43200 << 43200;
        QTest::newRow("90 d") << 129600 << 2 * 86400;
        QTest::newRow("nothing") << 0 << 1;
    }
    void seriesSteps()
    {
        QFETCH(int, spanMinutes);
        QFETCH(int, stepSeconds);
        QCOMPARE(seriesStep({to - std::chrono::minutes(spanMinutes), to}), std::chrono::seconds(stepSeconds));
    }

    void literals()
    {
        QCOMPARE(kqlString(QStringLiteral("a\"b\\c\nd\te\r\u0001\u2028é")), QStringLiteral("\"a\\\"b\\\\c\\nd\\te\\r\\u0001\\u2028é\""));
        QCOMPARE(kqltext::dateTime(to + Microseconds(1)), QStringLiteral("datetime(2026-11-21T12:00:00.0000010Z)"));
        QCOMPARE(kqltext::timeSpan(90s), QStringLiteral("90s"));
        QCOMPARE(kqltext::timeSpan(48h), QStringLiteral("2d"));
        QCOMPARE(kqltext::real(0.05), QStringLiteral("0.05"));
        QCOMPARE(kqltext::real(5), QStringLiteral("5.0"));
    }

    void dictionaryNamesAreUsed()
    {
        MetricDictionary dictionary;
        dictionary.setMetricName(MetricRole::TaskCount, QStringLiteral("acme_tasks"));
        dictionary.setDimensionName(QStringLiteral("outcome"), QStringLiteral("result.status"));
        dictionary.setDimensionValue(QStringLiteral("outcome"), QStringLiteral("completed"), QStringLiteral("success"));
        const QString kql = queryFor({taskSuccess()}, Purpose::Bands, TelemetrySchema::Classic, dictionary).kql;
        QVERIFY(kql.contains(QStringLiteral("name == \"acme_tasks\"")));
        QVERIFY(kql.contains(QStringLiteral("tostring(customDimensions[\"result.status\"]) == \"success\"")));
        QVERIFY(kql.contains(QStringLiteral("!= \"blocked\""))); // not renamed
        QVERIFY(!kql.contains(QStringLiteral("agent.task.count")));
        // Tables have their own names: the dictionary does not touch them.
        dictionary.setDimensionName(QStringLiteral("name"), QStringLiteral("renamed"));
        QVERIFY(!queryFor({turnLatency()}, Purpose::Bands, TelemetrySchema::Classic, dictionary).kql.contains(QStringLiteral("renamed")));
    }

    void rolesHaveNames()
    {
        for (int i = 0; i <= static_cast<int>(MetricRole::BudgetUsedRatio); ++i) {
            const auto role = static_cast<MetricRole>(i);
            QVERIFY(metricRoleName(role).startsWith(QStringLiteral("agent.")));
            QVERIFY(metricRoleFromName(metricRoleName(role)) == role);
        }
        QVERIFY(!metricRoleFromName(QStringLiteral("agent.task")));
    }
};

QD_TEST_MAIN(QCoreApplication, TestSliQuery)
#include "tst_sliquery.moc"
