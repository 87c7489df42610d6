#include "kql/exprbinder.h"
#include "kql/naming.h"
#include "kql/operators.h"
#include "kql/seriesfunctions.h"

#include <algorithm>

/// Operators that make, choose and name columns.
namespace qd::lab {

namespace {

/// False with an error when (a, b) = … has no function with so many results.
bool checkResultNames(const OperatorCall &call, const kql::NamedExpr &column, bool several)
{
    if (several || column.names.isEmpty())
        return true;
    call.context.fail(semArguments, QStringLiteral("the expression has one result, not several"), column.place);
    return false;
}

} // namespace

void bindOperator(OperatorCall &call, const kql::ExtendOperator &step)
{
    call.prepareColumns(expressionsOf(step.columns));
    const Relation before = call.relation;
    NameGiver unnamed;
    for (const QString &name : before.columnNames())
        unnamed.reserve(name);
    const auto set = [&call](const QString &name, const BoundExpr &value) {
        const auto known = std::ranges::find(call.relation.columns, name, &Relation::NamedColumn::name);
        if (known != call.relation.columns.end())
            known->expr = value;
        else
            call.relation.columns.push_back({name, value});
    };
    for (const kql::NamedExpr &column : step.columns) {
        const std::vector<Relation::NamedColumn> results = severalResults(call.context, before, column);
        for (const Relation::NamedColumn &result : results)
            set(result.name, result.expr);
        if (!results.empty() || !checkResultNames(call, column, !results.empty()))
            continue;
        const BoundExpr value = ExprBinder(call.context, before).bind(*column.expr);
        const QString wanted = column.name.isEmpty() ? implicitName(*column.expr) : column.name;
        set(wanted.isEmpty() ? unnamed.give({}) : wanted, value);
    }
}

void bindOperator(OperatorCall &call, const kql::SerializeOperator &step)
{
    call.relation.serialized = true;
    if (!step.columns.empty())
        bindOperator(call, kql::ExtendOperator{step.columns});
}

void bindOperator(OperatorCall &call, const kql::ProjectOperator &step)
{
    call.prepareColumns(expressionsOf(step.columns));
    std::vector<Relation::NamedColumn> columns;
    NameGiver names;
    for (const kql::NamedExpr &column : step.columns) {
        if (!column.name.isEmpty() && names.isTaken(column.name))
            call.context.fail(semArguments, u"a column named '" % column.name % u"' already exists", column.place);
        const std::vector<Relation::NamedColumn> results = severalResults(call.context, call.relation, column);
        for (const Relation::NamedColumn &result : results)
            columns.push_back({names.give(result.name), result.expr});
        if (!results.empty() || !checkResultNames(call, column, !results.empty()))
            continue;
        const BoundExpr value = call.bind(*column.expr);
        columns.push_back({names.give(column.name.isEmpty() ? implicitName(*column.expr) : column.name), value});
    }
    call.relation.columns = std::move(columns);
}

void bindOperator(OperatorCall &call, const kql::ProjectAwayOperator &step)
{
    std::vector<Relation::NamedColumn> columns;
    std::vector<QRegularExpression> patterns;
    for (const kql::NamedExpr &pattern : step.columns) {
        if (!pattern.name.contains(u'*') && call.relation.find(pattern.name) == nullptr)
            call.context.fail(semUnresolved, u"Failed to resolve column named '" % pattern.name.left(100) % u'\'', pattern.place,
                              kql::nearestName(pattern.name, call.relation.columnNames()));
        patterns.push_back(namePattern(pattern.name));
    }
    for (const Relation::NamedColumn &column : call.relation.columns) {
        const bool named = std::ranges::any_of(patterns, [&column](const QRegularExpression &pattern) {
            return pattern.match(column.name).hasMatch();
        });
        if (named == step.keep)
            columns.push_back(column);
    }
    if (columns.empty())
        call.context.fail(semUnsupported, QStringLiteral("no column is left"), step.columns.front().place);
    call.relation.columns = std::move(columns);
}

void bindOperator(OperatorCall &call, const kql::ProjectRenameOperator &step)
{
    for (const kql::NamedExpr &column : step.columns) {
        const QString old = column.expr->kind == kql::ExprKind::Name ? column.expr->name : QString();
        const auto found = std::ranges::find(call.relation.columns, old, &Relation::NamedColumn::name);
        if (found == call.relation.columns.end() || column.name.isEmpty())
            call.context.fail(semUnresolved, u"Failed to resolve column named '" % old.left(100) % u'\'', column.expr->place,
                              kql::nearestName(old, call.relation.columnNames()));
        else if (call.relation.find(column.name) != nullptr)
            call.context.fail(semArguments, u"a column named '" % column.name % u"' already exists", column.place);
        else
            found->name = column.name;
    }
}

void bindOperator(OperatorCall &call, const kql::ProjectReorderOperator &step)
{
    std::vector<Relation::NamedColumn> rest = call.relation.columns;
    std::vector<Relation::NamedColumn> first;
    for (const auto &column : step.columns) {
        const QString &name = column.pattern.name;
        if (!name.contains(u'*') && call.relation.find(name) == nullptr)
            call.context.fail(semUnresolved, u"Failed to resolve column named '" % name.left(100) % u'\'', column.pattern.place,
                              kql::nearestName(name, call.relation.columnNames()));
        const QRegularExpression pattern = namePattern(name);
        const auto begin = std::stable_partition(rest.begin(), rest.end(), [&pattern](const auto &one) { return !pattern.match(one.name).hasMatch(); });
        if (column.ascending)
            std::sort(begin, rest.end(), [up = *column.ascending](const auto &a, const auto &b) { return up ? a.name < b.name : b.name < a.name; });
        first.insert(first.end(), begin, rest.end());
        rest.erase(begin, rest.end());
    }
    first.insert(first.end(), rest.begin(), rest.end());
    call.relation.columns = std::move(first);
}

} // namespace qd::lab
