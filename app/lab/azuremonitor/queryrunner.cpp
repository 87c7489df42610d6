#include "azuremonitor/queryrunner.h"

#include "azuremonitor/querydeadline.h"
#include "azuremonitor/renderjson.h"
#include "kql/parser.h"
#include "kql/runkql.h"

#include <algorithm>

namespace qd::lab {

namespace {

/// The service's limits, or less when the query sets less.
ReplyLimits limitsOf(const CompiledQuery &compiled)
{
    ReplyLimits limits;
    if (compiled.maximumRows)
        limits.rows = std::min(limits.rows, static_cast<size_t>(*compiled.maximumRows));
    if (compiled.maximumBytes)
        limits.bytes = std::min(limits.bytes, static_cast<size_t>(*compiled.maximumBytes));
    return limits;
}

/// The statement with one row more than may be sent, so that a cut is noticed without fetching everything.
std::string limitedSql(const CompiledQuery &compiled)
{
    return "SELECT * FROM (" + compiled.sql.toStdString() + ") AS result LIMIT " + std::to_string(limitsOf(compiled).rows + 1);
}

std::vector<ReplyColumn> replyColumns(const CompiledQuery &compiled)
{
    std::vector<ReplyColumn> columns;
    for (const CompiledQuery::OutputColumn &column : compiled.columns)
        columns.push_back({column.name.toStdString(), column.type});
    return columns;
}

/// Counting costs a little, so only who asks for the cost pays for it.
Result<ReplyTables> execute(const CompiledQuery &compiled, DuckConnection &connection, bool isCounted, std::optional<QueryCost> *cost)
{
    std::optional<QueryProfile> profile;
    if (isCounted)
        profile.emplace(connection);
    Result<DuckResult> result = connection.query(limitedSql(compiled));
    if (!result)
        return result.error();
    if (profile)
        *cost = profile->cost();
    return writeTable(compiled.tableName.toStdString(), replyColumns(compiled), *result, limitsOf(compiled));
}

std::string renderOf(const CompiledQuery &compiled)
{
    return compiled.render ? renderJson(compiled.render->visualization, compiled.render->properties) : renderJson({}, {});
}

} // namespace

Result<QueryOutcome> runQuery(const QueryRequest &request, const KqlSchema &schema, TelemetryStore &store, Instant now)
{
    const auto started = std::chrono::steady_clock::now();
    const auto program = kql::parse(QString::fromStdString(request.query));
    if (!program)
        return program.error();
    Result<TelemetryStore::Loan> connection = store.lend();
    if (!connection)
        return connection.error();
    const QueryDeadline deadline(**connection, request.wait); // also over what the compiler reads
    const Result<CompiledQuery> compiled = compileKql(*program, schema,
                                                      {.now = now, .timespan = request.timespan, .attributes = store.attributeColumns(),
                                                       .probe = probeOf(**connection)});
    if (!compiled)
        return compiled.error();
    if (std::chrono::steady_clock::now() - started >= request.wait)
        return Error{.kind = ErrorKind::Cancelled, .message = QStringLiteral("The query was interrupted.")};
    store.noteUse(compiled->attributes);
    std::optional<QueryCost> cost;
    Result<ReplyTables> tables = execute(*compiled, **connection, request.includeStatistics, &cost);
    if (!tables)
        return tables.error();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
    return QueryOutcome{.tables = *std::move(tables), .render = renderOf(*compiled), .seconds = took.count(), .cost = cost};
}

} // namespace qd::lab
