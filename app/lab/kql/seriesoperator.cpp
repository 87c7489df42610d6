#include "kql/aggregates.h"
#include "kql/constantfold.h"
#include "kql/exprbinder.h"
#include "kql/functions.h"
#include "kql/naming.h"
#include "kql/operators.h"

#include <utility>

/// make-series: bins of an axis as arrays, the empty ones filled.
namespace qd::lab {

namespace {

/// The axis as whole numbers: microseconds, or the numbers themselves.
struct SeriesAxis {
    ColumnType type = ColumnType::DateTime;
    QString value;
    QString from; ///< empty: where each series begins
    QString to;   ///< empty: where each series ends
    QString step;
    QString text;  ///< a real axis: the value of the bin x
    QString column; ///< what the bounds are compared with
    QString limit; ///< a real axis: what else a row must meet
};

QString wholeSql(const BoundExpr &expr)
{
    if (const auto whole = wholeConstant(expr))
        return constantExpr(ColumnType::Long, *whole).sql;
    const QString sql = plainExpr(expr).sql;
    if (expr.type == ColumnType::Real)
        return u"CAST(" % sql % u" AS DOUBLE)";
    return expr.type == ColumnType::DateTime ? QString(u"epoch_us(" % sql % u')') : QString(u"CAST(" % sql % u" AS BIGINT)");
}

QString boundSql(const OperatorCall &call, const kql::ExprPtr &expr, ColumnType type)
{
    if (!expr)
        return {};
    const Relation nothing;
    const BoundExpr value = ExprBinder(call.context, nothing).bind(*expr);
    if (!commonType(value.type, type) && !call.context.error)
        call.context.fail(semType, u"a value of type " % columnTypeName(type) % u" is needed, not " % columnTypeName(value.type), expr->place);
    return type == ColumnType::Real ? QString(u"CAST(" % plainExpr(value).sql % u" AS DOUBLE)") : wholeSql(value);
}

/// Bins of real numbers are counted: 0 is the one that begins at `from`, or at 0 without it.
void countRealBins(SeriesAxis *axis, bool inclusive)
{
    const QString value = axis->value;
    const QString anchor = axis->from.isEmpty() ? QStringLiteral("0.0") : axis->from;
    const QString step = std::exchange(axis->step, QStringLiteral("CAST(1 AS BIGINT)"));
    const auto bin = [&](const QString &at, const char *round) -> QString {
        return u"TRY_CAST(" % QLatin1String(round) % u"((" % at % u" - " % anchor % u") / " % step % u") AS BIGINT)";
    };
    axis->value = bin(value, "floor");
    axis->text = u"(" % anchor % u" + x * " % step % u')';
    if (!axis->from.isEmpty())
        axis->from = QStringLiteral("CAST(0 AS BIGINT)");
    if (axis->to.isEmpty())
        return;
    if (!inclusive)
        axis->limit = u'(' % value % u" < " % axis->to % u')';
    axis->to = bin(axis->to, inclusive ? "floor" : "ceil");
}

SeriesAxis bindAxis(const OperatorCall &call, const kql::MakeSeriesOperator &step)
{
    SeriesAxis axis;
    BoundExpr value = call.bind(*step.axis.expr);
    const auto isReal = [&call](const kql::ExprPtr &expr) { return expr && ExprBinder(call.context, Relation{}).bind(*expr).type == ColumnType::Real; };
    if (isIntegral(value.type) && (isReal(step.from) || isReal(step.to) || isReal(step.step)))
        value = convertedTo(ColumnType::Real, value).value_or(value);
    axis.type = value.type;
    const bool number = isNumeric(value.type);
    if (value.type != ColumnType::DateTime && value.type != ColumnType::TimeSpan && !number)
        call.context.fail(semUnsupported, u"an axis of type " % columnTypeName(value.type) % u" is not supported", step.axis.expr->place);
    axis.value = wholeSql(value);
    axis.from = boundSql(call, step.from, value.type);
    axis.to = boundSql(call, step.to, value.type);
    const ColumnType stepType = value.type == ColumnType::DateTime ? ColumnType::TimeSpan : value.type;
    const BoundExpr width = ExprBinder(call.context, Relation{}).bind(*step.step);
    if (width.constant && !isPositive(width))
        call.context.fail(semArguments, QStringLiteral("the step must be greater than 0"), step.step->place);
    axis.step = boundSql(call, step.step, stepType);
    if (!isPositive(width))
        axis.step = u"nullif(greatest(" % axis.step % u", 0), 0)";
    if (value.type == ColumnType::Real)
        countRealBins(&axis, step.inclusive);
    axis.column = value.type == ColumnType::DateTime ? plainExpr(value).sql : axis.value;
    return axis;
}

/// The bin that the value falls in: bin_at() from where the series begins, or bin().
QString seriesBinSql(const SeriesAxis &axis)
{
    if (!axis.from.isEmpty()) // no row is before it
        return u'(' % axis.value % u" - (" % axis.value % u" - " % axis.from % u") % " % axis.step % u')';
    const QString origin = axis.type == ColumnType::DateTime ? QStringLiteral("-62135596800000000") : QStringLiteral("0");
    const QString distance = u'(' % axis.value % u" - (" % origin % u"))";
    return u'(' % axis.value % u" - ((" % distance % u" % " % axis.step % u") + " % axis.step % u") % " % axis.step % u')';
}

/// A bound as the rows' own column compares with it, so that a filter on time stays one.
QString columnBound(const SeriesAxis &axis, const QString &bound)
{
    return axis.type == ColumnType::DateTime ? QString(u"make_timestamp(" % bound % u')') : bound;
}

QString axisTextSql(const SeriesAxis &axis)
{
    if (axis.type == ColumnType::DateTime)
        return QStringLiteral("strftime(make_timestamp(x), '%Y-%m-%dT%H:%M:%S.%f') || '0Z'");
    if (axis.type == ColumnType::Real)
        return axis.text;
    return axis.type == ColumnType::TimeSpan ? textSql(madeExpr(ColumnType::TimeSpan, QStringLiteral("x"), false)) : QStringLiteral("x");
}

/// An aggregate's value in its bins and what stands in the bins without rows.
BoundExpr filledValue(const OperatorCall &call, const AggregateColumn &column, const QString &alias, const kql::ExprPtr &missing)
{
    BoundExpr value = plainExpr(column.expr);
    const bool number = isNumeric(value.type);
    BoundExpr filler = number ? constantExpr(ColumnType::Long, qint64{0}) : constantExpr(value.type, value.type == ColumnType::String ? Cell(QString()) : Cell());
    const Relation nothing;
    if (missing)
        filler = ExprBinder(call.context, nothing).bind(*missing);
    const auto type = commonType(value.type, filler.type);
    if (!type && !call.context.error)
        call.context.fail(semType, u"the default must be of type " % columnTypeName(value.type), missing ? missing->place : call.place);
    value.sql = u"CAST(coalesce(s." % alias % u", " % filler.sql % u") AS " % sqlTypeName(type.value_or(value.type)) % u')';
    value.type = type.value_or(value.type);
    return value;
}

/// The parts of the statement: names of the groups and what is selected over them.
struct SeriesSql {
    QStringList keys;   ///< "expression AS c1"
    QStringList names;  ///< c1
    QStringList values; ///< "aggregate AS c2"
    QStringList lists;  ///< the arrays
};

QString joinedAfter(const QStringList &items, const QString &before)
{
    QString sql;
    for (const QString &item : items)
        sql += before.arg(item);
    return sql;
}

/// The rows' aggregates by group and bin.
QString binnedSql(const OperatorCall &call, const SeriesAxis &axis, const SeriesSql &parts, bool inclusive)
{
    QStringList filters = call.relation.where;
    if (axis.from.isEmpty() && axis.to.isEmpty())
        filters += u'(' % axis.column % u" IS NOT NULL)";
    if (!axis.from.isEmpty())
        filters += u'(' % axis.column % u" >= " % columnBound(axis, axis.from) % u')';
    if (!axis.to.isEmpty() && inclusive)
        filters += u'(' % seriesBinSql(axis) % u" <= " % axis.to % u')';
    else if (!axis.to.isEmpty())
        filters += u'(' % axis.column % u" < " % columnBound(axis, axis.to) % u')';
    if (!axis.limit.isEmpty())
        filters += axis.limit;
    return u"SELECT " % joinedAfter(parts.keys, QStringLiteral("%1, ")) % joinedAfter(parts.values, QStringLiteral("%1, ")) % seriesBinSql(axis)
        % u" AS b FROM " % call.relation.from % u" WHERE " % filters.join(u" AND ") % u" GROUP BY ALL";
}

/// The bins from the first to the last, as a list.
QString binsSql(const SeriesAxis &axis, bool inclusive)
{
    const QString from = axis.from.isEmpty() ? QStringLiteral("min(b)") : axis.from;
    const QString to = axis.to.isEmpty() ? QStringLiteral("max(b)") : QString(axis.to % (inclusive ? u"" : u" - 1"));
    const QString end = u"least(CAST(" % to % u" AS HUGEINT), CAST(" % from % u" AS HUGEINT) + 1048575 * CAST(" % axis.step % u" AS HUGEINT))";
    return u"generate_series(" % from % u", CAST(" % end % u" AS BIGINT), " % axis.step % u')';
}

/// One series whose bins are known beforehand.
QString knownSeriesSql(const OperatorCall &call, const SeriesAxis &axis, const SeriesSql &parts, bool inclusive, bool always)
{
    return u"(SELECT " % parts.lists.join(u", ") % u" FROM (SELECT unnest(" % binsSql(axis, inclusive) % u") AS x) p LEFT JOIN ("
        % binnedSql(call, axis, parts, inclusive) % u") s ON s.b = p.x HAVING count(" % (always ? u"*" : u"s.b") % u") > 0) AS "
        % call.context.aliases.next(u't');
}

QString seriesSql(const OperatorCall &call, const SeriesAxis &axis, const SeriesSql &parts, bool inclusive)
{
    const QString rank = parts.names.isEmpty() ? QStringLiteral("1") : QString(u"dense_rank() OVER (ORDER BY " % parts.names.join(u", ") % u')');
    const QString groups = u"SELECT g, " % joinedAfter(parts.names, QStringLiteral("any_value(%1) AS %1, ")) % binsSql(axis, inclusive) % u" AS xs FROM s GROUP BY g";
    const QString grid = u"SELECT g" % joinedAfter(parts.names, QStringLiteral(", %1")) % u", unnest(xs) AS x FROM (" % groups % u')';
    return u"(WITH s AS MATERIALIZED (SELECT *, " % rank % u" AS g FROM (" % binnedSql(call, axis, parts, inclusive) % u")) SELECT "
        % joinedAfter(parts.names, QStringLiteral("p.%1, ")) % parts.lists.join(u", ") % u" FROM (" % grid
        % u") p LEFT JOIN s ON s.g = p.g AND s.b = p.x GROUP BY p.g" % joinedAfter(parts.names, QStringLiteral(", p.%1")) % u") AS "
        % call.context.aliases.next(u't');
}

} // namespace

void bindOperator(OperatorCall &call, const kql::MakeSeriesOperator &step)
{
    std::vector<const kql::Expr *> exprs{step.axis.expr.get(), step.axis.expr.get()};
    for (const auto &element : step.aggregates)
        exprs.push_back(element.aggregate.expr.get());
    for (const kql::NamedExpr &key : step.by)
        exprs.push_back(key.expr.get());
    call.prepare(exprs);
    const SeriesAxis axis = bindAxis(call, step);
    if (step.nonEmpty && (!step.from || !step.to || !step.by.empty()))
        call.context.fail(semArguments, QStringLiteral("kind=nonempty needs 'from' and 'to' and no 'by'"), call.place);
    Relation result;
    SeriesSql parts;
    NameGiver names;
    for (const kql::NamedExpr &key : step.by) {
        const BoundExpr value = plainExpr(call.bind(*key.expr));
        if (!isKeyType(value.type) && !call.context.error)
            call.context.fail(semType, QStringLiteral("a group key of type dynamic is not allowed; cast it, for example with tostring()"), key.expr->place);
        parts.names += call.context.aliases.next(u'c');
        parts.keys += value.sql % u" AS " % parts.names.last();
        result.columns.push_back({names.give(key.name.isEmpty() ? implicitName(*key.expr) : key.name), namedColumn(value, parts.names.last())});
    }
    const auto addList = [&](const QString &name, const QString &element) {
        const QString alias = call.context.aliases.next(u'c');
        parts.lists += u"CAST(to_json(list(" % element % u" ORDER BY p.x)) AS VARCHAR) AS " % alias;
        result.columns.push_back({names.give(name), freshColumn(ColumnType::Dynamic, alias, false)});
    };
    for (const auto &element : step.aggregates) {
        for (const AggregateColumn &column : bindAggregateColumns(call.context, call.relation, element.aggregate, {})) {
            const QString alias = call.context.aliases.next(u'c');
            parts.values += plainExpr(column.expr).sql % u" AS " % alias;
            const BoundExpr filled = filledValue(call, column, alias, element.missing);
            addList(column.name, isNumeric(filled.type) ? filled.sql : jsonSql(filled));
        }
    }
    addList(step.axis.name.isEmpty() ? implicitName(*step.axis.expr) : step.axis.name, axisTextSql(axis));
    if (call.context.error)
        return;
    result.aggregations = call.relation.aggregations + 1;
    const bool isKnown = parts.names.isEmpty() && !axis.from.isEmpty() && !axis.to.isEmpty();
    result.from = isKnown ? knownSeriesSql(call, axis, parts, step.inclusive, step.nonEmpty) : seriesSql(call, axis, parts, step.inclusive);
    call.relation = std::move(result);
}

} // namespace qd::lab
