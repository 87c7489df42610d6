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

constexpr std::array<SeriesResult, 4> decomposeResults{{{"baseline", ColumnType::Dynamic}, {"seasonal", ColumnType::Dynamic},
                                                        {"trend", ColumnType::Dynamic}, {"residual", ColumnType::Dynamic}}};
constexpr std::array<SeriesResult, 3> anomalyResults{{{"ad_flag", ColumnType::Dynamic}, {"ad_score", ColumnType::Dynamic},
                                                      {"baseline", ColumnType::Dynamic}}};
constexpr std::array<SeriesResult, 2> periodResults{{{"periods", ColumnType::Dynamic}, {"scores", ColumnType::Dynamic}}};
constexpr std::array<SeriesResult, 15> twoLinesResults{{{"rsquare", ColumnType::Real}, {"split_idx", ColumnType::Long},
                                                        {"variance", ColumnType::Real}, {"rvariance", ColumnType::Real},
                                                        {"line_fit", ColumnType::Dynamic}, {"right_rsquare", ColumnType::Real},
                                                        {"right_slope", ColumnType::Real}, {"right_interception", ColumnType::Real},
                                                        {"right_variance", ColumnType::Real}, {"right_rvariance", ColumnType::Real},
                                                        {"left_rsquare", ColumnType::Real}, {"left_slope", ColumnType::Real},
                                                        {"left_interception", ColumnType::Real}, {"left_variance", ColumnType::Real},
                                                        {"left_rvariance", ColumnType::Real}}};

/// The functions with several results and the one that makes all of them as a bag. A name with a blank is only ours.
struct SeveralResults {
    const char *function;
    const char *bag;
    std::span<const SeriesResult> results;
};

constexpr std::array<SeveralResults, 6> severalResultFunctions{{{"series_stats", "series_stats_dynamic", statsResults},
                                                                {"series_fit_line", "series_fit_line_dynamic", lineResults},
                                                                {"series_fit_2lines", "series_fit_2lines_dynamic", twoLinesResults},
                                                                {"series_decompose", "series_decompose bag", decomposeResults},
                                                                {"series_decompose_anomalies", "series_decompose_anomalies bag", anomalyResults},
                                                                {"series_periods_detect", "series_periods_detect bag", periodResults}}};

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

/// Arguments of a function of the engine as text: the optional ones have a default.
struct EngineArguments {
    const FunctionCall &call;

    [[nodiscard]] bool has(size_t index) const { return index < call.args.size(); }
    [[nodiscard]] QString series(size_t index) const
    {
        call.ofType(index, ColumnType::Dynamic);
        return plainExpr(call.args[index]).sql;
    }
    [[nodiscard]] QString number(size_t index, const QString &otherwise) const
    {
        return has(index) ? QString(u"CAST(" % call.number(index) % u" AS VARCHAR)") : otherwise;
    }
    [[nodiscard]] QString flag(size_t index, const QString &otherwise) const
    {
        return has(index) ? QString(u"CAST(" % call.ofType(index, ColumnType::Bool) % u" AS VARCHAR)") : otherwise;
    }
    /// One of the words, the first by default.
    [[nodiscard]] QString word(size_t index, const QStringList &known) const
    {
        const QString given = has(index) ? call.constantText(index) : known.first();
        if (!known.contains(given))
            call.context.fail(semArguments, call.expr.name % u"(): '" % given.left(40) % u"' is none of " % known.join(u", "), call.expr.args[index]->place);
        return sqlText(given);
    }
};

BoundExpr engineSeries(const QString &function, const QStringList &args)
{
    return madeExpr(ColumnType::Dynamic, u"qd_series_" % function % u'(' % args.join(u", ") % u')', true);
}

const QStringList &trendWords()
{
    static const QStringList words{QStringLiteral("avg"), QStringLiteral("linefit"), QStringLiteral("none")};
    return words;
}

const QString noNumberText = QStringLiteral("CAST(NULL AS VARCHAR)");

