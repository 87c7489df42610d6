#include "query/chartdata.h"

#include "query/celltext.h"
#include "query/chartcolumns.h"
#include "query/chartthin.h"
#include "query/jsonnodes.h"

#include <QDateTime>
#include <QHash>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace qd::query {

namespace {

constexpr double chartGap = std::numeric_limits<double>::quiet_NaN();

constexpr std::array<std::pair<QLatin1StringView, ChartKind>, 11> chartWords{{{QLatin1StringView("table"), ChartKind::Table},
    {QLatin1StringView("timechart"), ChartKind::Time}, {QLatin1StringView("linechart"), ChartKind::Line}, {QLatin1StringView("areachart"), ChartKind::Area},
    {QLatin1StringView("stackedareachart"), ChartKind::StackedArea}, {QLatin1StringView("barchart"), ChartKind::Bar}, {QLatin1StringView("columnchart"), ChartKind::Column},
    {QLatin1StringView("piechart"), ChartKind::Pie}, {QLatin1StringView("scatterchart"), ChartKind::Scatter}, {QLatin1StringView("anomalychart"), ChartKind::Anomaly},
    {QLatin1StringView("timepivot"), ChartKind::Time}}};

/// The numbers of an array: what is no number is a gap, instants are microseconds.
std::vector<double> arrayNumbers(std::string_view text)
{
    std::vector<double> numbers;
    const QString json = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    for (const JsonNode &node : jsonNodes(json).nodes) {
        if (node.depth != 1)
            continue;
        bool isNumber = false;
        const double value = node.text.toDouble(&isNumber);
        if (node.kind == JsonNode::Kind::String) {
            const QDateTime at = QDateTime::fromString(node.text, Qt::ISODateWithMs);
            numbers.push_back(at.isValid() ? static_cast<double>(at.toMSecsSinceEpoch()) * 1000 : chartGap);
        } else {
            numbers.push_back(isNumber && std::isfinite(value) ? value : chartGap);
        }
    }
    return numbers;
}

double chartNumber(const ResultSet &set, size_t row, size_t column)
{
    if (set.isNull(row, column))
        return chartGap;
    const double value = set.columnType(column) == ColumnType::Decimal ? rawText(set, row, column).toDouble() : set.number(row, column);
    // A duration is drawn in milliseconds, as everywhere else in the product.
    const double scaled = set.columnType(column) == ColumnType::TimeSpan ? value / 1000 : value;
    return std::isfinite(scaled) ? scaled : chartGap;
}

/// Reads the rows, one after the other, into the series they belong to.
class ChartBuilder
{
public:
    ChartBuilder(const ResultSet &set, const ChartColumns &columns, const ChartLimits &limits, ChartData &data)
        : m_set(set), m_columns(columns), m_limits(limits), m_data(data)
    {
    }

    void run()
    {
        const size_t rows = std::min(m_set.rowCount(), m_limits.rows);
        for (size_t row = 0; row < rows; ++row)
            for (size_t value = 0; value < m_columns.y.size(); ++value)
                addRow(row, value);
        if (rows < m_set.rowCount())
            m_left.append(QStringLiteral("only the first %1 rows are drawn").arg(rows));
        if (m_lostSeries > 0)
            m_left.append(QStringLiteral("%1 further series are not drawn").arg(m_lost.size()));
        if (m_lostNames > 0)
            m_left.append(QStringLiteral("%1 further values of %2 are not drawn").arg(m_lostNames).arg(m_data.xTitle));
    }
    [[nodiscard]] QStringList &left() { return m_left; }

private:
    [[nodiscard]] QString seriesName(size_t row, size_t value) const
    {
        QStringList parts;
        for (const size_t column : m_columns.series)
            parts.append(m_set.isNull(row, column) ? QStringLiteral("null") : shownText(m_set, row, column, 60));
        if (m_columns.y.size() > 1 || parts.isEmpty())
            parts.append(m_set.columnName(m_columns.y[value]));
        return parts.join(QStringLiteral(" · "));
    }
    ChartSeries *seriesOf(size_t row, size_t value)
    {
        const QString name = seriesName(row, value);
        const auto found = m_byName.constFind(name);
        if (found != m_byName.cend())
            return &m_data.series[*found];
        if (m_data.series.size() >= m_limits.series) {
            if (!m_lost.contains(name) && m_lost.size() < 100000)
                m_lost.insert(name, true);
            ++m_lostSeries;
            return nullptr;
        }
        m_byName.insert(name, m_data.series.size());
        return &m_data.series.emplace_back(ChartSeries{.name = name});
    }
    void addRow(size_t row, size_t value)
    {
        ChartSeries *series = seriesOf(row, value);
        if (!series)
            return;
        if (m_columns.isArrays)
            return addArrays(*series, row, value);
        const double x = m_columns.isNames ? nameOf(row) : chartNumber(m_set, row, *m_columns.x);
        if (std::isnan(x))
            return;
        if (value < m_columns.anomalies.size() && chartNumber(m_set, row, m_columns.anomalies[value]) != 0)
            series->anomalies.push_back(series->x.size());
        series->x.push_back(x);
        series->y.push_back(chartNumber(m_set, row, m_columns.y[value]));
    }
    void addArrays(ChartSeries &series, size_t row, size_t value)
    {
        const std::vector<double> x = arrayNumbers(m_set.text(row, *m_columns.x));
        const std::vector<double> y = arrayNumbers(m_set.text(row, m_columns.y[value]));
        const std::vector<double> marks = value < m_columns.anomalies.size() ? arrayNumbers(m_set.text(row, m_columns.anomalies[value])) : std::vector<double>();
        for (size_t i = 0; i < std::min(x.size(), y.size()); ++i) {
            if (std::isnan(x[i]))
                continue;
            if (i < marks.size() && std::isfinite(marks[i]) && marks[i] != 0)
                series.anomalies.push_back(series.x.size());
            series.x.push_back(x[i]);
            series.y.push_back(y[i]);
        }
    }
    double nameOf(size_t row)
    {
        const QString name = m_set.isNull(row, *m_columns.x) ? QStringLiteral("null") : shownText(m_set, row, *m_columns.x, 80);
        const auto found = m_names.constFind(name);
        if (found != m_names.cend())
            return static_cast<double>(*found);
        if (static_cast<size_t>(m_data.categories.size()) >= m_limits.categories) {
            ++m_lostNames;
            return chartGap;
        }
        m_names.insert(name, m_data.categories.size());
        m_data.categories.append(name);
        return static_cast<double>(m_data.categories.size() - 1);
    }

