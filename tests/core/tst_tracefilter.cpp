#include "manualclock.h"
#include "testmain.h"
#include "trace/tracequery.h"

#include <QObject>

using namespace qd;
using namespace qd::test;

namespace {

QString described(const TraceFilter &filter)
{
    static const char *fields[] = {"text", "err", "dur", "cost", "tokens", "tool", "tenant", "model", "prompt", "agent"};
    static const char *signs[] = {"=", "<", "<=", ">", ">="};
    QStringList parts;
    for (const TraceTerm &term : filter.terms) {
        QString part = term.isNegated ? QStringLiteral("-") : QString();
        part += QLatin1String(fields[int(term.field)]);
        if (term.field == TraceTerm::Field::Duration || term.field == TraceTerm::Field::Cost || term.field == TraceTerm::Field::Tokens)
            part += QLatin1String(signs[int(term.compare)]) + QString::number(term.number);
        else
            part += QLatin1Char('(') + term.text + QLatin1Char(')');
        parts << part;
    }
    return parts.join(QLatin1Char(' '));
}

constexpr TimeSpanRange lastHour{ManualClock::start - std::chrono::hours(1), ManualClock::start};

} // namespace

/// The language of the filter box, and that nothing typed can leave its literal.
class TestTraceFilter : public QObject
{
    Q_OBJECT

private slots:
    void init() { failOnWarnings(); }

    void understood_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("terms");
        const auto row = [](const char *text, const char *terms) { QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(terms); };
        row("", "");
        row("   ", "");
        row("refund", "text(refund)");
        row("refund order", "text(refund) text(order)");
        row("\"refund order\"", "text(refund order)");
        row("err", "err()");
        row("ERR", "err()");
        row("-err", "-err()");
        row("\"err\"", "text(err)");
        row("dur>2s", "dur>2000");
        row("dur>=1.5m", "dur>=90000");
        row("dur<500ms", "dur<500");
        row("dur=1h", "dur=3.6e+06");
        row("cost>0.05", "cost>0.05");
        row("cost<=$1", "cost<=1");
        row("tokens>5000", "tokens>5000");
        row("tool:search_orders", "tool(search_orders)");
        row("tool:search*", "tool(search*)");
        row("-tenant:\"contoso retail\"", "-tenant(contoso retail)");
        row("model:gpt-4o prompt:v14 agent:order-desk", "model(gpt-4o) prompt(v14) agent(order-desk)");
        row("tenant:a:b", "tenant(a:b)");
        row("\"a \\\"b\\\" \\\\c\"", "text(a \"b\" \\c)");
        row("err dur>2s -tool:x order", "err() dur>2000 -tool(x) text(order)");
        row("größe", "text(größe)");
    }
    void understood()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, terms);
        const auto filter = TraceFilter::parse(text);
        QVERIFY2(filter.has_value(), qPrintable(filter ? QString() : filter.error().message));
        QCOMPARE(described(*filter), terms);
    }

    void refused_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("at");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *text, int at, const char *says) { QTest::newRow(text) << QString::fromUtf8(text) << at << QString::fromUtf8(says); };
        row("toool:x", 0, "no filter “toool:”");
        row("err what:x", 4, "no filter");
        row("dur>", 4, "duration");
        row("dur>2", 4, "duration");
        row("err dur>fast", 8, "duration");
        row("dur>-1s", 4, "duration");
        row("cost>much", 5, "number");
        row("cost>nan", 5, "number");
        row("cost>1e999", 5, "number");
        row("tool>5", 0, "Only dur, cost and tokens");
        row("tenant:", 7, "missing");
        row("-", 1, "missing");
        row("\"open", 0, "not closed");
        row("tenant:\"open", 7, "not closed");
        row("\"\"", 2, "missing");
    }
    void refused()
    {
        QFETCH(const QString, text);
        QFETCH(const int, at);
        QFETCH(const QString, says);
        const auto filter = TraceFilter::parse(text);
        QVERIFY(!filter);
        QCOMPARE(filter.error().kind, ErrorKind::Invalid);
        QVERIFY(filter.error().position.has_value());
        QCOMPARE(filter.error().position->offset, qsizetype(at));
        QCOMPARE(filter.error().position->column, at + 1);
        QVERIFY2(filter.error().message.contains(says), qPrintable(filter.error().message));
    }

    void bounded()
    {
        QVERIFY(!TraceFilter::parse(QString(5000, QLatin1Char('x'))));
        QVERIFY(!TraceFilter::parse(QStringLiteral("a ").repeated(31)));
        QVERIFY(TraceFilter::parse(QStringLiteral("a ").repeated(30)));
    }

    void namesOfBothSchemas()
    {
        const auto filter = TraceFilter::parse(QStringLiteral("err dur>2s tool:x"));
        const QString classic = buildTraceListQuery(TelemetrySchema::Classic, *filter, lastHour, 100);
        const QString workspace = buildTraceListQuery(TelemetrySchema::Workspace, *filter, lastHour, 100);
        for (const char *name : {"requests", "dependencies", "operation_Id", "customDimensions", "timestamp", "duration > 2000.0"}) {
            QVERIFY2(classic.contains(QLatin1String(name)), name);
            QVERIFY2(!workspace.contains(QLatin1String(name)), name);
        }
        for (const char *name : {"AppRequests", "AppDependencies", "OperationId", "Properties", "TimeGenerated", "DurationMs > 2000.0", "top 100 by at"})
            QVERIFY2(workspace.contains(QLatin1String(name)), name);
    }
};

QD_TEST_MAIN(QCoreApplication, TestTraceFilter)
#include "tst_tracefilter.moc"
