#include "kql/enginefunctions.h"

#include "kql/seriesmath.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

/// Functions over series: dynamic arrays of numbers as JSON.
namespace qd::lab {

namespace {

using SeriesJson = nlohmann::ordered_json;
using SeriesArgs = EngineFunction::Args;

constexpr double missingNumber = std::numeric_limits<double>::quiet_NaN();
constexpr size_t longestSeries = 1 << 20;

/// An array of numbers; everything else in it counts as missing.
struct ParsedSeries {
    SeriesValues values;
    bool whole = true; ///< no element was a real
};

std::optional<ParsedSeries> parsedSeries(SeriesArgs args, size_t index)
{
    if (index >= args.size() || !args[index])
        return std::nullopt;
    const SeriesJson json = SeriesJson::parse(*args[index], nullptr, false);
    if (!json.is_array() || json.size() > longestSeries)
        return std::nullopt;
    ParsedSeries series;
    for (const SeriesJson &element : json) {
        series.values.push_back(element.is_number() ? element.get<double>() : missingNumber);
        series.whole = series.whole && !element.is_number_float();
    }
    return series;
}

double numberArg(SeriesArgs args, size_t index, double otherwise)
{
    if (index >= args.size() || !args[index])
        return otherwise;
    double value = otherwise;
    const auto [end, problem] = std::from_chars(args[index]->data(), args[index]->data() + args[index]->size(), value);
    return problem == std::errc() ? value : otherwise;
}

std::string_view wordArg(SeriesArgs args, size_t index) { return index < args.size() && args[index] ? *args[index] : std::string_view(); }

SeriesJson numbersJson(const SeriesValues &values, bool whole = false)
{
    SeriesJson json = SeriesJson::array();
    for (const double value : values) {
        if (std::isnan(value))
            json.push_back(nullptr);
        else if (whole && std::abs(value) < 9e15)
            json.push_back(static_cast<std::int64_t>(value));
        else
            json.push_back(value);
    }
    return json;
}

SeriesTrend trendArg(std::string_view word)
{
    if (word == "none")
        return SeriesTrend::None;
    return word == "linefit" ? SeriesTrend::Line : SeriesTrend::Average;
}

/// series, seasonality, trend, test points, threshold
DecomposeOptions decomposeOptions(SeriesArgs args)
{
    DecomposeOptions options;
    options.seasonality = static_cast<int>(std::clamp(numberArg(args, 1, -1), -1.0, 1048576.0));
    options.trend = trendArg(wordArg(args, 2));
    options.testPoints = static_cast<size_t>(std::clamp(numberArg(args, 3, 0), 0.0, 1048576.0));
    options.threshold = numberArg(args, 4, 0.6);
    return options;
}

std::optional<std::string> runDecompose(SeriesArgs args)
{
    const auto series = parsedSeries(args, 0);
    if (!series)
        return std::nullopt;
    const Decomposition parts = decomposeSeries(series->values, decomposeOptions(args));
    return SeriesJson{{"baseline", numbersJson(parts.baseline)}, {"seasonal", numbersJson(parts.seasonal)},
                      {"trend", numbersJson(parts.trend)}, {"residual", numbersJson(parts.residual)}}.dump();
}

/// …, threshold of the score, method
std::optional<std::string> runAnomalies(SeriesArgs args)
{
    const auto series = parsedSeries(args, 0);
    if (!series)
        return std::nullopt;
    const double fence = numberArg(args, 5, 1.5);
    const double low = wordArg(args, 6) == "tukey" ? 25 : 10;
    const Decomposition parts = decomposeSeries(series->values, decomposeOptions(args));
    const SeriesValues scores = outlierScores(parts.residual, low, 100 - low);
    SeriesJson flags = SeriesJson::array();
    for (const double score : scores)
        flags.push_back(score > fence ? 1 : score < -fence ? -1 : 0);
    return SeriesJson{{"ad_flag", flags}, {"ad_score", numbersJson(scores)}, {"baseline", numbersJson(parts.baseline)}}.dump();
}

/// The baseline goes on over the test points; that is the forecast.
std::optional<std::string> runForecast(SeriesArgs args)
{
    const auto series = parsedSeries(args, 0);
    if (!series)
        return std::nullopt;
    return numbersJson(decomposeSeries(series->values, decomposeOptions(args)).baseline).dump();
}

std::optional<std::string> runSeasonal(SeriesArgs args)
{
    const auto series = parsedSeries(args, 0);
    if (!series)
        return std::nullopt;
    return numbersJson(decomposeSeries(series->values, decomposeOptions(args)).seasonal).dump();
}

/// series, shortest, longest, number
std::optional<std::string> runPeriods(SeriesArgs args)
{
    const auto series = parsedSeries(args, 0);
    if (!series)
        return std::nullopt;
    const auto bound = [&args](size_t index, double otherwise) { return static_cast<size_t>(std::clamp(std::round(numberArg(args, index, otherwise)), 0.0, 1048576.0)); };
    const auto periods = seriesPeriods(series->values, std::max<size_t>(4, bound(1, 4)), bound(2, 1048576));
    SeriesJson lengths = SeriesJson::array();
    SeriesJson scores = SeriesJson::array();
    for (size_t i = 0; i < bound(3, 2); ++i) {
        lengths.push_back(i < periods.size() ? static_cast<double>(periods[i].length) : 0.0);
        scores.push_back(i < periods.size() ? periods[i].score : 0.0);
    }
    return SeriesJson{{"periods", lengths}, {"scores", scores}}.dump();
}

/// series, kind, value to ignore, percentiles
std::optional<std::string> runOutliers(SeriesArgs args)
{
    auto series = parsedSeries(args, 0);
    if (!series)
        return std::nullopt;
    const double ignored = numberArg(args, 2, missingNumber);
    std::ranges::replace(series->values, ignored, missingNumber);
    const bool plain = wordArg(args, 1) == "tukey";
    const double low = plain ? 25 : std::clamp(numberArg(args, 3, 10), 2.0, 98.0);
    const double high = plain ? 75 : std::clamp(numberArg(args, 4, 90), 2.0, 98.0);
    return numbersJson(outlierScores(series->values, low, high)).dump();
}

bool isMissing(double value, double placeholder) { return std::isnan(value) || value == placeholder; }

/// series, what stands for a missing value
std::optional<std::string> runFillForward(SeriesArgs args)
{
    auto series = parsedSeries(args, 0);
    if (!series)
        return std::nullopt;
    const double placeholder = numberArg(args, 1, missingNumber);
    for (size_t i = 1; i < series->values.size(); ++i)
        if (isMissing(series->values[i], placeholder))
            series->values[i] = series->values[i - 1];
    return numbersJson(series->values, series->whole).dump();
}

std::optional<std::string> runFillBackward(SeriesArgs args)
{
    auto series = parsedSeries(args, 0);
    if (!series)
        return std::nullopt;
    const double placeholder = numberArg(args, 1, missingNumber);
    for (size_t i = series->values.size(); i-- > 1;)
        if (isMissing(series->values[i - 1], placeholder))
            series->values[i - 1] = series->values[i];
    return numbersJson(series->values, series->whole).dump();
}

/// series, constant, what stands for a missing value
std::optional<std::string> runFillConst(SeriesArgs args)
{
    auto series = parsedSeries(args, 0);
    if (!series)
        return std::nullopt;
    const double constant = numberArg(args, 1, 0);
    const double placeholder = numberArg(args, 2, missingNumber);
    for (double &value : series->values)
        value = isMissing(value, placeholder) ? constant : value;
    return numbersJson(series->values, series->whole && constant == std::trunc(constant)).dump();
}

void fillBetween(SeriesValues *values, size_t before, size_t after)
{
    for (size_t i = before + 1; i < after; ++i) {
        const double share = static_cast<double>(i - before) / static_cast<double>(after - before);
        (*values)[i] = (*values)[before] + share * ((*values)[after] - (*values)[before]);
    }
}

/// series, what stands for a missing value, whether the ends are filled, the value of a series without any
std::optional<std::string> runFillLinear(SeriesArgs args)
{
    auto series = parsedSeries(args, 0);
    if (!series)
        return std::nullopt;
    SeriesValues &values = series->values;
    const double placeholder = numberArg(args, 1, missingNumber);
    const bool edges = wordArg(args, 2) != "false";
    std::vector<size_t> known;
    for (size_t i = 0; i < values.size(); ++i)
        if (!isMissing(values[i], placeholder))
            known.push_back(i);
    if (known.empty()) {
        std::ranges::fill(values, numberArg(args, 3, 0));
        return numbersJson(values).dump();
    }
    for (size_t i = 1; i < known.size(); ++i)
        fillBetween(&values, known[i - 1], known[i]);
    for (size_t i = 0; edges && i < known.front(); ++i)
        values[i] = values[known.front()];
    for (size_t i = known.back() + 1; edges && i < values.size(); ++i)
        values[i] = values[known.back()];
    return numbersJson(values, series->whole).dump();
}

double seriesOperation(std::string_view name, double left, double right)
{
    if (name == "add")
        return left + right;
    if (name == "subtract")
        return left - right;
    return name == "multiply" ? left * right : name == "divide" ? left / right : std::pow(left, right);
}

std::optional<bool> seriesComparison(std::string_view name, double left, double right)
{
    if (std::isnan(left) || std::isnan(right))
        return std::nullopt;
    if (name == "less")
        return left < right;
    if (name == "less_equals")
        return left <= right;
    if (name == "greater")
        return left > right;
    if (name == "greater_equals")
        return left >= right;
    return name == "equals" ? left == right : left != right;
}

/// name, series, series: the longer one's rest is missing in the other. A number stands for a series of itself.
std::optional<std::string> runElements(SeriesArgs args)
{
    const auto operand = [&args](size_t index) { return args[index] && !args[index]->starts_with('[') ? ParsedSeries{{}, false} : parsedSeries(args, index).value_or(ParsedSeries{}); };
    const ParsedSeries left = operand(1);
    const ParsedSeries right = operand(2);
    if (!args[1] || !args[2])
        return std::nullopt;
    const size_t count = std::max(left.values.size(), right.values.size());
    const auto value = [&args](const ParsedSeries &series, size_t index, size_t i) {
        if (!args[index]->starts_with('['))
            return numberArg(args, index, missingNumber);
        return i < series.values.size() ? series.values[i] : missingNumber;
    };
    const std::string_view name = *args[0];
    const bool arithmetic = name == "add" || name == "subtract" || name == "multiply" || name == "divide" || name == "pow";
    const bool whole = left.whole && right.whole && name != "divide" && name != "pow";
    SeriesJson result = SeriesJson::array();
    for (size_t i = 0; i < count; ++i) {
        const double a = value(left, 1, i);
        const double b = value(right, 2, i);
        const double made = seriesOperation(name, a, b);
        const auto truth = seriesComparison(name, a, b);
        if (arithmetic ? !std::isfinite(made) : !truth)
            result.push_back(nullptr);
        else if (!arithmetic)
            result.push_back(*truth);
        else
            result.push_back(whole ? SeriesJson(static_cast<std::int64_t>(made)) : SeriesJson(made));
    }
    return result.dump();
}

/// series, numerators, denominators (empty: none): a recursive filter as in signal processing.
std::optional<std::string> runFilter(SeriesArgs args)
{
    const auto series = parsedSeries(args, 0);
    const auto numerators = parsedSeries(args, 1);
    const auto denominators = parsedSeries(args, 2);
    constexpr size_t mostTaps = 1000;
    if (!series || !numerators || !denominators || numerators->values.size() > mostTaps || denominators->values.size() > mostTaps)
        return std::nullopt;
    const double first = denominators->values.empty() ? 1 : denominators->values[0];
    SeriesValues made;
    for (size_t i = 0; i < series->values.size(); ++i) {
        double sum = 0;
        for (size_t k = 0; k < numerators->values.size() && k <= i; ++k)
            sum += numerators->values[k] * series->values[i - k];
        for (size_t k = 1; k < denominators->values.size() && k <= i; ++k)
            sum -= denominators->values[k] * made[i - k];
        made.push_back(std::isfinite(sum / first) ? sum / first : missingNumber);
    }
    return numbersJson(made).dump();
}

/// series, filter, normalised, centred
std::optional<std::string> runFir(SeriesArgs args)
{
    const auto series = parsedSeries(args, 0);
    const auto filter = parsedSeries(args, 1);
    constexpr size_t mostTaps = 1000;
    if (!series || !filter || filter->values.size() > mostTaps)
        return std::nullopt;
    double sum = 0;
    for (const double tap : filter->values)
        sum += tap;
    const double unit = wordArg(args, 2) == "false" || sum == 0 ? 1 : sum;
    const size_t shift = wordArg(args, 3) == "true" ? filter->values.size() / 2 : 0;
    SeriesValues made;
    for (size_t i = 0; i < series->values.size(); ++i) {
        double value = 0;
        for (size_t k = 0; k < filter->values.size(); ++k)
            if (i + shift >= k && i + shift - k < series->values.size())
                value += filter->values[k] * series->values[i + shift - k];
        made.push_back(value / unit);
    }
    return numbersJson(made).dump();
}

std::optional<std::string> runPearson(SeriesArgs args)
{
    const auto left = parsedSeries(args, 0);
    const auto right = parsedSeries(args, 1);
    if (!left || !right || left->values.size() != right->values.size() || left->values.empty())
        return std::nullopt;
    const auto count = static_cast<double>(left->values.size());
    double meanX = 0;
    double meanY = 0;
    for (size_t i = 0; i < left->values.size(); ++i) {
        meanX += left->values[i] / count;
        meanY += right->values[i] / count;
    }
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (size_t i = 0; i < left->values.size(); ++i) {
        xx += (left->values[i] - meanX) * (left->values[i] - meanX);
        xy += (left->values[i] - meanX) * (right->values[i] - meanY);
        yy += (right->values[i] - meanY) * (right->values[i] - meanY);
    }
    const double made = xy / std::sqrt(xx * yy);
    return std::isfinite(made) ? std::optional(SeriesJson(made).dump()) : std::nullopt;
}

struct TwoLines {
    size_t split = 0;
    double rest = std::numeric_limits<double>::infinity();
};

/// The split that leaves least to the two lines; the rest of a line is known from sums up to every index.
TwoLines bestSplit(const SeriesValues &values)
{
    struct Sums { double y = 0, xy = 0, yy = 0; };
    std::vector<Sums> sums(values.size() + 1);
    for (size_t i = 0; i < values.size(); ++i)
        sums[i + 1] = {sums[i].y + values[i], sums[i].xy + values[i] * static_cast<double>(i), sums[i].yy + values[i] * values[i]};
    const auto rest = [&sums](size_t first, size_t last) {
        const auto n = static_cast<double>(last - first);
        const double meanX = (static_cast<double>(first) + static_cast<double>(last) - 1) / 2;
        const double xx = n * (n * n - 1) / 12;
        const double y = sums[last].y - sums[first].y;
        const double xy = sums[last].xy - sums[first].xy - meanX * y;
        return sums[last].yy - sums[first].yy - y * y / n - (xx > 0 ? xy * xy / xx : 0);
    };
    TwoLines best;
    for (size_t i = 1; i < values.size(); ++i)
        if (const double left = rest(0, i) + rest(i, values.size()); left < best.rest - 1e-12)
            best = {i, left};
    return best;
}

std::optional<std::string> runFit2Lines(SeriesArgs args)
{
    const auto series = parsedSeries(args, 0);
    if (!series || series->values.size() < 4 || std::ranges::any_of(series->values, [](double value) { return std::isnan(value); }))
        return std::nullopt;
    const SeriesValues &values = series->values;
    const size_t split = bestSplit(values).split;
    const SeriesLine whole = seriesLine(values, 0, values.size());
    const SeriesLine right = seriesLine(values, split, values.size());
    const SeriesLine left = seriesLine(values, 0, split);
    SeriesValues fit;
    double rest = 0;
    for (size_t i = 0; i < values.size(); ++i) {
        const SeriesLine &line = i < split ? left : right;
        fit.push_back(line.start + line.slope * static_cast<double>(i));
        rest += (values[i] - fit.back()) * (values[i] - fit.back());
    }
    const auto count = static_cast<double>(values.size());
    const double rvariance = rest / (count - 1);
    SeriesJson json{{"rsquare", whole.variance > 0 ? 1 - rvariance / whole.variance : 1.0}, {"split_idx", split},
                    {"variance", whole.variance}, {"rvariance", rvariance}, {"line_fit", numbersJson(fit)}};
    const auto add = [&json](const std::string &side, const SeriesLine &line, size_t first) {
        json[side + "_rsquare"] = line.rsquare;
        json[side + "_slope"] = line.slope;
        json[side + "_interception"] = line.start + line.slope * static_cast<double>(first);
        json[side + "_variance"] = line.variance;
        json[side + "_rvariance"] = line.rvariance;
    };
    add("right", right, split);
    add("left", left, 0);
    return json.dump();
}

} // namespace

std::span<const EngineFunction> seriesEngineFunctions()
{
    static constexpr EngineFunction functions[] = {
        {"qd_series_decompose", runDecompose}, {"qd_series_anomalies", runAnomalies}, {"qd_series_forecast", runForecast},
        {"qd_series_seasonal", runSeasonal}, {"qd_series_periods", runPeriods}, {"qd_series_outliers", runOutliers},
        {"qd_series_fill_forward", runFillForward}, {"qd_series_fill_backward", runFillBackward},
        {"qd_series_fill_const", runFillConst}, {"qd_series_fill_linear", runFillLinear}, {"qd_series_elements", runElements},
        {"qd_series_iir", runFilter}, {"qd_series_fir", runFir}, {"qd_series_pearson", runPearson}, {"qd_series_fit_2lines", runFit2Lines}};
    return functions;
}

} // namespace qd::lab