    const ResultSet &m_set;
    const ChartColumns &m_columns;
    const ChartLimits &m_limits;
    ChartData &m_data;
    QHash<QString, size_t> m_byName;
    QHash<QString, bool> m_lost;
    QHash<QString, qsizetype> m_names;
    size_t m_lostSeries = 0;
    size_t m_lostNames = 0;
    QStringList m_left;
};

bool needsOrder(const ChartData &data) { return data.categories.isEmpty() && data.kind != ChartKind::Scatter; }

void finish(ChartData &data, const ChartLimits &limits, QStringList &left)
{
    bool isThin = false;
    for (ChartSeries &series : data.series) {
        if (needsOrder(data))
            sortPoints(series);
        isThin = (data.categories.isEmpty() && thinOut(series, limits.points)) || isThin;
    }
    if (isThin)
        left.append(QStringLiteral("points are thinned out, keeping the least and the most of each stretch"));
    if (data.kind == ChartKind::Pie)
        foldSlices(data, limits.slices);
    if (!left.isEmpty()) {
        data.leftOut = left.join(QStringLiteral("; ")) + u'.';
        data.leftOut[0] = data.leftOut.at(0).toUpper();
    }
    const bool hasPoints = std::ranges::any_of(data.series, [](const ChartSeries &series) { return !series.x.empty(); });
    if (!hasPoints && data.problem.isEmpty())
        data.problem = QStringLiteral("The result has no rows to draw.");
}

ChartData chartFrame(const RenderSpec &spec, ChartKind kind)
{
    ChartData data{.kind = kind};
    const bool isBars = kind == ChartKind::Column || kind == ChartKind::Bar || kind == ChartKind::Area;
    data.isShare = spec.kind == QLatin1StringView("stacked100");
    data.isStacked = data.isShare || kind == ChartKind::StackedArea || (isBars && spec.kind != QLatin1StringView("unstacked") && kind != ChartKind::Area)
        || (isBars && spec.kind == QLatin1StringView("stacked"));
    data.isLogarithmic = spec.logarithmic;
    data.hasLegend = spec.legend != QLatin1StringView("hidden");
    data.yMin = spec.yMin;
    data.yMax = spec.yMax;
    data.title = spec.title;
    return data;
}

} // namespace

QString chartKindName(ChartKind kind)
{
    const auto *found = std::ranges::find(chartWords, kind, &std::pair<QLatin1StringView, ChartKind>::second);
    return QString(found->first);
}

ChartKind chartKind(const ResultSet &set, const RenderSpec &spec)
{
    const auto *found = std::ranges::find(chartWords, spec.visualization, &std::pair<QLatin1StringView, ChartKind>::first);
    if (!spec.visualization.isEmpty())
        return found != chartWords.end() ? found->second : ChartKind::Table;
    for (const ChartKind kind : {ChartKind::Time, ChartKind::Column}) {
        const ChartColumns columns = chartColumns(set, spec, kind);
        if (columns.x && !columns.y.empty() && (kind == ChartKind::Time ? columns.isTime : columns.isNames))
            return kind;
    }
    return ChartKind::Table;
}

ChartData chartData(const ResultSet &set, const RenderSpec &spec, ChartKind kind, const ChartLimits &limits)
{
    ChartData data = chartFrame(spec, kind);
    const ChartColumns columns = chartColumns(set, spec, kind);
    if (!columns.x || columns.y.empty()) {
        data.problem = columns.x ? QStringLiteral("A chart needs a column of numbers, and the result has none.")
                                 : QStringLiteral("A chart needs a column of times, names or numbers as its axis, and the result has none.");
        return data;
    }
    data.isTime = columns.isTime;
    data.xTitle = spec.xTitle.isEmpty() ? set.columnName(*columns.x) : spec.xTitle;
    data.yTitle = spec.yTitle.isEmpty() && columns.y.size() == 1 ? set.columnName(columns.y.front()) : spec.yTitle;
    ChartBuilder builder(set, columns, limits, data);
    builder.run();
    finish(data, limits, builder.left());
    return data;
}

} // namespace qd::query
