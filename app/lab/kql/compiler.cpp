#include "kql/compiler.h"

#include "kql/exprbinder.h"
#include "kql/parser.h"
#include "kql/tablebinder.h"

namespace qd::lab {

namespace {

/// A let body that is one lone name may be a table.
bool isTableName(const kql::Expr &expr, const CompileContext &context)
{
    return expr.kind == kql::ExprKind::Name && !context.scalars.contains(expr.name)
        && (context.relations.contains(expr.name) || context.schema.tables.contains(expr.name));
}

void bindLet(const kql::LetStatement &let, TableBinder &tables, CompileContext &context)
{
    context.keyword = QStringLiteral("let");
    context.height = 0;
    if (const auto *pipeline = std::get_if<kql::PipelinePtr>(&let.body)) {
        context.relations.insert(let.name, tables.bind(**pipeline));
        return;
    }
    if (const auto *function = std::get_if<kql::LetFunction>(&let.body)) {
        context.functions.insert(let.name, *function);
        return;
    }
    const kql::Expr &expr = *std::get<kql::ExprPtr>(let.body);
    if (isTableName(expr, context)) {
        context.relations.insert(let.name, tables.bindTable(expr.name, expr.place));
        return;
    }
    const Relation nothing;
    BoundExpr value = ExprBinder(context, nothing).bind(expr);
    context.scalars.insert(let.name, value);
}

CompiledQuery compiledQuery(const Relation &relation, const TableBinder &tables)
{
    CompiledQuery query;
    query.tableName = tables.isSchemaResult() ? QStringLiteral("getschema") : QStringLiteral("PrimaryResult");
    query.sql = finalSql(relation);
    for (const Relation::NamedColumn &column : relation.columns)
        query.columns.push_back({column.name, column.expr.type});
    query.render = tables.render();
    return query;
}

} // namespace

Result<CompiledQuery> compileKql(const kql::Program &program, const KqlSchema &schema, const CompileOptions &options)
{
    CompileContext context{.schema = schema, .options = options, .aliases = {}, .scalars = {}, .relations = {}, .error = {},
                           .keyword = {}, .functions = {}, .windows = {}, .bindPipeline = {}, .letHeights = {}};
    context.bindPipeline = [&context](const kql::Pipeline &pipeline) {
        TableBinder nested(context);
        return nested.bind(pipeline);
    };
    for (const kql::LetStatement &let : program.lets) {
        TableBinder tables(context);
        bindLet(let, tables, context);
        context.letHeights.insert(let.name, context.height);
    }
    context.keyword.clear();
    context.height = 0;
    TableBinder tables(context);
    const Relation relation = tables.bind(*program.result);
    if (context.error)
        return kql::toError(*context.error);
    CompiledQuery query = compiledQuery(relation, tables);
    query.attributes.assign(context.attributes.begin(), context.attributes.end());
    return query;
}

Result<CompiledQuery> compileKql(const QString &text, const KqlSchema &schema, const CompileOptions &options)
{
    const Result<kql::Program> program = kql::parse(text);
    if (!program)
        return program.error();
    return compileKql(*program, schema, options);
}

} // namespace qd::lab
