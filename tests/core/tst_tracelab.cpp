#include "dataresources.h"
#include "labresources.h"
#include "labstore.h"
#include "localfiles/localfiles.h"
#include "testmain.h"
#include "trace/trace.h"
#include "trace/tracequery.h"

#include <QFile>
#include <QObject>

#include <algorithm>

using namespace qd;
using namespace std::chrono_literals;

namespace {

constexpr Instant now = test::ManualClock::start;
constexpr TimeSpanRange recent{now - 50min, now};

QByteArray traceFileBytes(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// The trace queries over the simulated fleet, through the lab's own KQL compiler, in both schemas.
class TestTraceLab : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        initDataResources();
        initLabResources();
        const auto slos = decodeSloFile(traceFileBytes(QStringLiteral(":/slo/agent-fleet.json")), QStringLiteral("agent-fleet.json"));
        QVERIFY(slos.has_value());
        m_slos = *slos;
        m_store = test::scenarioStore(QStringLiteral("bad-prompt"), 2h);
        QVERIFY(m_store);
    }
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }
    void cleanupTestCase() { m_store.reset(); }

    void theListIsTheSameInBothSchemas()
    {
        const QList<TraceSummary> classic = list(TelemetrySchema::Classic, {}, 200);
        QCOMPARE(classic.size(), 200);
        QVERIFY(std::ranges::is_sorted(classic, std::greater<>(), &TraceSummary::at));
        QVERIFY(classic == list(TelemetrySchema::Workspace, {}, 200));
        const auto complete = std::ranges::find_if(classic, [](const TraceSummary &trace) { return trace.spans > 5; });
        QVERIFY(complete != classic.end());
        QCOMPARE(complete->root, QStringLiteral("POST /chat"));
        QVERIFY(!complete->tenant.isEmpty() && !complete->agent.isEmpty() && !complete->prompt.isEmpty());
        QVERIFY(complete->cost && *complete->cost > 0 && complete->inputTokens > 0 && complete->outputTokens > 0);
        QVERIFY(complete->duration > 100ms);
    }

    /// What is listed and what the trace itself says must agree.
    void theSummaryAgreesWithTheTrace()
    {
        for (const TraceSummary &summary : list(TelemetrySchema::Classic, {}, 25)) {
            const Trace trace = load(TelemetrySchema::Classic, summary.id);
            QVERIFY(trace.size() > 0);
            int spans = 0;
            int failures = 0;
            for (int i = 0; i < trace.size(); ++i) {
                const bool isCounted = trace.span(i).kind == Span::Kind::Request || trace.span(i).kind == Span::Kind::Dependency;
                spans += isCounted ? 1 : 0;
                failures += isCounted && trace.span(i).isFailed ? 1 : 0;
            }
            QCOMPARE(spans, int(summary.spans));
            QCOMPARE(failures, int(summary.failures));
            QCOMPARE(trace.inputTokens(), summary.inputTokens);
            QCOMPARE(trace.outputTokens(), summary.outputTokens);
            QVERIFY(std::abs(trace.cost().value_or(0) - summary.cost.value_or(0)) < 1e-9);
            QCOMPARE(trace.missingSpans(), 0);
            QCOMPARE(trace.span(0).kind, Span::Kind::Request);
            QCOMPARE(trace.span(0).duration, summary.duration);
        }
    }

    void filters_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("rest");
        const auto row = [](const char *text, const char *rest) { QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(rest); };
        row("err", "-err");
        row("dur>2s", "dur<=2s");
        row("cost>0.005", "-cost>0.005");
        row("tokens>5000", "-tokens>5000");
        row("tool:lookup_order", "-tool:lookup_order");
        row("tool:LOOKUP*", "-tool:lookup_order");
        row("tenant:contoso*", "-tenant:contoso*");
        row("model:gpt-4o", "-model:gpt-4o");
        row("prompt:*v14", "-prompt:order-desk-v14");
        row("agent:order-desk", "-agent:order-desk");
        row("ValidationError", "-ValidationError");
        row("\"schema validation failed\"", "-\"schema validation\"");
    }
    void filters()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, rest);
        const auto idsOf = [](const QList<TraceSummary> &traces) {
            QSet<TraceId> ids;
            for (const TraceSummary &trace : traces)
                ids.insert(trace.id);
            return ids;
        };
        const QSet<TraceId> kept = idsOf(list(TelemetrySchema::Classic, text, 5000));
        const QSet<TraceId> others = idsOf(list(TelemetrySchema::Classic, rest, 5000));
        const QSet<TraceId> all = idsOf(list(TelemetrySchema::Classic, {}, 5000));
        if (all.size() < maxListedTraces) { // else both are cut
            QVERIFY2(!kept.isEmpty() && !others.isEmpty(), qPrintable(QStringLiteral("%1 and %2 of %3").arg(kept.size()).arg(others.size()).arg(all.size())));
            QVERIFY((kept & others).isEmpty());
            QCOMPARE(kept + others, all);
        }
        QCOMPARE(kept, idsOf(list(TelemetrySchema::Workspace, text, 5000)));
    }

    void filtersAreSpecific()
    {
        for (const TraceSummary &trace : list(TelemetrySchema::Classic, QStringLiteral("dur>2s cost>0.005 agent:order-desk"), 50)) {
            QVERIFY(trace.duration > 2s);
            QVERIFY(*trace.cost > 0.005);
            QCOMPARE(trace.agent, QStringLiteral("order-desk"));
        }
        const QList<TraceSummary> any = list(TelemetrySchema::Classic, {}, 1);
        const QList<TraceSummary> byId = list(TelemetrySchema::Classic, any[0].id.value.left(12), 10);
        QCOMPARE(byId.size(), 1);
        QCOMPARE(byId[0].id, any[0].id);
    }

    /// Whatever is typed stays inside its literal: the query compiles and finds nothing, or only what it says.
    void hostileFilters_data()
    {
        QTest::addColumn<QString>("typed");
        for (const char *typed : {"\" or true or \"", "x\") or (\"1\"==\"1", "'; drop", "\\", "\\\"", "a\nb | take 1", "//", "{}|", "\u202e", "%1", "datetime(", "let x = 1;"})
            QTest::newRow(typed) << QString::fromUtf8(typed);
    }
    void hostileFilters()
    {
        QFETCH(const QString, typed);
        for (const TraceTerm::Field field : {TraceTerm::Field::Text, TraceTerm::Field::Tool, TraceTerm::Field::Tenant, TraceTerm::Field::Model, TraceTerm::Field::Prompt, TraceTerm::Field::Agent}) {
            for (const TelemetrySchema schema : {TelemetrySchema::Classic, TelemetrySchema::Workspace}) {
                const TraceFilter filter{{{.field = field, .text = typed}}};
                const auto reply = test::askStore(*m_store, schema, buildTraceListQuery(schema, filter, recent, 10));
                QVERIFY2(reply.has_value(), reply ? "" : qPrintable(reply.error().message));
                if (field != TraceTerm::Field::Text)
                    QCOMPARE(reply->rowCount(), size_t(0));
            }
        }
        const auto trace = test::askStore(*m_store, TelemetrySchema::Classic, buildTraceQuery(TelemetrySchema::Classic, TraceId(typed)));
        QVERIFY(trace.has_value());
        QCOMPARE(trace->rowCount(), size_t(0));
    }

    void tracesAreTheSameInBothSchemas()
    {
        const auto failing = list(TelemetrySchema::Classic, QStringLiteral("err tool:lookup_order"), 3);
        QVERIFY(!failing.isEmpty());
        const Trace classic = load(TelemetrySchema::Classic, failing[0].id);
        const Trace workspace = load(TelemetrySchema::Workspace, failing[0].id);
        QCOMPARE(classic.size(), workspace.size());
        for (int i = 0; i < classic.size(); ++i)
            QVERIFY2(classic.span(i) == workspace.span(i), qPrintable(classic.span(i).name));
    }

    void aFailedTaskTellsItsCause()
    {
        const auto trace = exemplar(QStringLiteral("task-success"));
        QVERIFY(trace.has_value());
        const int at = exemplarSpan(*trace, slo(QStringLiteral("task-success")));
        QVERIFY(at >= 0);
        const Span &cause = trace->span(at);
        QStringList lines;
        for (int i = 0; i < trace->size(); ++i)
            lines << trace->span(i).name + (trace->span(i).isFailed ? QStringLiteral(" !") : QString());
        QVERIFY2(cause.isFailed, qPrintable(lines.join(QLatin1Char(10))));
        QCOMPARE(cause.role, SpanRole::Tool);
        QVERIFY2(errorOfSpan(cause).contains(QStringLiteral("expected")), qPrintable(errorOfSpan(cause)));
        QVERIFY(!cause.attribute(u"gen_ai.tool.call.arguments").isEmpty());
        QVERIFY(!cause.attribute(u"mcp.server.name").isEmpty());
        // What led to it: a call whose output the schema refused, and a re-prompt that did not help.
        QVERIFY(!trace->repairs().isEmpty());
        QVERIFY(!trace->repairs().constLast().hasRecovered);
        QVERIFY(!trace->span(trace->repairs()[0].spans[0]).attribute(u"gen_ai.output.messages").isEmpty());
    }

    void everySloHasAnExemplar_data()
    {
        QTest::addColumn<QString>("id");
        for (const char *id : {"task-success", "tool-success", "cost-per-task", "repair-retries", "turn-latency", "groundedness", "model-errors"})
            QTest::newRow(id) << QString::fromLatin1(id);
    }
    void everySloHasAnExemplar()
    {
        QFETCH(const QString, id);
        const auto classic = exemplar(id);
        QVERIFY(classic.has_value());
        QVERIFY(exemplarSpan(*classic, slo(id)) >= 0);
        const auto workspace = test::askStore(*m_store, TelemetrySchema::Workspace, buildExemplarQuery(TelemetrySchema::Workspace, slo(id), {}, recent));
        QVERIFY2(workspace.has_value(), workspace ? "" : qPrintable(workspace.error().message));
        QCOMPARE(readExemplar(*workspace), std::optional(classic->id()));
    }

    void repairsThatDidNotHelpComeFirst()
    {
        const SloDefinition repairs = slo(QStringLiteral("repair-retries"));
        const auto trace = exemplar(repairs.id.value);
        QVERIFY(trace.has_value());
        QVERIFY(std::ranges::any_of(trace->repairs(), [](const RepairChain &chain) { return !chain.hasRecovered; }));
        QVERIFY(trace->span(exemplarSpan(*trace, repairs)).isFailed);
    }

    void extremes()
    {
        const auto dearest = exemplar(QStringLiteral("cost-per-task"));
        double most = 0;
        for (const TraceSummary &trace : list(TelemetrySchema::Classic, QStringLiteral("cost>0.01"), 500))
            most = std::max(most, trace.cost.value_or(0));
        QVERIFY(std::abs(*dearest->cost() - most) < 1e-9);
        const auto slowest = exemplar(QStringLiteral("turn-latency"));
        const auto slower = list(TelemetrySchema::Classic, QStringLiteral("dur>%1ms").arg(slowest->span(0).duration.count() / 1000 + 1), 5);
        QVERIFY(slower.isEmpty());
        // Nothing answers with 5xx in this scenario: no exemplar, no error.
        const auto none = test::askStore(*m_store, TelemetrySchema::Classic, buildExemplarQuery(TelemetrySchema::Classic, slo(QStringLiteral("gateway-availability")), {}, recent));
        QVERIFY(none.has_value());
        QVERIFY(!readExemplar(*none));
    }

    void spanQueriesRun()
    {
        const auto any = list(TelemetrySchema::Classic, QStringLiteral("tool:lookup_order"), 1);
        const Trace trace = load(TelemetrySchema::Classic, any[0].id);
        for (const TelemetrySchema schema : {TelemetrySchema::Classic, TelemetrySchema::Workspace}) {
            const auto rows = test::askStore(*m_store, schema, buildSpanQuery(schema, any[0].id, trace.span(1).id));
            QVERIFY2(rows.has_value(), rows ? "" : qPrintable(rows.error().message));
            QVERIFY(rows->rowCount() > 1);
        }
    }

