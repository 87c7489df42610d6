#include "query/chartcolumns.h"

#include "query/columnreader.h"

#include <algorithm>

namespace qd::query {

namespace {

bool isChartText(ColumnType type) { return type == ColumnType::String || type == ColumnType::Guid || type == ColumnType::Bool; }

bool isChartNumber(ColumnType type) { return isNumeric(type) && type != ColumnType::DateTime; }

bool wantsNames(ChartKind kind) { return kind == ChartKind::Bar || kind == ChartKind::Column || kind == ChartKind::Pie; }

std::string_view firstText(const ResultSet &set, size_t column)
{
    for (size_t row = 0; row < std::min<size_t>(set.rowCount(), 50); ++row)
        if (!set.isNull(row, column))
            return set.text(row, column);
    return {};
}

bool isArray(const ResultSet &set, size_t column)
{
    return set.columnType(column) == ColumnType::Dynamic && firstText(set, column).starts_with('[');
}

/// An array of instants begins with a quoted year.
bool isTimeArray(const ResultSet &set, size_t column)
{
    const std::string_view text = firstText(set, column);
    return isArray(set, column) && text.size() > 12 && text[1] == '"' && text[6] == '-' && text[9] == '-';
}

std::optional<size_t> columnNamed(const ResultSet &set, const QString &name)
{
    for (size_t column = 0; column < set.columnCount(); ++column)
        if (!name.isEmpty() && set.columnName(column) == name)
            return column;
    return std::nullopt;
}

std::vector<size_t> columnsNamed(const ResultSet &set, const QStringList &names)
{
    std::vector<size_t> found;
    for (const QString &name : names)
        if (const auto column = columnNamed(set, name))
            found.push_back(*column);
    return found;
}

template<typename Test>
std::optional<size_t> firstColumn(const ResultSet &set, const Test &test)
{
    for (size_t column = 0; column < set.columnCount(); ++column)
        if (test(column))
            return column;
    return std::nullopt;
}

std::optional<size_t> axisColumn(const ResultSet &set, ChartKind kind)
{
    const auto hasType = [&set](auto test) { return [&set, test](size_t column) { return test(set.columnType(column)); }; };
    if (wantsNames(kind))
        if (const auto text = firstColumn(set, hasType(isChartText)))
            return text;
    if (const auto time = firstColumn(set, hasType([](ColumnType type) { return type == ColumnType::DateTime; })))
        return time;
    if (const auto time = firstColumn(set, [&set](size_t column) { return isTimeArray(set, column); }))
        return time;
    if (kind == ChartKind::Scatter || kind == ChartKind::Line || kind == ChartKind::Area || kind == ChartKind::StackedArea)
        if (const auto number = firstColumn(set, hasType(isChartNumber)))
            return number;
    return wantsNames(kind) ? firstColumn(set, hasType(isChartNumber)) : firstColumn(set, hasType(isChartText));
}

void chooseValues(ChartColumns &chosen, const ResultSet &set, const RenderSpec &spec)
{
    const std::vector<size_t> named = columnsNamed(set, spec.yColumns);
    for (size_t column = 0; column < set.columnCount(); ++column) {
        const bool isTaken = column == chosen.x || std::ranges::find(chosen.anomalies, column) != chosen.anomalies.end();
        const bool isValue = chosen.isArrays ? isArray(set, column) && !isTimeArray(set, column) : isChartNumber(set.columnType(column));
        if (!isTaken && isValue && (named.empty() || std::ranges::find(named, column) != named.end()))
            chosen.y.push_back(column);
        else if (!isTaken && isChartText(set.columnType(column)) && spec.series.isEmpty())
            chosen.series.push_back(column);
    }
    if (!spec.series.isEmpty())
        chosen.series = columnsNamed(set, spec.series);
}

} // namespace

ChartColumns chartColumns(const ResultSet &set, const RenderSpec &spec, ChartKind kind)
{
    ChartColumns chosen;
    chosen.x = columnNamed(set, spec.xColumn);
    if (!chosen.x)
        chosen.x = axisColumn(set, kind);
    if (!chosen.x)
        return chosen;
    const ColumnType type = set.columnType(*chosen.x);
    chosen.isArrays = isArray(set, *chosen.x);
    chosen.isTime = type == ColumnType::DateTime || isTimeArray(set, *chosen.x);
    chosen.isNames = isChartText(type) || (wantsNames(kind) && !chosen.isTime);
    chosen.anomalies = columnsNamed(set, spec.anomalyColumns);
    chooseValues(chosen, set, spec);
    return chosen;
}

} // namespace qd::query
