#include "kql/windowfunctions.h"

#include "kql/operatorcall.h"

#include <algorithm>

namespace qd::lab {

namespace {

/// The window as a column to compute, and its name.
QString windowColumn(const FunctionCall &call, const QString &function, const QString &partition = {})
{
    const QString alias = call.context.aliases.next(u'c');
    const QString groups = partition.isEmpty() ? QString() : QString(u"PARTITION BY " % partition % u' ');
    call.context.windows.push_back({alias, function % u" OVER (" % groups % u"ORDER BY " % call.scope->order.front().sql
                                               % u" ROWS UNBOUNDED PRECEDING)"});
    return alias;
}

/// A count that grows with every row where the restart argument is true: rows of one run share it.
QString restartColumn(const FunctionCall &call, size_t index)
{
    if (call.args.size() <= index)
        return {};
    return windowColumn(call, u"sum(CASE WHEN " % call.ofType(index, ColumnType::Bool) % u" THEN 1 ELSE 0 END)");
}

/// prev(x, offset, default) and next().
BoundExpr bindNeighbour(const FunctionCall &call)
{
    const BoundExpr value = plainExpr(call.args[0]);
    const qint64 offset = call.args.size() > 1 ? call.constantInteger(1) : 1;
    QString missing = value.type == ColumnType::String ? QStringLiteral("''") : constantExpr(value.type, Cell()).sql;
    if (call.args.size() > 2) {
        if (!commonType(value.type, call.args[2].type))
            return call.typeError(2, columnTypeName(value.type));
        missing = u"CAST(" % plainExpr(call.args[2]).sql % u" AS " % sqlTypeName(value.type) % u')';
    }
    if (offset < 0 || offset > 100000)
        return call.fail(semArguments, call.expr.name % u"(): the offset must be 0 to 100000");
    const QString alias = call.context.aliases.next(u'c');
    const QString function = call.expr.name == u"prev" ? QStringLiteral("lag(") : QStringLiteral("lead(");
    call.context.windows.push_back({alias, function % value.sql % u", " % QString::number(offset) % u", " % missing % u") OVER (ORDER BY "
                                               % call.scope->order.front().sql % u')'});
    return freshColumn(value.type, alias, value.type != ColumnType::String);
}

BoundExpr bindRowNumber(const FunctionCall &call)
{
    const qint64 start = call.args.empty() ? 1 : call.constantInteger(0);
    const QString alias = windowColumn(call, QStringLiteral("row_number()"), restartColumn(call, 1));
    return madeExpr(ColumnType::Long, u'(' % alias % u" + CAST(" % QString::number(start) % u" - 1 AS BIGINT))", false);
}

BoundExpr bindRowCumsum(const FunctionCall &call)
{
    const BoundExpr &value = call.args[0];
    if (!isNumeric(value.type) && value.type != ColumnType::TimeSpan)
        return call.typeError(0, QStringLiteral("a number"));
    const ColumnType type = value.type == ColumnType::Int ? ColumnType::Long : value.type;
    const QString alias = windowColumn(call, u"sum(" % value.sql % u')', restartColumn(call, 1));
    return madeExpr(type, u"CAST(coalesce(" % alias % u", 0) AS " % sqlTypeName(type) % u')', false);
}

/// Ranks of sorted values: 1 for the first, one more for each that differs from the row before.
BoundExpr bindRowRank(const FunctionCall &call)
{
    const BoundExpr value = plainExpr(call.args[0]);
    if (!isKeyType(value.type))
        return call.typeError(0, QStringLiteral("a scalar"));
    const QString runs = restartColumn(call, 1);
    const QString before = call.context.aliases.next(u'c');
    const QString groups = runs.isEmpty() ? QString() : QString(u"PARTITION BY " % runs % u' ');
    call.context.windows.push_back({before, u"(lag(" % value.sql % u") OVER (" % groups % u"ORDER BY " % call.scope->order.front().sql
                                                % u") IS DISTINCT FROM " % value.sql % u')'});
    const QString alias = windowColumn(call, u"sum(CASE WHEN " % before % u" THEN 1 ELSE 0 END)", runs);
    return madeExpr(ColumnType::Long, u"greatest(CAST(" % alias % u" AS BIGINT), 1)", false);
}

constexpr FunctionEntry windowEntries[] = {
    {"prev", 1, 3, bindNeighbour}, {"next", 1, 3, bindNeighbour}, {"row_number", 0, 2, bindRowNumber},
    {"row_cumsum", 1, 2, bindRowCumsum}, {"row_rank_dense", 1, 2, bindRowRank}};

} // namespace

const FunctionEntry *findWindowFunction(const QString &name)
{
    const auto found = std::ranges::find_if(windowEntries, [&name](const FunctionEntry &entry) { return name == QLatin1String(entry.name); });
    return found == std::end(windowEntries) ? nullptr : &*found;
}

bool isWindowFunction(const QString &name) { return findWindowFunction(name) != nullptr; }

bool hasWindowFunction(const kql::Expr &expr)
{
    return (expr.kind == kql::ExprKind::Call && isWindowFunction(expr.name))
        || std::ranges::any_of(expr.args, [](const kql::ExprPtr &arg) { return hasWindowFunction(*arg); });
}

bool canUseWindow(CompileContext &context, const Relation &scope, const kql::Expr &call)
{
    static const QStringList operators{QStringLiteral("extend"), QStringLiteral("project"), QStringLiteral("serialize"),
                                       QStringLiteral("where"), QStringLiteral("filter")};
    if (!operators.contains(context.keyword))
        context.fail(semUnsupported, call.name % u"() can stand in extend, project, serialize and where", call.place);
    else if (!scope.numbered)
        context.fail(semArguments, call.name % u"() needs a serialized table: sort it or use 'serialize' first", call.place);
    return !context.error;
}

void numberRows(CompileContext &context, Relation *relation)
{
    closeRelation(context, relation);
    if (relation->numbered)
        return;
    QStringList keys;
    for (const Relation::OrderKey &key : relation->order)
        keys += key.sql % u' ' % key.direction;
    const QString order = keys.isEmpty() ? QString() : QString(u"ORDER BY " % keys.join(u", "));
    const QString alias = context.aliases.next(u'c');
    relation->from = u"(SELECT *, row_number() OVER (" % order % u") AS " % alias % u" FROM " % relation->from % u") AS " % context.aliases.next(u't');
    relation->order = {{alias, QStringLiteral("ASC")}};
    relation->numbered = true;
}

} // namespace qd::lab
