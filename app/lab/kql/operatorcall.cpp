#include "kql/operatorcall.h"

#include "kql/exprbinder.h"
#include "kql/functions.h"
#include "kql/windowfunctions.h"

#include <algorithm>

namespace qd::lab {

BoundExpr OperatorCall::bind(const kql::Expr &expr) const { return ExprBinder(context, relation).bind(expr); }

void OperatorCall::prepare(const std::vector<const kql::Expr *> &exprs) const
{
    prepareColumns(exprs);
    if (!relation.limit)
        return;
    foldLimit(&relation, context.aliases);
    context.spend(relation.from.size() / 4, {});
}

void OperatorCall::prepareColumns(const std::vector<const kql::Expr *> &exprs) const
{
    QHash<QString, int> counts;
    for (const kql::Expr *expr : exprs)
        countReferences(*expr, &counts);
    const auto repeats = [&counts](const Relation::NamedColumn &column) {
        const int times = counts.value(column.name);
        return !column.expr.simple && (times > 1 || (times == 1 && column.expr.sql.size() > 500));
    };
    const bool windows = std::ranges::any_of(exprs, [](const kql::Expr *expr) { return hasWindowFunction(*expr); });
    if (windows && relation.serialized)
        numberRows(context, &relation);
    else if (std::ranges::any_of(relation.columns, repeats))
        closeRelation(context, &relation);
}

std::optional<qint64> OperatorCall::rowCount(const kql::Expr &expr) const
{
    const Relation nothing;
    const BoundExpr value = ExprBinder(context, nothing).bind(expr);
    const qint64 *number = value.constant ? std::get_if<qint64>(&*value.constant) : nullptr;
    if (number != nullptr && *number >= 0)
        return *number;
    context.fail(semArguments, QStringLiteral("the number of rows must be a constant whole number"), expr.place);
    return std::nullopt;
}

void closeRelation(CompileContext &context, Relation *relation)
{
    fold(relation, context.aliases);
    context.spend(relation->from.size() / 4, {});
}

std::vector<const kql::Expr *> expressionsOf(const std::vector<kql::NamedExpr> &columns)
{
    std::vector<const kql::Expr *> exprs;
    for (const kql::NamedExpr &column : columns)
        exprs.push_back(column.expr.get());
    return exprs;
}

BoundExpr namedColumn(const BoundExpr &expr, const QString &name)
{
    BoundExpr column = expr;
    column.sql = name;
    column.path.clear();
    column.simple = true;
    column.members.reset();
    column.constant.reset();
    return column;
}

BoundExpr freshColumn(ColumnType type, const QString &alias, bool nullable)
{
    BoundExpr column = madeExpr(type, alias, nullable);
    column.simple = true;
    return column;
}

bool isKeyType(ColumnType type) { return type != ColumnType::Dynamic; }

QRegularExpression namePattern(const QString &pattern)
{
    QString escaped = QRegularExpression::escape(pattern);
    escaped.replace(QStringLiteral("\\*"), QStringLiteral(".*"));
    return QRegularExpression(QRegularExpression::anchoredPattern(escaped));
}

} // namespace qd::lab
