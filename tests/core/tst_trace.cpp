#include "testmain.h"
#include "mcp/jsontext.h"
#include "trace/propertybag.h"
#include "tracefixtures.h"

#include <QObject>

using namespace qd;
using namespace qd::test;
using namespace std::chrono_literals;

namespace {

QString nameOf(const Trace &trace, int index) { return index < 0 ? QString() : trace.span(index).id.value; }

SpanEvent eventAt(double ms, SpanEvent::Kind kind, const char *name)
{
    return {.kind = kind, .at = ManualClock::start + Microseconds(qint64(ms * 1000)), .name = QString::fromLatin1(name)};
}

} // namespace

/// The tree, and what is read off it, on spans made by hand.
class TestTrace : public QObject
{
    Q_OBJECT

private slots:
    void init() { failOnWarnings(); }
    void cleanup() { checkNoErrorsLogged(); }

    void rowsInAnyOrderGiveOneTree()
    {
        std::vector<SpanSpec> rows = sampleTask();
        const QStringList expected{QStringLiteral("0 POST /chat"), QStringLiteral("1 invoke_agent order-desk"), QStringLiteral("2 chat gpt-4o"),
                                   QStringLiteral("2 chat gpt-4o"), QStringLiteral("2 execute_tool search_orders"),
                                   QStringLiteral("3 POST /orders-srv/mcp"), QStringLiteral("4 tools/call search_orders"),
                                   QStringLiteral("2 execute_tool cached_orders"), QStringLiteral("2 chat gpt-4o")};
        QCOMPARE(outline(makeTrace(rows)), expected);
        std::reverse(rows.begin(), rows.end());
        QCOMPARE(outline(makeTrace(rows)), expected);
        std::rotate(rows.begin(), rows.begin() + 4, rows.end());
        QCOMPARE(outline(makeTrace(rows)), expected);
    }

    void rolesFollowAttributes_data()
    {
        QTest::addColumn<int>("index");
        QTest::addColumn<int>("role");
        const auto row = [](const char *name, int index, SpanRole role) { QTest::newRow(name) << index << int(role); };
        row("request of an agent", 0, SpanRole::Agent);
        row("agent", 1, SpanRole::Agent);
        row("model", 2, SpanRole::Model);
        row("tool", 4, SpanRole::Tool);
        row("gateway", 5, SpanRole::Gateway);
        row("mcp", 6, SpanRole::Tool);
    }
    void rolesFollowAttributes()
    {
        QFETCH(const int, index);
        QFETCH(const int, role);
        QCOMPARE(int(makeTrace(sampleTask()).span(index).role), role);
    }

    void rolesWithoutAttributes()
    {
        Span span;
        span.type = QStringLiteral("SQL");
        QCOMPARE(roleOfSpan(span), SpanRole::Dependency);
        span.type = QStringLiteral("InProc");
        QCOMPARE(roleOfSpan(span), SpanRole::Other);
        span.type = QStringLiteral("Http");
        span.target = QStringLiteral("contoso.azure-api.net");
        QCOMPARE(roleOfSpan(span), SpanRole::Gateway);
        span.attributes = {attribute("gateway.policy", "rate-limit")};
        QCOMPARE(roleOfSpan(span), SpanRole::Policy);
        span = {};
        span.kind = Span::Kind::Request;
        QCOMPARE(roleOfSpan(span), SpanRole::Other);
    }

    void orphansHangUnderAPlaceholder()
    {
        const Trace trace = makeTrace({{"r", "", "root", 0, 100}, {"b", "gone", "late", 50, 20}, {"c", "gone", "early", 30, 10}});
        QCOMPARE(outline(trace), QStringList({QStringLiteral("0 root"), QStringLiteral("0 missing span gone"), QStringLiteral("1 early"), QStringLiteral("1 late")}));
        QCOMPARE(trace.missingSpans(), 1);
        QCOMPARE(trace.span(1).start, ManualClock::start + 30ms);
        QCOMPARE(trace.span(1).duration, Microseconds(40ms));
    }

