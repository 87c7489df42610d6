#include "kql/letfunctions.h"

#include "kql/exprbinder.h"

namespace qd::lab {

namespace {

/// The names that the body sees while it is bound: the lets and the parameters over them.
class ParameterScope
{
public:
    ParameterScope(CompileContext &context, const kql::Place &place) : m_context(context), m_outside(context.scalars)
    {
        constexpr int deepest = 16;
        if (++m_context.calls > deepest)
            m_context.fail(semUnsupported, QStringLiteral("too many functions inside each other"), place);
    }
    ~ParameterScope()
    {
        m_context.scalars = m_outside;
        --m_context.calls;
    }
    Q_DISABLE_COPY_MOVE(ParameterScope)

private:
    CompileContext &m_context;
    QHash<QString, BoundExpr> m_outside;
};

BoundExpr boundParameter(CompileContext &context, const kql::LetFunction::Parameter &parameter, const BoundExpr &value, const kql::Place &place)
{
    const auto common = commonType(value.type, parameter.type);
    const auto converted = common ? convertedTo(parameter.type, value) : std::nullopt;
    if (!converted && !context.error)
        context.fail(semType, u"parameter '" % parameter.name % u"' is of type " % columnTypeName(parameter.type) % u", not " % columnTypeName(value.type), place);
    return converted.value_or(value);
}

/// Binds the arguments, then puts them under the parameters' names.
void bindParameters(CompileContext &context, const kql::LetFunction &function, const Relation &scope, const QString &name,
                    const std::vector<kql::ExprPtr> &args, const kql::Place &place)
{
    if (args.size() > function.parameters.size())
        context.fail(semArguments, name % u"(): wrong number of arguments", place);
    std::vector<BoundExpr> values;
    for (size_t i = 0; i < function.parameters.size() && !context.error; ++i) {
        const kql::LetFunction::Parameter &parameter = function.parameters[i];
        const kql::ExprPtr &arg = i < args.size() ? args[i] : parameter.missing;
        if (!arg)
            context.fail(semArguments, name % u"(): wrong number of arguments", place);
        else
            values.push_back(boundParameter(context, parameter, ExprBinder(context, scope).bind(*arg), arg->place));
    }
    for (size_t i = 0; i < values.size(); ++i)
        context.scalars.insert(function.parameters[i].name, values[i]);
}

} // namespace

BoundExpr callScalarFunction(CompileContext &context, const Relation &scope, const kql::Expr &call)
{
    const kql::LetFunction function = context.functions.value(call.name);
    const auto *body = std::get_if<kql::ExprPtr>(&function.body);
    if (body == nullptr)
        return context.fail(semArguments, call.name % u"() returns a table, not a value", call.place);
    const ParameterScope parameters(context, call.place);
    bindParameters(context, function, scope, call.name, call.args, call.place);
    const Relation nothing;
    return ExprBinder(context, nothing).bind(**body);
}

Relation callTableFunction(CompileContext &context, TableBinder &tables, const kql::CallSource &call, const kql::Place &place)
{
    const kql::LetFunction function = context.functions.value(call.name);
    const ParameterScope parameters(context, place);
    const Relation nothing;
    bindParameters(context, function, nothing, call.name, call.args, place);
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