private:
    QList<TraceSummary> list(TelemetrySchema schema, const QString &text, int limit)
    {
        const auto filter = TraceFilter::parse(text);
        const auto reply = filter ? test::askStore(*m_store, schema, buildTraceListQuery(schema, *filter, recent, limit)) : Result<Table>(filter.error());
        const auto traces = reply ? readTraceList(*reply) : Result<QList<TraceSummary>>(reply.error());
        if (!traces)
            QTest::qFail(qPrintable(traces.error().message), __FILE__, __LINE__);
        return traces ? *traces : QList<TraceSummary>();
    }

    Trace load(TelemetrySchema schema, const TraceId &id)
    {
        const auto reply = test::askStore(*m_store, schema, buildTraceQuery(schema, id));
        auto rows = reply ? readTraceRows(*reply) : Result<TraceRows>(reply.error());
        if (!rows)
            QTest::qFail(qPrintable(rows.error().message), __FILE__, __LINE__);
        return rows ? Trace::build(id, *rows) : Trace();
    }

    std::optional<Trace> exemplar(const QString &id)
    {
        const auto reply = test::askStore(*m_store, TelemetrySchema::Classic, buildExemplarQuery(TelemetrySchema::Classic, slo(id), {}, recent));
        if (!reply)
            QTest::qFail(qPrintable(reply.error().message), __FILE__, __LINE__);
        const auto found = reply ? readExemplar(*reply) : std::nullopt;
        return found ? std::optional(load(TelemetrySchema::Classic, *found)) : std::nullopt;
    }

    SloDefinition slo(const QString &id) const
    {
        return *std::ranges::find(m_slos, SloId(id), &SloDefinition::id);
    }

    QList<SloDefinition> m_slos;
    std::unique_ptr<lab::TelemetryStore> m_store;
};

QD_TEST_MAIN(QCoreApplication, TestTraceLab)
#include "tst_tracelab.moc"
