#include "azuremonitor/queryrunner.h"

#include "azuremonitor/querydeadline.h"
#include "azuremonitor/renderjson.h"
#include "kql/compiler.h"

namespace qd::lab {

namespace {

/// The statement with one row more than may be sent, so that a cut is noticed without fetching everything.
std::string limitedSql(const CompiledQuery &compiled)
{
    return "SELECT * FROM (" + compiled.sql.toStdString() + ") AS result LIMIT " + std::to_string(ReplyLimits{}.rows + 1);
}

std::vector<ReplyColumn> replyColumns(const CompiledQuery &compiled)
{
    std::vector<ReplyColumn> columns;
    for (const CompiledQuery::OutputColumn &column : compiled.columns)
        columns.push_back({column.name.toStdString(), column.type});
    return columns;
}

Result<ReplyTables> execute(const CompiledQuery &compiled, TelemetryStore &store, std::chrono::seconds allowed)
{
    Result<TelemetryStore::Loan> connection = store.lend();
    if (!connection)
        return connection.error();
    const QueryDeadline deadline(**connection, allowed);
    Result<DuckResult> result = (*connection)->query(limitedSql(compiled));
    if (!result)
        return result.error();
    return writeTable(compiled.tableName.toStdString(), replyColumns(compiled), *result);
}

std::string renderOf(const CompiledQuery &compiled)
{
    return compiled.render ? renderJson(compiled.render->visualization, compiled.render->properties) : renderJson({}, {});
}

} // namespace

Result<QueryOutcome> runQuery(const QueryRequest &request, const KqlSchema &schema, TelemetryStore &store, Instant now)
{
    const auto started = std::chrono::steady_clock::now();
    const Result<CompiledQuery> compiled
        = compileKql(QString::fromStdString(request.query), schema,
                     {.now = now, .timespan = request.timespan, .attributes = store.attributeColumns()});
    if (!compiled)
        return compiled.error();
    store.noteUse(compiled->attributes);
    Result<ReplyTables> tables = execute(*compiled, store, request.wait);
    if (!tables)
        return tables.error();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
    return QueryOutcome{.tables = *std::move(tables), .render = renderOf(*compiled), .seconds = took.count()};
}

} // namespace qd::lab
