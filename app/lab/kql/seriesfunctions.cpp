#include "kql/seriesfunctions.h"

#include "kql/exprbinder.h"
#include "kql/functions.h"
#include "kql/naming.h"
#include "kql/operatorcall.h"

#include <algorithm>
#include <array>

namespace qd::lab {

namespace {

struct SeriesResult {
    const char *name;
    ColumnType type;
};

constexpr std::array<SeriesResult, 7> statsResults{{{"min", ColumnType::Real}, {"min_idx", ColumnType::Long}, {"max", ColumnType::Real},
                                                    {"max_idx", ColumnType::Long}, {"avg", ColumnType::Real}, {"stdev", ColumnType::Real},
                                                    {"variance", ColumnType::Real}}};
constexpr std::array<SeriesResult, 6> lineResults{{{"rsquare", ColumnType::Real}, {"slope", ColumnType::Real}, {"variance", ColumnType::Real},
                                                   {"rvariance", ColumnType::Real}, {"interception", ColumnType::Real},
                                                   {"line_fit", ColumnType::Dynamic}}};

/// An SQL expression with names for its parts: each is computed once.
QString letSql(const std::vector<std::pair<QString, QString>> &names, const QString &result)
{
    QString sql = result;
    for (auto name = names.rbegin(); name != names.rend(); ++name)
        sql = u"list_transform([" % name->second % u"], " % name->first % u" -> " % sql % u")[1]";
    return sql;
}

/// The array as a list of numbers.
QString numbersSql(const FunctionCall &call)
{
    call.ofType(0, ColumnType::Dynamic);
    return u"TRY_CAST(CAST(" % plainExpr(call.args[0]).sql % u" AS JSON) AS DOUBLE[])";
}

BoundExpr bindSeriesStats(const FunctionCall &call)
{
    const QString bag = QStringLiteral(
        "CAST(json_object('min', list_min(s), 'min_idx', list_position(s, list_min(s)) - 1, 'max', list_max(s), 'max_idx', "
        "list_position(s, list_max(s)) - 1, 'avg', list_avg(s), 'stdev', coalesce(list_aggregate(s, 'stddev_samp'), 0), 'variance', "
        "coalesce(list_aggregate(s, 'var_samp'), 0)) AS VARCHAR)");
    return madeExpr(ColumnType::Dynamic, letSql({{QStringLiteral("s"), numbersSql(call)}}, u"CASE WHEN len(s) > 0 THEN " % bag % u" END"), true);
}

/// Least squares over the index of the values, which the service counts from 1.
BoundExpr bindSeriesFitLine(const FunctionCall &call)
{
    const std::vector<std::pair<QString, QString>> names{
        {QStringLiteral("s"), numbersSql(call)},
        {QStringLiteral("n"), QStringLiteral("CAST(len(s) AS DOUBLE)")},
        {QStringLiteral("xy"), QStringLiteral("list_sum(list_transform(s, (y, i) -> y * (i - 1)))")},
        {QStringLiteral("slope"), QStringLiteral("(n * xy - n * (n - 1) / 2 * list_sum(s)) / (n * n * (n * n - 1) / 12)")},
        {QStringLiteral("start"), QStringLiteral("list_avg(s) - slope * (n - 1) / 2")},
        {QStringLiteral("rest"), QStringLiteral("list_sum(list_transform(s, (y, i) -> pow(y - start - slope * (i - 1), 2)))")},
        {QStringLiteral("spread"), QStringLiteral("list_aggregate(s, 'var_samp')")}};
    const QString bag = QStringLiteral(
        "CASE WHEN n > 1 THEN CAST(json_object('rsquare', CASE WHEN spread > 0 THEN 1 - rest / (spread * (n - 1)) ELSE 1.0 END, 'slope', slope, "
        "'variance', spread, 'rvariance', rest / (n - 1), 'interception', start - slope, 'line_fit', "
        "list_transform(s, (y, i) -> start + slope * (i - 1))) AS VARCHAR) END");
    return madeExpr(ColumnType::Dynamic, letSql(names, bag), true);
}

std::span<const SeriesResult> seriesResults(const QString &function)
{
    if (function == u"series_stats")
        return statsResults;
    return function == u"series_fit_line" ? std::span<const SeriesResult>(lineResults) : std::span<const SeriesResult>();
}

} // namespace

std::span<const FunctionEntry> seriesFunctions()
{
    static constexpr FunctionEntry entries[] = {{"series_stats_dynamic", 1, 1, bindSeriesStats}, {"series_fit_line_dynamic", 1, 1, bindSeriesFitLine}};
    return entries;
}

std::vector<Relation::NamedColumn> severalResults(CompileContext &context, const Relation &scope, const kql::NamedExpr &column)
{
    const std::span<const SeriesResult> results = column.expr->kind == kql::ExprKind::Call ? seriesResults(column.expr->name) : std::span<const SeriesResult>();
    if (results.empty())
        return {};
    kql::Expr call = *column.expr;
    call.name += QStringLiteral("_dynamic");
    const BoundExpr bag = ExprBinder(context, scope).bind(call);
    if (column.names.size() > static_cast<qsizetype>(results.size()))
        context.fail(semArguments, column.expr->name % u"() has fewer results", column.place);
    const QString alias = context.aliases.next(u'c');
    context.windows.push_back({alias, bag.sql});
    const QString stem = column.name.isEmpty() ? QString(column.expr->name % u'_' % (call.args.empty() ? QString() : implicitName(*call.args[0]))) : column.name;
    std::vector<Relation::NamedColumn> columns;
    for (const SeriesResult &result : results) {
        const auto index = static_cast<qsizetype>(columns.size());
        if (!column.names.isEmpty() && index >= column.names.size())
            break;
        BoundExpr member = freshColumn(ColumnType::Dynamic, alias, true);
        member.path = u"$." % QLatin1String(result.name);
        const BoundExpr value = plainExpr(convertedTo(result.type, member).value_or(member));
        columns.push_back({column.names.isEmpty() ? QString(stem % u'_' % QLatin1String(result.name)) : column.names[index], value});
    }
    return columns;
}

} // namespace qd::lab
