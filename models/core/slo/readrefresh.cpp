#include "slo/burnrate.h"
#include "slo/evaluate.h"
#include "slo/slidialect.h"
#include "slo/sliwindows.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace qd {

namespace {

struct RefreshColumn { QStringView name; bool isNumber = false; bool isTime = false; };

constexpr std::array bandColumns{RefreshColumn{u"slo"}, RefreshColumn{u"band", true}, RefreshColumn{u"good", true},
                                 RefreshColumn{u"total", true}, RefreshColumn{u"newest", false, true}};
constexpr std::array seriesColumns{RefreshColumn{u"slo"}, RefreshColumn{u"at", false, true}, RefreshColumn{u"good", true},
                                   RefreshColumn{u"total", true}, RefreshColumn{u"value", true}};
constexpr std::array rangeColumns{RefreshColumn{u"slo"}, RefreshColumn{u"value", true}, RefreshColumn{u"total", true}};
constexpr std::array freshnessColumns{RefreshColumn{u"source"}, RefreshColumn{u"newest", false, true}};

QString purposeName(SliQuery::Purpose purpose)
{
    switch (purpose) {
    case SliQuery::Purpose::Bands: return QStringLiteral("bands");
    case SliQuery::Purpose::Series: return QStringLiteral("series");
    case SliQuery::Purpose::Range: return QStringLiteral("range");
    case SliQuery::Purpose::Freshness: return QStringLiteral("freshness");
    }
    return {};
}

bool fitsColumn(const RefreshColumn &wanted, ColumnType type)
{
    if (wanted.isNumber)
        return type == ColumnType::Real || type == ColumnType::Long || type == ColumnType::Int;
    return type == (wanted.isTime ? ColumnType::DateTime : ColumnType::String);
}

template<size_t size>
std::optional<Error> checkColumns(const std::array<RefreshColumn, size> &wanted, const Table &reply, SliQuery::Purpose purpose)
{
    for (const RefreshColumn &column : wanted) {
        const auto index = reply.columnIndex(column.name);
        const QString what = !index ? QStringLiteral("is missing")
            : fitsColumn(column, reply.columns[*index].type)
            ? QString()
            : QStringLiteral("is of type ") % columnTypeName(reply.columns[*index].type);
        if (!what.isEmpty())
            return Error{.kind = ErrorKind::Decode,
                         .message = QStringLiteral("The reply to the %1 query is not usable: column “%2” %3.")
                                        .arg(purposeName(purpose), column.name, what),
                         .detail = purposeName(purpose) % u'.' % column.name};
    }
    return std::nullopt;
}

/// Nulls and what is no number ("NaN" over no rows) count as nothing.
double refreshNumber(const Table &reply, size_t row, QStringView column)
{
    const double value = reply.number(row, column).value_or(0);
    return std::isfinite(value) ? value : 0;
}

SliCounts refreshCounts(const Table &reply, size_t row)
{
    return {.good = refreshNumber(reply, row, u"good"), .total = refreshNumber(reply, row, u"total")};
}

void addCounts(SliCounts &sum, SliCounts more)
{
    sum.good += more.good;
    sum.total += more.total;
}

/// Collects the replies of one round into one sample per SLO.
class RefreshReader
{
public:
    RefreshReader(const QList<SloDefinition> &definitions, TimeSpanRange range) : m_definitions(definitions), m_range(range)
    {
        for (const SloDefinition &definition : definitions)
            m_samples.insert(definition.id, {});
    }

    std::optional<Error> read(const SliQuery &query, const Table &reply);
    QHash<SloId, SliSample> take();

private:
    struct Band {
        std::chrono::minutes label;
        SliCounts counts;
    };
    SliSample *sample(const Table &reply, size_t row)
    {
        const auto found = m_samples.find(SloId(reply.text(row, u"slo")));
        return found == m_samples.end() ? nullptr : &*found;
    }
    void readBands(const Table &reply);
    void readSeries(const Table &reply, TimeSpanRange span);
    void readSeriesRow(const SloDefinition &definition, const Table &reply, size_t row, Instant first, Seconds step);
    void readRange(const Table &reply);
    void readFreshness(const Table &reply);
    void foldBands(const SloDefinition &definition);
    [[nodiscard]] std::optional<Instant> sourceNewest(SliSource source) const;