BoundExpr bindDecompose(const FunctionCall &call)
{
    const EngineArguments args{call};
    return engineSeries(QStringLiteral("decompose"), {args.series(0), args.number(1, QStringLiteral("'-1'")), args.word(2, trendWords()),
                                                      args.number(3, QStringLiteral("'0'")), args.number(4, QStringLiteral("'0.6'"))});
}

BoundExpr bindAnomalies(const FunctionCall &call)
{
    const EngineArguments args{call};
    return engineSeries(QStringLiteral("anomalies"), {args.series(0), args.number(2, QStringLiteral("'-1'")), args.word(3, trendWords()),
                                                      args.number(4, QStringLiteral("'0'")), args.number(6, QStringLiteral("'0.6'")),
                                                      args.number(1, QStringLiteral("'1.5'")),
                                                      args.word(5, {QStringLiteral("ctukey"), QStringLiteral("tukey")})});
}

BoundExpr bindForecast(const FunctionCall &call)
{
    const EngineArguments args{call};
    const QStringList trends{QStringLiteral("linefit"), QStringLiteral("avg"), QStringLiteral("none")};
    return engineSeries(QStringLiteral("forecast"), {args.series(0), args.number(2, QStringLiteral("'-1'")), args.word(3, trends),
                                                     args.number(1, {}), args.number(4, QStringLiteral("'0.6'"))});
}

BoundExpr bindSeasonal(const FunctionCall &call)
{
    const EngineArguments args{call};
    return engineSeries(QStringLiteral("seasonal"), {args.series(0), args.number(1, QStringLiteral("'-1'")), QStringLiteral("'none'")});
}

BoundExpr bindPeriods(const FunctionCall &call)
{
    const EngineArguments args{call};
    return engineSeries(QStringLiteral("periods"), {args.series(0), args.number(1, {}), args.number(2, {}), args.number(3, {})});
}

BoundExpr bindOutliers(const FunctionCall &call)
{
    const EngineArguments args{call};
    return engineSeries(QStringLiteral("outliers"), {args.series(0), args.word(1, {QStringLiteral("ctukey"), QStringLiteral("tukey")}),
                                                     args.number(2, noNumberText), args.number(3, QStringLiteral("'10'")),
                                                     args.number(4, QStringLiteral("'90'"))});
}

/// series_fill_forward, _backward and _const
BoundExpr bindFill(const FunctionCall &call)
{
    const EngineArguments args{call};
    return engineSeries(call.expr.name.mid(7), {args.series(0), args.number(1, noNumberText), args.number(2, noNumberText)});
}

BoundExpr bindFillLinear(const FunctionCall &call)
{
    const EngineArguments args{call};
    return engineSeries(QStringLiteral("fill_linear"), {args.series(0), args.number(1, noNumberText), args.flag(2, QStringLiteral("'true'")),
                                                        args.number(3, QStringLiteral("'0'"))});
}

/// Element by element; a number stands for a series of itself.
BoundExpr bindElements(const FunctionCall &call)
{
    const EngineArguments args{call};
    const auto operand = [&](size_t index) { return isNumeric(call.args[index].type) ? args.number(index, {}) : args.series(index); };
    return engineSeries(QStringLiteral("elements"), {sqlText(call.expr.name.mid(7)), operand(0), operand(1)});
}

BoundExpr bindIir(const FunctionCall &call)
{
    const EngineArguments args{call};
    return engineSeries(QStringLiteral("iir"), {args.series(0), args.series(1), args.series(2)});
}

BoundExpr bindFir(const FunctionCall &call)
{
    const EngineArguments args{call};
    return engineSeries(QStringLiteral("fir"), {args.series(0), args.series(1), args.flag(2, QStringLiteral("'true'")), args.flag(3, QStringLiteral("'false'"))});
}

