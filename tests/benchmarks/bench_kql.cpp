// Tile queries over five million metric rows and five million requests, in memory: what the compiler makes of the
// console's own KQL against the same aggregation written by hand in DuckDB SQL, in one run. Prints milliseconds (best of
// several, taken in turns) and their ratio; ends with 1 when the ratio of the whole refresh is over the target of 1.5.
#include "kql/compiler.h"
#include "kql/runkql.h"
#include "kql/schema.h"
#include "slo/sliquery.h"
#include "slo/sliwindows.h"
#include "store/duckdb.h"

#include <algorithm>
#include <cstdio>
#include <limits>

using namespace qd;
using namespace qd::lab;

namespace {

constexpr int millionRows = 5;
constexpr int rounds = 5;
constexpr double targetRatio = 1.5;
constexpr Instant now = Instant(Seconds(1795262400)); // 2026-11-21 12:00:00Z
constexpr TimeSpanRange lastDay{now - std::chrono::hours(24), now};

using Clock = std::chrono::steady_clock;

std::string sqlTime(Instant at)
{
    return "make_timestamp(" + std::to_string(at.time_since_epoch().count()) + ")";
}

void mustRun(DuckConnection &db, const std::string &sql)
{
    const auto result = db.query(sql);
    if (result)
        return;
    std::fprintf(stderr, "%s\n%s\n", qPrintable(result.error().detail), sql.c_str());
    std::exit(2);
}

void createTables(DuckConnection &db)
{
    for (const StoredTable &table : storedTables()) {
        std::string columns;
        for (const auto &column : table.columns)
            columns += (columns.empty() ? "\"" : ", \"") + column.name + "\" " + column.sqlType;
        mustRun(db, "CREATE TABLE \"" + table.name + "\" (" + columns + ")");
    }
}

/// Rows in the order of time over thirty days, all choices from the row's number.
void fillTables(DuckConnection &db)
{
    const std::string rows = std::to_string(millionRows * 1000000);
    const std::string start = std::to_string((now - std::chrono::hours(24 * 30)).time_since_epoch().count());
    const std::string time = "make_timestamp(" + start + " + i * (2592000000000 // " + rows + "))";
    mustRun(db, "INSERT INTO \"customMetrics\" BY NAME SELECT " + time + R"( AS "timestamp",
        (['agent.task.count', 'agent.task.duration', 'agent.task.cost', 'gen_ai.client.token.usage',
          'gen_ai.client.operation.duration', 'agent.llm.errors', 'agent.tool.calls', 'agent.tool.duration',
          'agent.tool.fallbacks', 'agent.repair.attempts', 'agent.budget.used_ratio'])[1 + i % 11] AS name,
        1 + hash(i) % 9 AS "valueCount", (hash(i) % 1000) / 100.0 AS "valueSum", 0.0 AS "valueMin", 9.0 AS "valueMax",
        '{"tenant":"tenant-' || (hash(i) % 7) || '","agent":"agent-' || (hash(i + 1) % 6) || '","outcome":"'
          || (['completed', 'completed', 'completed', 'failed', 'blocked', 'ok', 'ok', 'error'])[1 + (hash(i + 2) % 8)::INT]
          || '","prompt_version":"v7","slot":"blue"}' AS "customDimensions", 1 AS "itemCount",
        'contoso.agent-api' AS "cloud_RoleName", 'agent-api-blue-1' AS "cloud_RoleInstance"
        FROM range()" + rows + ") r(i)");
    mustRun(db, "INSERT INTO \"requests\" BY NAME SELECT " + time + R"( AS "timestamp", md5(i::VARCHAR) AS id,
        CASE WHEN i % 5 = 0 THEN 'GET /health' ELSE 'POST /chat' END AS name, 'https://agents.contoso.example/chat' AS url,
        hash(i) % 50 <> 0 AS success, (['200', '200', '200', '429', '503'])[1 + (hash(i) % 5)::INT] AS "resultCode",
        (hash(i + 3) % 90000) / 10.0 AS duration,
        '{"tenant":"tenant-' || (hash(i) % 7) || '","agent":"agent-' || (hash(i + 1) % 6)
          || '","outcome":"completed","prompt_version":"v7","model":"gpt-4.1","slot":"blue","route":"default"}' AS "customDimensions",
        1 AS "itemCount", md5((i + 1)::VARCHAR) AS "operation_Id", 'contoso.agent-api' AS "cloud_RoleName"
        FROM range()" + rows + ") r(i)");
}

SloDefinition definitionOf(const char *id, SliKind kind, SliSource source)
{
    SloDefinition slo;
    slo.id = SloId(QString::fromLatin1(id));
    slo.kind = kind;
    slo.source = source;
    return slo;
}

QList<SloDefinition> tileDefinitions()
{
    SloDefinition task = definitionOf("task-success", SliKind::Ratio, SliSource::Metrics);
    task.where = {{QStringLiteral("outcome"), {QStringLiteral("blocked")}, true}};
    task.good = {{QStringLiteral("outcome"), {QStringLiteral("completed")}, false}};
    SloDefinition repair = definitionOf("repair-retries", SliKind::Mean, SliSource::Metrics);
    repair.role = MetricRole::RepairAttempts;
    repair.perRole = MetricRole::TaskCount;
    repair.better = BetterIs::Lower;
    SloDefinition latency = definitionOf("turn-latency", SliKind::Percentile, SliSource::Requests);
    latency.valueField = QStringLiteral("duration");
    latency.where = {{QStringLiteral("name"), {QStringLiteral("POST /chat")}, false}};
    latency.better = BetterIs::Lower;
    latency.target = 5;
    SloDefinition gateway = definitionOf("gateway-availability", SliKind::Ratio, SliSource::Requests);
    gateway.where = latency.where;
    gateway.good = {{QStringLiteral("resultCode"), {QStringLiteral("5*")}, true}};
    return {task, repair, latency, gateway};
}

std::string bandCase(const SloDefinition &slo)
{
    const std::vector<SliWindow> windows = sliWindows(slo, now);
    std::string sql = "CASE";
    for (size_t i = 0; i + 1 < windows.size(); ++i)
        sql += " WHEN \"timestamp\" >= " + sqlTime(windows[i].from) + " THEN " + std::to_string(windows[i].label.count());
    return sql + " ELSE " + std::to_string(windows.back().label.count()) + " END";
}

std::string seriesBin()
{
    const auto step = std::chrono::duration_cast<Microseconds>(seriesStep(lastDay)).count();
    return "time_bucket(INTERVAL '" + std::to_string(step) + " microseconds', \"timestamp\", TIMESTAMP '0001-01-01')";
}

std::string between(TimeSpanRange span)
{
    return "\"timestamp\" >= " + sqlTime(span.from) + " AND \"timestamp\" < " + sqlTime(span.to);
}

/// What somebody who knows the tables would write for one SLO: sums over a filtered table.
struct HandWritten {
    std::string table, condition, good, total, percentile;
};

HandWritten handWritten(size_t index)
{
    static const std::string outcome = "json_extract_string(\"customDimensions\", '$.outcome')";
    static const std::vector<HandWritten> parts{
        {"customMetrics", "name = 'agent.task.count' AND " + outcome + " <> 'blocked'",
         "sum(\"valueSum\") FILTER (WHERE " + outcome + " = 'completed')", "sum(\"valueSum\")", ""},
        {"customMetrics", "name IN ('agent.repair.attempts', 'agent.task.count')",
         "sum(\"valueSum\") FILTER (WHERE name = 'agent.repair.attempts')",
         "sum(\"valueSum\") FILTER (WHERE name = 'agent.task.count')", ""},
        {"requests", "name = 'POST /chat'", "sum(\"itemCount\") FILTER (WHERE duration / 1000.0 <= 5)", "sum(\"itemCount\")",
         "quantile_disc(duration / 1000.0, 0.95)"},
        {"requests", "name = 'POST /chat'", "sum(\"itemCount\") FILTER (WHERE NOT starts_with(\"resultCode\", '5'))",
         "sum(\"itemCount\")", ""}};
    return parts[index];
}

std::string joined(const std::vector<std::string> &parts)
{
    std::string sql;
    for (const std::string &part : parts)
        sql += (sql.empty() ? "(" : " UNION ALL (") + part + ")";
    return sql;
}

std::string handSql(SliQuery::Purpose purpose, const QList<SloDefinition> &slos, const std::vector<size_t> &parts)
{
    std::vector<std::string> selects;
    for (const size_t index : parts) {
        const SloDefinition &slo = slos[static_cast<qsizetype>(index)];
        const HandWritten part = handWritten(index);
        const std::string sums = part.good + "::DOUBLE AS good, " + part.total + "::DOUBLE AS total";
        const std::string from = " FROM \"" + part.table + "\" WHERE ";
        const std::string id = "SELECT '" + slo.id.value.toStdString() + "' AS slo, ";
        const TimeSpanRange month{sliWindows(slo, now).back().from, now};
        if (purpose == SliQuery::Purpose::Bands)
            selects.push_back(id + bandCase(slo) + " AS band, " + sums + ", max(\"timestamp\") AS newest" + from + between(month)
                              + " AND " + part.condition + " GROUP BY band");
        else if (purpose == SliQuery::Purpose::Series)
            selects.push_back(id + seriesBin() + " AS bucket, " + sums + ", "
                              + (part.percentile.empty() ? "good / total" : part.percentile) + " AS value" + from
                              + between(lastDay) + " AND " + part.condition + " GROUP BY bucket");
        else if (purpose == SliQuery::Purpose::Range && !part.percentile.empty())
            selects.push_back(id + part.percentile + " AS value, " + part.total + " AS total" + from + between(lastDay) + " AND "
                              + part.condition);
    }
    if (purpose == SliQuery::Purpose::Freshness)
        for (const char *table : {"customMetrics", "requests"})
            selects.push_back("SELECT '" + std::string(table) + "' AS source, max(\"timestamp\") AS newest FROM \"" + table
                              + "\" WHERE " + between(lastDay));
    return joined(selects);
}

double milliseconds(DuckConnection &db, const std::string &sql)
{
    const auto start = Clock::now();
    mustRun(db, sql);
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

struct Pair {
    double ours = std::numeric_limits<double>::max();
    double hand = std::numeric_limits<double>::max();
};

/// Both statements in turns, best of all rounds; compiling counts as ours.
Pair measure(DuckConnection &db, const KqlSchema &schema, const SliQuery &query, const std::string &hand)
{
    Pair best;
    for (int round = 0; round < rounds; ++round) {
        const auto start = Clock::now();
        const auto compiled = compileKql(query.kql, schema, {.now = now, .timespan = query.span});
        if (!compiled) {
            std::fprintf(stderr, "%s\n%s\n", qPrintable(compiled.error().message), qPrintable(query.kql));
            std::exit(2);
        }
        mustRun(db, compiled->sql.toStdString());
        best.ours = std::min(best.ours, std::chrono::duration<double, std::milli>(Clock::now() - start).count());
        best.hand = std::min(best.hand, milliseconds(db, hand));
    }
    return best;
}

const char *purposeName(SliQuery::Purpose purpose)
{
    switch (purpose) {
    case SliQuery::Purpose::Bands: return "bands";
    case SliQuery::Purpose::Series: return "series";
    case SliQuery::Purpose::Range: return "range";
    case SliQuery::Purpose::Freshness: return "freshness";
    }
    return "";
}

Pair report(DuckConnection &db, const char *label, const SliQuery &query, const std::string &hand, TelemetrySchema schema)
{
    const Pair pair = measure(db, telemetrySchema(schema, {}), query, hand);
    std::printf("%-22s %-10s %-10s %9.1f %9.1f %6.2f\n", label, purposeName(query.purpose),
                schema == TelemetrySchema::Classic ? "classic" : "workspace", pair.ours, pair.hand, pair.ours / pair.hand);
    std::fflush(stdout);
    return pair;
}

/// Every SLO alone and then all together, as a refresh sends them.
Pair measureSchema(DuckConnection &db, TelemetrySchema schema)
{
    const QList<SloDefinition> slos = tileDefinitions();
    for (size_t i = 0; i < static_cast<size_t>(slos.size()); ++i) {
        const QList<SloDefinition> alone{slos[static_cast<qsizetype>(i)]};
        for (const SliQuery &query : buildRefreshQueries(alone, MetricDictionary(), schema, lastDay))
            if (query.purpose != SliQuery::Purpose::Freshness)
                report(db, qPrintable(alone.constFirst().id.value), query, handSql(query.purpose, slos, {i}), schema);
    }
    Pair whole{0, 0};
    for (const SliQuery &query : buildRefreshQueries(slos, MetricDictionary(), schema, lastDay)) {
        const Pair pair = report(db, "all tiles", query, handSql(query.purpose, slos, {0, 1, 2, 3}), schema);
        whole.ours += pair.ours;
        whole.hand += pair.hand;
    }
    return whole;
}

} // namespace

int main()
{
    auto db = DuckDb::open({}).value().connect().value();
    createTables(db);
    fillTables(db);
    std::printf("%d million rows a table\n%-22s %-10s %-10s %9s %9s %6s\n", millionRows, "tiles", "query", "schema", "KQL ms",
                "SQL ms", "ratio");
    bool good = true;
    for (const TelemetrySchema schema : {TelemetrySchema::Classic, TelemetrySchema::Workspace}) {
        const Pair whole = measureSchema(db, schema);
        std::printf("%-43s %9.1f %9.1f %6.2f\n", "whole refresh", whole.ours, whole.hand, whole.ours / whole.hand);
        good = good && whole.ours / whole.hand <= targetRatio;
    }
    return good ? 0 : 1;
}