    const QList<SloDefinition> &m_definitions;
    TimeSpanRange m_range;
    QHash<SloId, SliSample> m_samples;
    QHash<SloId, QList<Band>> m_bands;
    QHash<QString, Instant> m_newest;
};

std::optional<Error> RefreshReader::read(const SliQuery &query, const Table &reply)
{
    std::optional<Error> error;
    switch (query.purpose) {
    case SliQuery::Purpose::Bands:
        if (!(error = checkColumns(bandColumns, reply, query.purpose)))
            readBands(reply);
        break;
    case SliQuery::Purpose::Series:
        if (!(error = checkColumns(seriesColumns, reply, query.purpose)))
            readSeries(reply, query.span);
        break;
    case SliQuery::Purpose::Range:
        if (!(error = checkColumns(rangeColumns, reply, query.purpose)))
            readRange(reply);
        break;
    case SliQuery::Purpose::Freshness:
        if (!(error = checkColumns(freshnessColumns, reply, query.purpose)))
            readFreshness(reply);
        break;
    }
    return error;
}

void RefreshReader::readBands(const Table &reply)
{
    for (size_t row = 0; row < reply.rowCount(); ++row) {
        SliSample *found = sample(reply, row);
        if (!found)
            continue;
        // A band is named by whole minutes; anything else fits no window.
        const auto label = std::chrono::minutes(std::llround(std::clamp(refreshNumber(reply, row, u"band"), 0.0, 1e9)));
        m_bands[SloId(reply.text(row, u"slo"))].append({label, refreshCounts(reply, row)});
        if (const auto newest = reply.instant(row, u"newest"))
            found->newest = std::max(found->newest.value_or(Instant::min()), *newest);
    }
}

void RefreshReader::readSeries(const Table &reply, TimeSpanRange span)
{
    const Seconds step = seriesStep(span);
    const Instant first = binStart(span.from, step);
    std::vector<SliPoint> empty;
    for (Instant at = first; at < span.to; at += step)
        empty.push_back({.at = at});
    QHash<SloId, const SloDefinition *> byId;
    for (const SloDefinition &definition : m_definitions) {
        m_samples[definition.id].series = empty;
        byId.insert(definition.id, &definition);
    }
    for (size_t row = 0; row < reply.rowCount(); ++row)
        if (const SloDefinition *definition = byId.value(SloId(reply.text(row, u"slo"))))
            readSeriesRow(*definition, reply, row, first, step);
}

void RefreshReader::readSeriesRow(const SloDefinition &definition, const Table &reply, size_t row, Instant first, Seconds step)
{
    SliSample &found = m_samples[definition.id];
    const auto at = reply.instant(row, u"at");
    if (!at || *at < first)
        return;
    const auto index = static_cast<size_t>((*at - first) / Microseconds(step));
    if (index >= found.series.size())
        return;
    const SliCounts counts = refreshCounts(reply, row);
    SliPoint &point = found.series[index];
    point.events = counts.total;
    point.value = sliValue(definition, counts);
    if (definition.kind == SliKind::Percentile && counts.total > 0)
        point.value = reply.number(row, u"value");
    addCounts(found.range, counts);
}

void RefreshReader::readRange(const Table &reply)
{
    for (size_t row = 0; row < reply.rowCount(); ++row)
        if (SliSample *found = sample(reply, row); found && refreshNumber(reply, row, u"total") > 0)
            found->percentileValue = reply.number(row, u"value");
}

void RefreshReader::readFreshness(const Table &reply)
{
    for (size_t row = 0; row < reply.rowCount(); ++row)
        if (const auto newest = reply.instant(row, u"newest"))
            m_newest.insert(reply.text(row, u"source"), *newest);
}

/// Bands are disjoint, windows are nested: each window is the sum of its own band and all shorter ones.
void RefreshReader::foldBands(const SloDefinition &definition)
{
    SliSample &found = m_samples[definition.id];
    const QList<Band> bands = m_bands.value(definition.id);
    SliCounts sum;
    for (const SliWindow &window : sliWindows(definition, m_range.to)) {
        for (const Band &band : bands)
            if (band.label == window.label)
                addCounts(sum, band.counts);
        if (window.isCalendar)
            found.calendarBudget = sum;
        else
            found.windows.append({window.label, sum});
    }
}

/// Metrics and requests flow all the time (gauges, heartbeats), so silence there is an outage of telemetry. Dependencies
/// and events come with traffic only: their source counts as alive while any table grows.
std::optional<Instant> RefreshReader::sourceNewest(SliSource source) const
{
    std::optional<Instant> newest;
    const bool isSteady = source == SliSource::Metrics || source == SliSource::Requests;
    for (auto it = m_newest.cbegin(); it != m_newest.cend(); ++it)
        if (!isSteady || it.key() == sliSourceName(source))
            newest = std::max(newest.value_or(Instant::min()), it.value());
    return newest;
}

QHash<SloId, SliSample> RefreshReader::take()
{
    for (const SloDefinition &definition : m_definitions) {
        foldBands(definition);
        m_samples[definition.id].sourceNewest = sourceNewest(definition.source);
    }
    return std::move(m_samples);
}

} // namespace

Result<QHash<SloId, SliSample>> readRefresh(const QList<SloDefinition> &definitions, const QList<SliQuery> &queries,
                                            const QList<Table> &replies, TimeSpanRange range)
{
    if (queries.size() != replies.size())
        return Error{.kind = ErrorKind::Internal,
                     .message = QStringLiteral("%1 queries were answered by %2 replies.").arg(queries.size()).arg(replies.size())};
    RefreshReader reader(definitions, range);
    for (qsizetype i = 0; i < queries.size(); ++i)
        if (const auto error = reader.read(queries.at(i), replies.at(i)))
            return *error;
    return reader.take();
}

} // namespace qd