    void aTraceWithoutItsRoot()
    {
        const Trace trace = makeTrace({{"m", "a", "chat", 10, 20}, {"t", "a", "execute_tool x", 40, 20, true}});
        QCOMPARE(trace.size(), 3);
        QCOMPARE(trace.start(), ManualClock::start + 10ms);
        QCOMPARE(trace.duration(), Microseconds(50ms));
        QCOMPARE(nameOf(trace, trace.firstFailure()), QStringLiteral("t"));
    }

    void theRequestsCallerMayBeElsewhere()
    {
        std::vector<SpanSpec> rows{{"r", "browser", "root", 0, 100}};
        TraceRows made{.spans = {makeSpan(rows[0])}};
        made.spans[0].kind = Span::Kind::Request;
        const Trace trace = Trace::build(TraceId(QStringLiteral("t")), made);
        QCOMPARE(trace.size(), 1);
        QCOMPARE(trace.missingSpans(), 0);
    }

    void cyclesAreCut()
    {
        const Trace pair = makeTrace({{"a", "b", "A", 0, 10}, {"b", "a", "B", 1, 5}, {"s", "s", "self", 2, 1}});
        QCOMPARE(pair.size(), 3);
        QCOMPARE(pair.brokenCycles(), 1);
        QSet<QString> seen;
        for (int i = 0; i < pair.size(); ++i)
            seen.insert(pair.span(i).name);
        QCOMPARE(seen.size(), 3);
    }

    void repeatedRowsAndStolenIds()
    {
        const SpanSpec tool{"t", "r", "tool", 10, 20};
        const Trace trace = makeTrace({{"r", "", "root", 0, 100}, tool, tool, {"t", "r", "another", 40, 5}, {"x", "t", "below", 12, 2}});
        QCOMPARE(outline(trace), QStringList({QStringLiteral("0 root"), QStringLiteral("1 tool"), QStringLiteral("2 below"), QStringLiteral("1 another")}));
        QCOMPARE(trace.repeatedRows(), 1);
    }

    void anotherProcessHasAnotherClock()
    {
        TraceRows rows{.spans = {makeSpan({"r", "", "root", 0, 100}), makeSpan({"c", "r", "server", 500, 60}), makeSpan({"d", "c", "db", 520, 10}),
                                 makeSpan({"l", "r", "local", 90, 40})}};
        rows.spans[1].service = rows.spans[2].service = QStringLiteral("orders-srv");
        const Trace trace = Trace::build({}, rows);
        QCOMPARE(trace.indexOf(SpanId(QStringLiteral("c"))), 1);
        QCOMPARE(trace.span(1).start, ManualClock::start + 20ms); // in the middle of its parent
        QCOMPARE(trace.span(1).skew, Microseconds(-480ms));
        QCOMPARE(trace.span(2).start, ManualClock::start + 40ms); // goes along
        QCOMPARE(trace.span(3).start, ManualClock::start + 90ms); // the same process outlives its caller: no skew
        QCOMPARE(trace.duration(), Microseconds(130ms));
    }

    void selfTimeAndGaps()
    {
        const Trace trace = makeTrace({{"r", "", "root", 0, 1000}, {"a", "r", "one", 100, 200}, {"b", "r", "overlaps", 250, 150}, {"c", "r", "late", 900, 300}});
        QCOMPARE(trace.node(0).self, Microseconds(600ms)); // 0-100 and 400-900
        QCOMPARE(trace.node(1).self, Microseconds(200ms));
        QCOMPARE(trace.duration(), Microseconds(1200ms));
        const std::vector<SpanStretch> gaps{{0, ManualClock::start, ManualClock::start + 100ms}, {0, ManualClock::start + 400ms, ManualClock::start + 900ms}};
        QVERIFY(trace.gaps() == gaps);
        // 5 % of 1200 ms is 60 ms: a gap of 50 ms is not told.
        QVERIFY(makeTrace({{"r", "", "root", 0, 1200}, {"a", "r", "one", 50, 1150}}).gaps().empty());
    }

