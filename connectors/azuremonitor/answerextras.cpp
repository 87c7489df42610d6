#include "azuremonitor/answerextras.h"

#include "azuremonitor/celltext.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace qd::answerextras {

namespace {

using nlohmann::json;

constexpr qsizetype maxExtraText = 500;

QString extraText(const json &value)
{
    return value.is_string() ? QString::fromStdString(value.get_ref<const std::string &>()).left(maxExtraText) : QString();
}

/// The member, or null.
const json &extraMember(const json &object, const char *name)
{
    static const json nothing;
    const auto found = object.is_object() ? object.find(name) : object.end();
    return object.is_object() && found != object.end() ? *found : nothing;
}

QString textMember(const json &object, const char *name) { return extraText(extraMember(object, name)); }

/// A list of names: a JSON array, or one text with commas.
QStringList namesMember(const json &object, const char *name)
{
    const json &value = extraMember(object, name);
    QStringList names;
    if (value.is_array()) {
        for (const json &element : value)
            names << extraText(element);
    } else {
        for (const QString &part : extraText(value).split(u','))
            names << part.trimmed();
    }
    names.removeAll(QString());
    return names;
}

/// A number; "NaN" and null mean that the query did not say.
std::optional<double> limitMember(const json &object, const char *name)
{
    const json &value = extraMember(object, name);
    if (value.is_number())
        return value.get<double>();
    bool isNumber = false;
    const double number = extraText(value).toDouble(&isNumber);
    return isNumber && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

double numberMember(const json &object, const char *name)
{
    const json &value = extraMember(object, name);
    return value.is_number() ? value.get<double>() : 0;
}

qint64 countMember(const json &object, const char *name)
{
    const double value = numberMember(object, name);
    return value >= 0 && value < 9e18 ? static_cast<qint64>(value) : 0;
}

} // namespace

query::RenderSpec render(std::string_view text)
{
    const json object = json::parse(text, nullptr, false);
    return {.visualization = textMember(object, "visualization").toLower(),
            .title = textMember(object, "title"),
            .kind = textMember(object, "kind").toLower(),
            .xColumn = textMember(object, "xColumn"),
            .yColumns = namesMember(object, "yColumns"),
            .series = namesMember(object, "series"),
            .xTitle = textMember(object, "xTitle"),
            .yTitle = textMember(object, "yTitle"),
            .legend = textMember(object, "legend").toLower(),
            .logarithmic = textMember(object, "yAxis").compare(QLatin1String("log"), Qt::CaseInsensitive) == 0,
            .accumulate = extraMember(object, "accumulate") == true,
            .yMin = limitMember(object, "yMin"),
            .yMax = limitMember(object, "yMax"),
            .anomalyColumns = namesMember(object, "anomalyColumns")};
}

std::optional<QueryStatistics> statistics(std::string_view text)
{
    const json object = json::parse(text, nullptr, false);
    const json &query = extraMember(object, "query");
    if (!query.is_object())
        return std::nullopt;
    const json &usage = extraMember(query, "resourceUsage");
    const auto cpu = celltext::timeSpan(textMember(extraMember(usage, "cpu"), "total cpu").toStdString());
    const json &rows = extraMember(extraMember(query, "inputDatasetStatistics"), "rows");
    return QueryStatistics{.executionSeconds = numberMember(query, "executionTime"),
                           .cpuSeconds = cpu ? std::chrono::duration<double>(*cpu).count() : 0,
                           .rowsScanned = countMember(rows, "scanned"),
                           .peakMemoryBytes = countMember(extraMember(usage, "memory"), "peak_per_node")};
}

} // namespace qd::answerextras
