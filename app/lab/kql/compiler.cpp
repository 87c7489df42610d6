#include "kql/compiler.h"

#include "kql/exprbinder.h"
#include "kql/letfunctions.h"
#include "kql/parser.h"
#include "kql/tablebinder.h"

namespace qd::lab {

namespace {

std::optional<qint64> settingNumber(CompileContext &context, const kql::Setting &setting)
{
    const Relation nothing;
    const BoundExpr value = setting.value ? ExprBinder(context, nothing).bind(*setting.value) : BoundExpr{};
    const qint64 *number = value.constant ? std::get_if<qint64>(&*value.constant) : nullptr;
    if (number == nullptr || *number < 1)
        context.fail(semArguments, u"the setting '" % setting.name % u"' needs a whole number above 0", setting.place);
    return number == nullptr ? std::nullopt : std::optional(*number);
}

/// set query_now = datetime(…)
void setNow(CompileContext &context, const kql::Setting &setting, CompileOptions *options)
{
    const Relation nothing;
    const BoundExpr value = setting.value ? ExprBinder(context, nothing).bind(*setting.value) : BoundExpr{};
    const Instant *now = value.constant ? std::get_if<Instant>(&*value.constant) : nullptr;
    if (now == nullptr)
        context.fail(semArguments, QStringLiteral("the setting 'query_now' needs a datetime"), setting.place);
    else
        options->now = *now;
}

/// Settings that this engine has a use for; the others steer a cluster and are accepted.
void applySettings(CompileContext &context, const kql::Program &program, CompileOptions *options, CompiledQuery *limits)
{
    context.keyword = QStringLiteral("set");
    for (const kql::Setting &setting : program.settings) {
        if (setting.name == u"query_now")
            setNow(context, setting, options);
        else if (setting.name == u"truncationmaxrecords")
            limits->maximumRows = settingNumber(context, setting);
        else if (setting.name == u"truncationmaxsize")
            limits->maximumBytes = settingNumber(context, setting);
    }
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

Result<CompiledQuery> compileKql(const kql::Program &program, const KqlSchema &schema, const CompileOptions &asked)
{
    CompileOptions options = asked;
    CompiledQuery limits;
    CompileContext context{.schema = schema, .options = options, .aliases = {}, .scalars = {}, .relations = {}, .error = {},
                           .keyword = {}, .functions = {}, .windows = {}, .bindPipeline = {}, .letHeights = {}, .selves = {}, .failure = {}};
    context.bindPipeline = [&context](const kql::Pipeline &pipeline) {
        TableBinder nested(context);
        return nested.bind(pipeline);
    };
    applySettings(context, program, &options, &limits);
    for (const kql::LetStatement &let : program.lets)
        bindLet(context, let);
    context.keyword.clear();
    context.height = 0;
    TableBinder tables(context);
    const Relation relation = tables.bind(*program.result);
    if (context.failure)
        return *context.failure;
    if (context.error)
        return kql::toError(*context.error);
    CompiledQuery query = compiledQuery(relation, tables);
    query.maximumRows = limits.maximumRows;
    query.maximumBytes = limits.maximumBytes;
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