    void criticalPathIsWhatTheEndWaitedFor()
    {
        // root 0-100: a 0-40 and b 10-80 run side by side, c 82-95 follows; b holds d 20-70.
        const Trace trace = makeTrace({{"r", "", "root", 0, 100}, {"a", "r", "a", 0, 40}, {"b", "r", "b", 10, 70}, {"d", "b", "d", 20, 50}, {"c", "r", "c", 82, 13}});
        const auto at = [](int ms) { return ManualClock::start + Milliseconds(ms); };
        const int r = trace.indexOf(SpanId(QStringLiteral("r"))), b = trace.indexOf(SpanId(QStringLiteral("b"))), d = trace.indexOf(SpanId(QStringLiteral("d"))), c = trace.indexOf(SpanId(QStringLiteral("c")));
        const std::vector<SpanStretch> expected{{r, at(0), at(10)}, {r, at(80), at(82)}, {r, at(95), at(100)}, {b, at(10), at(20)}, {b, at(70), at(80)}, {d, at(20), at(70)}, {c, at(82), at(95)}};
        QVERIFY(trace.criticalPath() == expected);
        QVERIFY(!trace.node(trace.indexOf(SpanId(QStringLiteral("a")))).isCritical);
        Microseconds sum{0};
        for (const SpanStretch &stretch : trace.criticalPath())
            sum += stretch.to - stretch.from;
        QCOMPARE(sum, trace.duration());
    }

    void aMarginIsNoOverlap()
    {
        const Trace near = makeTrace({{"r", "", "root", 0, 100}, {"a", "r", "a", 0, 51}, {"b", "r", "b", 50, 50}});
        QVERIFY(near.node(near.indexOf(SpanId(QStringLiteral("a")))).isCritical);
        const Trace over = makeTrace({{"r", "", "root", 0, 100}, {"a", "r", "a", 0, 54}, {"b", "r", "b", 50, 50}});
        QVERIFY(!over.node(over.indexOf(SpanId(QStringLiteral("a")))).isCritical);
    }

    void usageIsAddedAtTheLeaves()
    {
        std::vector<SpanSpec> rows = sampleTask();
        TraceRows made;
        for (const SpanSpec &spec : rows)
            made.spans.push_back(makeSpan(spec));
        made.spans[1].inputTokens = 999; // the agent's own sum
        made.spans[1].cost = 9;
        made.spans[2].inputTokens = 100;
        made.spans[2].outputTokens = 20;
        made.spans[2].cost = 0.01;
        made.spans[8].inputTokens = 200;
        made.spans[8].cost = 0.02;
        const Trace trace = Trace::build({}, made);
        QCOMPARE(trace.inputTokens(), 300);
        QCOMPARE(trace.outputTokens(), 20);
        QCOMPARE(*trace.cost(), 0.03);
        QVERIFY(!makeTrace({{"r", "", "root", 0, 1}}).cost());
    }

    void failuresRollUp()
    {
        const Trace trace = makeTrace(sampleTask());
        QCOMPARE(trace.failures(), 3);
        QCOMPARE(trace.node(0).failuresBelow, 3);
        QCOMPARE(trace.node(4).failuresBelow, 2);
        QCOMPARE(trace.node(6).failuresBelow, 0);
        QCOMPARE(trace.nextFailure(-1, true), 4);
        QCOMPARE(trace.nextFailure(6, true), 4); // round the end
        QCOMPARE(trace.nextFailure(4, false), 6);
        QCOMPARE(makeTrace({{"r", "", "root", 0, 1}}).nextFailure(0, true), -1);
    }

