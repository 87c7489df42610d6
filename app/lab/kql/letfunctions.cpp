#include "kql/letfunctions.h"

#include "kql/exprbinder.h"

#include <algorithm>
#include <utility>

namespace qd::lab {

namespace {

/// The names that the body sees while it is bound: the lets and the parameters over them.
class ParameterScope
{
public:
    ParameterScope(CompileContext &context, const kql::Place &place) : m_context(context), m_scalars(context.scalars), m_relations(context.relations), m_functions(context.functions)
    {
        constexpr int deepest = 16;
        if (++m_context.calls > deepest)
            m_context.fail(semUnsupported, QStringLiteral("too many functions inside each other"), place);
    }
    ~ParameterScope()
    {
        m_context.scalars = m_scalars;
        m_context.relations = m_relations;
        m_context.functions = m_functions;
        --m_context.calls;
    }
    Q_DISABLE_COPY_MOVE(ParameterScope)

private:
    CompileContext &m_context;
    QHash<QString, BoundExpr> m_scalars;
    QHash<QString, Relation> m_relations;
    QHash<QString, kql::LetFunction> m_functions;
};

/// A let body that is one lone name may be a table.
bool isTableName(const kql::Expr &expr, const CompileContext &context)
{
    return expr.kind == kql::ExprKind::Name && !context.scalars.contains(expr.name)
        && (context.relations.contains(expr.name) || context.schema.tables.contains(expr.name));
}

/// The table that an argument means.
Relation tableArgument(CompileContext &context, const kql::Expr &arg)
{
    TableBinder tables(context);
    if (arg.kind == kql::ExprKind::SubQuery)
        return tables.bind(*arg.pipeline);
    if (arg.kind == kql::ExprKind::Name)
        return tables.bindTable(arg.name, arg.place);
    if (arg.kind == kql::ExprKind::Call && context.functions.contains(arg.name))
        return callTableFunction(context, tables, {arg.name, arg.args}, nullptr, arg.place);
    context.fail(semArguments, QStringLiteral("a table is needed"), arg.place);
    return {};
}

void checkTable(CompileContext &context, const kql::LetFunction::Parameter &parameter, const Relation &table, const kql::Place &place)
{
    for (const auto &[name, type] : parameter.columns) {
        const Relation::NamedColumn *column = table.find(name);
        if (column == nullptr || !commonType(column->expr.type, type))
            context.fail(semType, u"the table for parameter '" % parameter.name % u"' needs a column '" % name % u"' of type " % columnTypeName(type), place);
    }
}

BoundExpr boundParameter(CompileContext &context, const kql::LetFunction::Parameter &parameter, const BoundExpr &value, const kql::Place &place)
{
    const auto common = commonType(value.type, parameter.type);
    const auto converted = common ? convertedTo(parameter.type, value) : std::nullopt;
    if (!converted && !context.error)
        context.fail(semType, u"parameter '" % parameter.name % u"' is of type " % columnTypeName(parameter.type) % u", not " % columnTypeName(value.type), place);
    return converted.value_or(value);
}

/// The arguments of a call, bound before any of the parameters is known.
struct BoundArguments {
    std::vector<BoundExpr> scalars;  ///< by parameter
    std::vector<Relation> relations; ///< by parameter
};

void bindArgument(CompileContext &context, const kql::LetFunction::Parameter &parameter, const Relation &scope, const kql::Expr &arg,
                  BoundArguments *bound)
{
    if (parameter.isTable) {
        bound->relations.push_back(tableArgument(context, arg));
        checkTable(context, parameter, bound->relations.back(), arg.place);
        bound->scalars.emplace_back();
        return;
    }
    bound->relations.emplace_back();
    bound->scalars.push_back(boundParameter(context, parameter, ExprBinder(context, scope).bind(arg), arg.place));
}

/// Binds the arguments, then puts them under the parameters' names, then the function's own lets.
void bindParameters(CompileContext &context, const kql::LetFunction &function, const Relation &scope, const Relation *self, const QString &name,
                    const std::vector<kql::ExprPtr> &args, const kql::Place &place)
{
    const size_t given = self != nullptr ? 1 : 0;
    if (args.size() + given > function.parameters.size() || (self != nullptr && !function.parameters[0].isTable))
        context.fail(semArguments, name % u"(): wrong number of arguments", place);
    BoundArguments bound;
    for (size_t i = 0; i < function.parameters.size() && !context.error; ++i) {
        const kql::LetFunction::Parameter &parameter = function.parameters[i];
        if (i < given) {
            checkTable(context, parameter, *self, place);
            bound.relations.push_back(*self);
            bound.scalars.emplace_back();
            continue;
        }
        const kql::ExprPtr &arg = i - given < args.size() ? args[i - given] : parameter.missing;
        if (!arg)
            context.fail(semArguments, name % u"(): wrong number of arguments", place);
        else
            bindArgument(context, parameter, scope, *arg, &bound);
    }
    for (size_t i = 0; i < bound.scalars.size() && !context.error; ++i) {
        const kql::LetFunction::Parameter &parameter = function.parameters[i];
        if (parameter.isTable)
            context.relations.insert(parameter.name, bound.relations[i]);
        else
            context.scalars.insert(parameter.name, bound.scalars[i]);
    }
    if (function.lets)
        for (const kql::LetStatement &let : *function.lets)
            bindLet(context, let);
}

} // namespace

void bindLet(CompileContext &context, const kql::LetStatement &let)
{
    if (context.error)
        return;
    TableBinder tables(context);
    const Relation nothing;
    const QString keyword = std::exchange(context.keyword, QStringLiteral("let"));
    const int outside = std::exchange(context.height, 0);
    const auto *expr = std::get_if<kql::ExprPtr>(&let.body);
    if (const auto *pipeline = std::get_if<kql::PipelinePtr>(&let.body))
        context.relations.insert(let.name, tables.bind(**pipeline));
    else if (const auto *function = std::get_if<kql::LetFunction>(&let.body))
        context.functions.insert(let.name, *function);
    else if (isTableName(**expr, context))
        context.relations.insert(let.name, tables.bindTable((*expr)->name, (*expr)->place));
    else
        context.scalars.insert(let.name, ExprBinder(context, nothing).bind(**expr));
    context.letHeights.insert(let.name, context.height);
    context.height = std::max(outside, context.height);
    context.keyword = keyword;
}

BoundExpr callScalarFunction(CompileContext &context, const Relation &scope, const kql::Expr &call)
{
    const kql::LetFunction function = context.functions.value(call.name);
    const auto *body = std::get_if<kql::ExprPtr>(&function.body);
    if (body == nullptr)
        return context.fail(semArguments, call.name % u"() returns a table, not a value", call.place);
    const ParameterScope parameters(context, call.place);
    bindParameters(context, function, scope, nullptr, call.name, call.args, call.place);
    const Relation nothing;
    return ExprBinder(context, nothing).bind(**body);
}

Relation callTableFunction(CompileContext &context, TableBinder &tables, const kql::CallSource &call, const Relation *self,
                           const kql::Place &place)
{
    const kql::LetFunction function = context.functions.value(call.name);
    const ParameterScope parameters(context, place);
    const Relation nothing;
    bindParameters(context, function, nothing, self, call.name, call.args, place);
    if (context.error)
        return {};
    if (const auto *pipeline = std::get_if<kql::PipelinePtr>(&function.body))
        return tables.bind(**pipeline);
    const kql::Expr &name = *std::get<kql::ExprPtr>(function.body);
    if (name.kind == kql::ExprKind::Name)
        return tables.bindTable(name.name, name.place);
    context.fail(semTopLevel, QStringLiteral("Top-level expressions must return tabular results"), place);
    return {};
}

} // namespace qd::lab