BoundExpr bindPearson(const FunctionCall &call)
{
    const EngineArguments args{call};
    return madeExpr(ColumnType::Real, u"TRY_CAST(" % engineSeries(QStringLiteral("pearson"), {args.series(0), args.series(1)}).sql % u" AS DOUBLE)", true);
}

BoundExpr bindFit2Lines(const FunctionCall &call) { return engineSeries(QStringLiteral("fit_2lines"), {EngineArguments{call}.series(0)}); }

const SeveralResults *severalResultFunction(const kql::Expr &expr)
{
    const auto found = std::ranges::find_if(severalResultFunctions, [&expr](const SeveralResults &one) { return expr.name == QLatin1String(one.function); });
    return expr.kind == kql::ExprKind::Call && found != severalResultFunctions.end() ? &*found : nullptr;
}

} // namespace

std::span<const FunctionEntry> seriesFunctions()
{
    static constexpr FunctionEntry entries[] = {
        {"series_stats_dynamic", 1, 1, bindSeriesStats}, {"series_fit_line_dynamic", 1, 1, bindSeriesFitLine},
        {"series_fit_2lines_dynamic", 1, 1, bindFit2Lines}, {"series_decompose bag", 1, 5, bindDecompose},
        {"series_decompose_anomalies bag", 1, 7, bindAnomalies}, {"series_periods_detect bag", 4, 4, bindPeriods},
        {"series_decompose_forecast", 2, 5, bindForecast}, {"series_seasonal", 1, 2, bindSeasonal}, {"series_outliers", 1, 5, bindOutliers},
        {"series_fill_forward", 1, 2, bindFill}, {"series_fill_backward", 1, 2, bindFill}, {"series_fill_const", 2, 3, bindFill},
        {"series_fill_linear", 1, 4, bindFillLinear}, {"series_add", 2, 2, bindElements}, {"series_subtract", 2, 2, bindElements},
        {"series_multiply", 2, 2, bindElements}, {"series_divide", 2, 2, bindElements}, {"series_pow", 2, 2, bindElements},
        {"series_less", 2, 2, bindElements}, {"series_less_equals", 2, 2, bindElements}, {"series_greater", 2, 2, bindElements},
        {"series_greater_equals", 2, 2, bindElements}, {"series_equals", 2, 2, bindElements}, {"series_not_equals", 2, 2, bindElements},
        {"series_iir", 3, 3, bindIir}, {"series_fir", 2, 4, bindFir}, {"series_pearson_correlation", 2, 2, bindPearson}};
    return entries;
}

std::vector<Relation::NamedColumn> severalResults(CompileContext &context, const Relation &scope, const kql::NamedExpr &column)
{
    const SeveralResults *several = severalResultFunction(*column.expr);
    if (several == nullptr)
        return {};
    const std::span<const SeriesResult> results = several->results;
    kql::Expr call = *column.expr;
    call.name = QString::fromLatin1(several->bag);
    const BoundExpr bag = ExprBinder(context, scope).bind(call);
    if (column.names.size() > static_cast<qsizetype>(results.size()))
        context.fail(semArguments, column.expr->name % u"() has fewer results", column.place);
    const QString alias = context.aliases.next(u'c');
    context.windows.push_back({alias, bag.sql});
    const QString stem = column.expr->name % u'_' % (call.args.empty() ? QString() : implicitName(*call.args[0]));
    std::vector<Relation::NamedColumn> columns;
    for (const SeriesResult &result : results) {
        const auto index = static_cast<qsizetype>(columns.size());
        if (!column.names.isEmpty() && index >= column.names.size())
            break;
        BoundExpr member = freshColumn(ColumnType::Dynamic, alias, true);
        member.path = u"$." % QLatin1String(result.name);
        const BoundExpr value = plainExpr(convertedTo(result.type, member).value_or(member));
        const QString own = index == 0 && !column.name.isEmpty() ? column.name : QString(stem % u'_' % QLatin1String(result.name));
        columns.push_back({column.names.isEmpty() ? own : column.names[index], value});
    }
    return columns;
}

} // namespace qd::lab