    void theDeepestCauseThatNothingMadeUpFor()
    {
        // The tool's failure was made up for by its fallback: what stays is nothing, so the cause of the chain is told.
        const Trace resolved = makeTrace(sampleTask());
        QCOMPARE(nameOf(resolved, resolved.firstFailure()), QStringLiteral("c1"));
        std::vector<SpanSpec> rows = sampleTask();
        rows.push_back({"t3", "a", "execute_tool refund", 985, 5, true, {attribute("gen_ai.operation.name", "execute_tool")}});
        const Trace open = makeTrace(rows);
        QCOMPARE(nameOf(open, open.firstFailure()), QStringLiteral("t3"));
        // A retry inside a model call that succeeded is no cause while there is another.
        rows.push_back({"h", "m1", "POST /openai/", 11, 20, true, {}});
        const Trace retried = makeTrace(rows);
        QCOMPARE(nameOf(retried, retried.firstFailure()), QStringLiteral("t3"));
        QCOMPARE(makeTrace({{"r", "", "root", 0, 1}}).firstFailure(), -1);
    }

    void chains()
    {
        const Trace trace = makeTrace(sampleTask());
        QCOMPARE(trace.repairs().size(), 1);
        QCOMPARE(trace.repairs()[0].spans, QList<int>({2, 3, 4}));
        QVERIFY(trace.repairs()[0].hasRecovered);
        QCOMPARE(trace.fallbacks().size(), 1);
        QCOMPARE(trace.fallbacks()[0].tool, QStringLiteral("search_orders"));
        QCOMPARE(trace.fallbacks()[0].spans, QList<int>({4, 7}));
        QVERIFY(trace.fallbacks()[0].isResolved);
    }

    void eventsFindTheirSpans()
    {
        TraceRows rows{.spans = {makeSpan({"r", "", "root", 0, 100}), makeSpan({"t", "r", "tool", 10, 20, true})}};
        rows.events = {{SpanId(QStringLiteral("t")), eventAt(30, SpanEvent::Kind::Exception, "Timeout")},
                       {SpanId(QStringLiteral("t")), eventAt(20, SpanEvent::Kind::Log, "")},
                       {SpanId(QStringLiteral("nobody")), eventAt(1, SpanEvent::Kind::Log, "")},
                       {SpanId(QStringLiteral("r")), eventAt(90, SpanEvent::Kind::Custom, "gen_ai.evaluation.result")}};
        rows.events[3].second.attributes = {attribute("gen_ai.evaluation.name", "groundedness"), attribute("gen_ai.evaluation.score.label", "fail"), attribute("gen_ai.evaluation.score.value", "2.1")};
        const Trace trace = Trace::build({}, rows);
        QCOMPARE(trace.size(), 3);
        QCOMPARE(trace.span(1).events.size(), 2);
        QCOMPARE(trace.span(1).events[1].name, QStringLiteral("Timeout"));
        QCOMPARE(errorOfSpan(trace.span(1)), QStringLiteral("Timeout"));
        QCOMPARE(trace.span(0).events.size(), 1);
        QCOMPARE(trace.span(2).name, QStringLiteral("eval groundedness"));
        QCOMPARE(trace.span(2).role, SpanRole::Evaluation);
        QVERIFY(trace.span(2).isFailed);
    }

    void nothingAtAll()
    {
        const Trace trace = Trace::build({}, {});
        QCOMPARE(trace.size(), 0);
        QCOMPARE(trace.firstFailure(), -1);
        QCOMPARE(trace.nextFailure(-1, true), -1);
        QCOMPARE(trace.duration(), Microseconds(0));
    }

