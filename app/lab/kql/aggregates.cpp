#include "kql/aggregates.h"

#include "kql/aggregatecall.h"
#include "kql/naming.h"

#include <algorithm>

namespace qd::lab {

std::optional<double> percentileOf(const AggregateCall &call, size_t index)
{
    const BoundExpr value = ExprBinder(call.context, call.scope).bind(*call.expr.args[index]);
    std::optional<double> percentile;
    if (value.constant && std::holds_alternative<qint64>(*value.constant))
        percentile = static_cast<double>(std::get<qint64>(*value.constant));
    else if (value.constant && std::holds_alternative<double>(*value.constant))
        percentile = std::get<double>(*value.constant);
    if (percentile && *percentile >= 0 && *percentile <= 100)
        return percentile;
    call.context.fail(semArguments, call.expr.name % u"(): a percentile must be a constant from 0 to 100", call.expr.args[index]->place);
    return std::nullopt;
}

namespace {

using kql::Expr;
using kql::ExprKind;

/// The …if family, also spelled make_list_if.
bool isIf(const AggregateCall &call) { return call.expr.name.endsWith(u"if"); }

BoundExpr bindCount(const AggregateCall &call)
{
    return madeExpr(ColumnType::Long, u"count(*)" % call.filterOf(isIf(call), 0), false);
}

BoundExpr bindSum(const AggregateCall &call)
{
    const BoundExpr value = call.number(0);
    const ColumnType type = value.type == ColumnType::Int ? ColumnType::Long : value.type;
    const QString sum = u"coalesce(sum(" % value.sql % u')' % call.filterOf(isIf(call), 1) % u", 0)";
    return madeExpr(type, u"CAST(" % sum % u" AS " % sqlTypeName(type) % u')', false);
}

BoundExpr bindAvg(const AggregateCall &call)
{
    const BoundExpr value = call.number(0);
    const QString mean = u"avg(" % value.sql % u')' % call.filterOf(isIf(call), 1);
    if (value.type == ColumnType::TimeSpan)
        return madeExpr(ColumnType::TimeSpan, u"CAST(trunc(" % mean % u") AS BIGINT)", true);
    return madeExpr(ColumnType::Real, mean, true);
}

BoundExpr bindExtreme(const AggregateCall &call)
{
    const BoundExpr value = call.arg(0);
    if (value.type == ColumnType::Dynamic)
        return call.fail(0, QStringLiteral("a scalar"), value.type);
    const QString sql = call.expr.name.left(3) % u'(' % value.sql % u')' % call.filterOf(isIf(call), 1);
    if (value.type == ColumnType::String)
        return madeExpr(value.type, u"coalesce(" % sql % u", '')", false);
    return madeExpr(value.type, sql, true);
}

/// Exact, where the service estimates: below a few thousand values both agree.
BoundExpr bindDcount(const AggregateCall &call)
{
    const BoundExpr value = call.arg(0);
    if (value.type == ColumnType::Dynamic)
        return call.fail(0, QStringLiteral("a scalar"), value.type);
    return madeExpr(ColumnType::Long, u"count(DISTINCT " % value.sql % u')' % call.filterOf(isIf(call), 1), false);
}

BoundExpr bindSpread(const AggregateCall &call)
{
    const BoundExpr value = call.number(0);
    const QString &name = call.expr.name;
    const QString spread = name.startsWith(u"stdev") ? QStringLiteral("stddev_") : QStringLiteral("var_");
    const QString function = spread % (name.endsWith(u'p') || name.endsWith(u"pif") ? u"pop" : u"samp");
    return madeExpr(ColumnType::Real, u"coalesce(" % function % u"(CAST(" % value.sql % u" AS DOUBLE))" % call.filterOf(isIf(call), 1) % u", 0)", false);
}

/// Nearest rank: quantile_disc takes the value at index ceil(p * n).
BoundExpr bindPercentileAt(const AggregateCall &call, size_t index)
{
    const BoundExpr value = call.arg(0);
    const auto percentile = percentileOf(call, index);
    const bool ordered = isNumeric(value.type) || value.type == ColumnType::TimeSpan || value.type == ColumnType::DateTime;
    if (!ordered && !call.context.error)
        return call.fail(0, QStringLiteral("a number, a datetime or a timespan"), value.type);
    const QString ratio = QString::number(percentile.value_or(0) / 100, 'g', 12);
    return madeExpr(value.type, u"quantile_disc(" % value.sql % u", " % ratio % u')', true);
}

BoundExpr bindPercentile(const AggregateCall &call) { return bindPercentileAt(call, 1); }
BoundExpr bindPercentilew(const AggregateCall &call) { return bindWeightedPercentile(call, 2); }

/// percentiles_array(x, 50, 95) or (x, dynamic([50, 95])): all in one array.
BoundExpr bindPercentilesArray(const AggregateCall &call)
{
    QStringList values;
    for (size_t i = 1; i < call.expr.args.size(); ++i) {
        const BoundExpr arg = ExprBinder(call.context, call.scope).bind(*call.expr.args[i]);
        const auto several = constantElements(arg);
        if (!several) {
            values += jsonSql(bindPercentileAt(call, i));
            continue;
        }
        for (const BoundExpr &one : *several) {
            const BoundExpr value = call.number(0);
            const double ratio = std::holds_alternative<qint64>(*one.constant) ? static_cast<double>(std::get<qint64>(*one.constant))
                : std::holds_alternative<double>(*one.constant)                ? std::get<double>(*one.constant) : -1;
            if (ratio < 0 || ratio > 100)
                return call.context.fail(semArguments, QStringLiteral("percentiles_array(): a percentile must be from 0 to 100"), call.expr.args[i]->place);
            values += jsonSql(madeExpr(value.type, u"quantile_disc(" % value.sql % u", " % QString::number(ratio / 100, 'g', 12) % u')', true));
        }
    }
    return madeExpr(ColumnType::Dynamic, u"CAST(json_array(" % values.join(u", ") % u") AS VARCHAR)", false);
}

/// make_list and make_set: null elements are left out; sorted input keeps its order in a list.
BoundExpr bindCollect(const AggregateCall &call)
{
    const bool set = call.expr.name.contains(u"set");
    const BoundExpr value = call.arg(0);
    QStringList keys;
    for (const Relation::OrderKey &key : call.scope.order)
        keys += key.sql % u' ' % key.direction;
    const QString order = set || keys.isEmpty() ? QString() : QString(u" ORDER BY " % keys.join(u", "));
    const QString condition = isIf(call) ? QString(u" AND " % call.condition(1)) : QString();
    const size_t limit = isIf(call) ? 2 : 1;
    QString list = u"list(" % QLatin1String(set ? "DISTINCT " : "") % jsonSql(value) % order % u") FILTER (WHERE "
        % value.sql % u" IS NOT NULL" % condition % u')';
    if (call.expr.name == u"make_list_with_nulls")
        list = u"list(" % jsonSql(value) % order % u')';
    if (call.expr.args.size() > limit) {
        const BoundExpr most = call.arg(limit);
        const qint64 *count = most.constant ? std::get_if<qint64>(&*most.constant) : nullptr;
        if (count == nullptr || *count < 0)
            return call.fail(limit, QStringLiteral("a constant whole number"), most.type);
        list = u"list_slice(" % list % u", 1, " % QString::number(*count) % u')';
    }
    return madeExpr(ColumnType::Dynamic, u"coalesce(CAST(to_json(" % list % u") AS VARCHAR), '[]')", false);
}

BoundExpr bindTakeAny(const AggregateCall &call)
{
    const BoundExpr value = call.arg(0);
    const QString sql = u"any_value(" % value.sql % u')' % call.filterOf(isIf(call), 1);
    if (value.type == ColumnType::String)
        return madeExpr(value.type, u"coalesce(" % sql % u", '')", false);
    return madeExpr(value.type, sql, true);
}

BoundExpr bindArgExtremeKey(const AggregateCall &call)
{
    const BoundExpr key = call.arg(0);
    if (key.type == ColumnType::Dynamic)
        return call.fail(0, QStringLiteral("a scalar"), key.type);
    const QString sql = call.expr.name.right(3) % u'(' % key.sql % u')';
    return key.type == ColumnType::String ? madeExpr(key.type, u"coalesce(" % sql % u", '')", false) : madeExpr(key.type, sql, true);
}

constexpr AggregateEntry aggregateEntries[] = {
    {"count", 0, 0, bindCount}, {"countif", 1, 1, bindCount}, {"sum", 1, 1, bindSum}, {"sumif", 2, 2, bindSum},
    {"avg", 1, 1, bindAvg}, {"avgif", 2, 2, bindAvg}, {"min", 1, 1, bindExtreme}, {"minif", 2, 2, bindExtreme},
    {"max", 1, 1, bindExtreme}, {"maxif", 2, 2, bindExtreme}, {"dcount", 1, 2, bindDcount},
    {"dcountif", 2, 3, bindDcount}, {"count_distinct", 1, 1, bindDcount}, {"count_distinctif", 2, 2, bindDcount}, {"stdevpif", 2, 2, bindSpread}, {"variancepif", 2, 2, bindSpread}, {"anyif", 2, 2, bindTakeAny},
    {"percentilew", 3, 3, bindPercentilew}, {"percentilesw", 3, 3, bindPercentilew}, {"percentiles_array", 2, 64, bindPercentilesArray},
    {"make_list_with_nulls", 1, 1, bindCollect}, {"stdev", 1, 1, bindSpread},
    {"variance", 1, 1, bindSpread}, {"stdevp", 1, 1, bindSpread}, {"variancep", 1, 1, bindSpread},
    {"stdevif", 2, 2, bindSpread}, {"varianceif", 2, 2, bindSpread}, {"make_list_if", 2, 3, bindCollect},
    {"make_set_if", 2, 3, bindCollect}, {"percentile", 2, 2, bindPercentile}, {"percentiles", 2, 2, bindPercentile},
    {"make_list", 1, 2, bindCollect}, {"makelist", 1, 2, bindCollect}, {"make_set", 1, 2, bindCollect},
    {"makeset", 1, 2, bindCollect}, {"take_any", 1, 64, bindTakeAny}, {"any", 1, 64, bindTakeAny},
    {"take_anyif", 2, 2, bindTakeAny}, {"arg_max", 1, 64, bindArgExtremeKey}, {"arg_min", 1, 64, bindArgExtremeKey}};

const AggregateEntry *findAggregate(const QString &name)
{
    for (const std::span<const AggregateEntry> part : {std::span<const AggregateEntry>(aggregateEntries), bagAggregates()})
        for (const AggregateEntry &entry : part)
            if (name == QLatin1String(entry.name))
                return &entry;
    return nullptr;
}

std::vector<AggregateColumn> percentileColumns(const AggregateCall &call, const QString &alias)
{
    std::vector<AggregateColumn> columns;
    const QString stem = u"percentile_" % implicitName(*call.expr.args[0]) % u'_';
    const bool weighted = call.expr.name.startsWith(u"percentilew") || call.expr.name.startsWith(u"percentilesw");
    const size_t first = weighted ? 2 : 1;
    for (size_t i = first; i < call.expr.args.size(); ++i) {
        const QString name = stem % percentileSuffix(percentileOf(call, i).value_or(0));
        columns.push_back({i == first && !alias.isEmpty() ? alias : name, weighted ? bindWeightedPercentile(call, i) : bindPercentileAt(call, i)});
    }
    return columns;
}

/// What arg_max returns besides its key: name and value, the star spread out.
std::vector<AggregateColumn> argumentColumns(const AggregateCall &call, const QStringList &by)
{
    std::vector<AggregateColumn> columns;
    const QString key = implicitName(*call.expr.args[0]);
    for (size_t i = 1; i < call.expr.args.size(); ++i) {
        if (call.expr.args[i]->kind != ExprKind::Star) {
            columns.push_back({implicitName(*call.expr.args[i]), call.arg(i)});
            continue;
        }
        for (const Relation::NamedColumn &column : call.scope.columns)
            if (column.name != key && !by.contains(column.name))
                columns.push_back({column.name, plainExpr(column.expr)});
    }
    return columns;
}

/// An aggregate for each value. They see the same rows in the same order and all keep the first of equal keys, so that the
/// values come from one row; packing the row first takes half as long again.
std::vector<AggregateColumn> argExtremeColumns(const AggregateCall &call, const QString &alias, const QStringList &by)
{
    std::vector<AggregateColumn> columns{{alias.isEmpty() ? implicitName(*call.expr.args[0]) : alias, bindArgExtremeKey(call)}};
    const std::vector<AggregateColumn> values = argumentColumns(call, by);
    const QString key = call.arg(0).sql;
    for (const AggregateColumn &one : values) {
        const QString value = call.expr.name % u"_null(" % one.expr.sql % u", " % key % u')';
        const ColumnType type = one.expr.type;
        columns.push_back({one.name, type == ColumnType::String ? madeExpr(type, u"coalesce(" % value % u", '')", false)
                                                                       : madeExpr(type, value, true)});
    }
    return columns;
}

/// take_any(a, b) and take_any(*): values of one and the same row.
std::vector<AggregateColumn> anyRowColumns(const AggregateCall &call, const QStringList &by)
{
    std::vector<AggregateColumn> values;
    for (size_t i = 0; i < call.expr.args.size(); ++i) {
        if (call.expr.args[i]->kind != ExprKind::Star) {
            values.push_back({implicitName(*call.expr.args[i]), call.arg(i)});
            continue;
        }
        for (const Relation::NamedColumn &column : call.scope.columns)
            if (!by.contains(column.name))
                values.push_back({column.name, plainExpr(column.expr)});
    }
    QStringList packed;
    for (size_t i = 0; i < values.size(); ++i)
        packed += u'v' % QString::number(i) % u" := " % values[i].expr.sql;
    std::vector<AggregateColumn> columns;
    for (size_t i = 0; i < values.size(); ++i) {
        const QString value = u"struct_extract(any_value(struct_pack(" % packed.join(u", ") % u")), 'v" % QString::number(i) % u"')";
        const ColumnType type = values[i].expr.type;
        columns.push_back({values[i].name, type == ColumnType::String ? madeExpr(type, u"coalesce(" % value % u", '')", false) : madeExpr(type, value, true)});
    }
    return columns;
}

} // namespace

bool isAggregate(const QString &function) { return findAggregate(function) != nullptr; }

QStringList aggregateNames()
{
    QStringList names;
    for (const std::span<const AggregateEntry> part : {std::span<const AggregateEntry>(aggregateEntries), bagAggregates()})
        for (const AggregateEntry &entry : part)
            names += QString::fromLatin1(entry.name);
    return names;
}

BoundExpr bindAggregate(CompileContext &context, const Relation &scope, const Expr &call)
{
    const AggregateEntry *entry = findAggregate(call.name);
    if (call.args.size() < entry->minimum || call.args.size() > entry->maximum)
        return context.fail(semArguments, call.name % u"(): wrong number of arguments", call.place);
    const BoundExpr made = entry->bind(AggregateCall{context, scope, call});
    return context.error ? BoundExpr{} : made;
}

std::vector<AggregateColumn> bindAggregateColumns(CompileContext &context, const Relation &scope, const kql::NamedExpr &element,
                                                  const QStringList &by)
{
    const Expr &expr = *element.expr;
    const AggregateCall call{context, scope, expr};
    if (!element.names.isEmpty()) {
        kql::NamedExpr unnamed = element;
        unnamed.names.clear();
        std::vector<AggregateColumn> columns = bindAggregateColumns(context, scope, unnamed, by);
        if (element.names.size() > static_cast<qsizetype>(columns.size()))
            context.fail(semArguments, QStringLiteral("the expression has fewer results"), element.place);
        for (size_t i = 0; i < columns.size() && static_cast<qsizetype>(i) < element.names.size(); ++i)
            columns[i].name = element.names[static_cast<qsizetype>(i)];
        return columns;
    }
    const bool several = expr.kind == ExprKind::Call && expr.args.size() > 1;
    const bool anyRow = expr.kind == ExprKind::Call && (expr.name == u"take_any" || expr.name == u"any")
        && (expr.args.size() > 1 || (expr.args.size() == 1 && expr.args[0]->kind == ExprKind::Star));
    if (anyRow)
        return anyRowColumns(call, by);
    if (several && (expr.name == u"percentilew" || expr.name == u"percentilesw") && expr.args.size() > 2)
        return percentileColumns(call, element.name);
    if (several && (expr.name == u"percentile" || expr.name == u"percentiles") && (expr.name == u"percentiles" || expr.args.size() == 2))
        return percentileColumns(call, element.name);
    if (several && (expr.name == u"arg_max" || expr.name == u"arg_min"))
        return argExtremeColumns(call, element.name, by);
    const QString name = element.name.isEmpty() ? implicitName(expr) : element.name;
    return {{name, ExprBinder(context, scope, true).bind(expr)}};
}

} // namespace qd::lab