    /// A chain as deep as the cap, a fan as wide, and one of cycles only: all end, and none recurses.
    void hostileShapes()
    {
        const auto id = [](int i) { return SpanId(QString::number(i)); };
        for (const int shape : {0, 1, 2}) {
            TraceRows rows;
            for (int i = 0; i < 50000; ++i) {
                Span span = makeSpan({"", "", "s", double(i) / 100, 500, i % 3 == 0});
                span.kind = Span::Kind::Dependency;
                span.id = id(i);
                span.parentId = shape == 0 ? id(i - 1) : shape == 1 ? id(0) : id((i + 1) % 50000);
                span.attributes = {attribute("agent.fallback.rung", "1")};
                rows.spans.push_back(std::move(span));
            }
            const Trace trace = Trace::build({}, std::move(rows));
            QVERIFY(trace.size() >= 50000);
            QVERIFY(trace.firstFailure() >= 0);
            QCOMPARE(trace.brokenCycles(), shape == 2 ? 1 : 0);
        }
    }

    void propertyBags_data()
    {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("read");
        const auto row = [](const char *name, const char *json, const char *read) { QTest::newRow(name) << QString::fromUtf8(json) << QString::fromUtf8(read); };
        row("plain", "{\"b\":\"2\",\"a\":\"1\"}", "a=1;b=2;");
        row("empty", "{}", "");
        row("none", "", "");
        row("list", "[1,2]", "");
        row("escapes", "{\"k\\n\":\"\\u0041\\\"\\\\\\/\\t\"}", "k\n=A\"\\/\t;");
        row("numbers and words", "{\"n\": -1.5e3 , \"t\":true, \"z\":null}", "n=-1.5e3;t=true;z=;");
        row("nested stays text", "{\"o\":{\"a\":[1,\"}\"]},\"x\":\"y\"}", "o={\"a\":[1,\"}\"]};x=y;");
        row("broken off", "{\"a\":\"1\",\"b\":\"2", "a=1;");
        row("bad escape", "{\"a\":\"1\",\"b\":\"\\q\",\"c\":\"3\"}", "a=1;");
        row("surrogates", "{\"e\":\"\\ud83d\\ude00\"}", "e=\xF0\x9F\x98\x80;");
        row("not separated", "{\"a\":\"1\" \"b\":\"2\"}", "a=1;");
    }
    void propertyBags()
    {
        QFETCH(const QString, json);
        QFETCH(const QString, read);
        QString text;
        for (const auto &[name, value] : readPropertyBag(json))
            text += name + QLatin1Char('=') + value + QLatin1Char(';');
        QCOMPARE(text, read);
    }

    void bagsAreBounded()
    {
        QString many = QStringLiteral("{");
        for (int i = 0; i < 3000; ++i)
            many += QStringLiteral("\"k%1\":1,").arg(i);
        QCOMPARE(readPropertyBag(many).size(), maxBagEntries);
        QVERIFY(readPropertyBag(QString(QStringLiteral("{\"a\":") + QString(100000, QLatin1Char('[')))).isEmpty());
        const QString big = QStringLiteral("{\"a\":\"") + QString(1000000, QLatin1Char('x')) + QStringLiteral("\"}");
        QCOMPARE(readPropertyBag(big)[0].second.size(), 1000000);
    }

    void jsonIsIndented()
    {
        QCOMPARE(indentedJson(QStringLiteral("{\"a\":1,\"b\":[{\"c\":\"x, {y}\"},2],\"d\":{},\"e\":[]}")),
                 QStringLiteral("{\n  \"a\": 1,\n  \"b\": [\n    {\n      \"c\": \"x, {y}\"\n    },\n    2\n  ],\n  \"d\": {},\n  \"e\": []\n}"));
        QCOMPARE(indentedJson(QStringLiteral("plain words")), QStringLiteral("plain words"));
        QCOMPARE(indentedJson(QString(50, QLatin1Char('a')), 10).size(), 11);
        QVERIFY(!indentedJson(QStringLiteral("{\"never closed\\")).isEmpty());
        QVERIFY(indentedJson(QString(10000, QLatin1Char('['))).size() < 2000000);
    }
};

QD_TEST_MAIN(QCoreApplication, TestTrace)
#include "tst_trace.moc"
