#include "query/rowgroups.h"

#include "query/celltext.h"
#include "query/columnreader.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <unordered_map>
#include <utility>

namespace qd::query {

namespace {

constexpr size_t groupLook = 1 << 14; ///< rows between two looks at the stop token
constexpr std::uint32_t noGroup = UINT32_MAX;

/// Gives each value a number in the order of its first row.
class GroupNumbers
{
public:
    explicit GroupNumbers(const ResultSet &set, size_t column) : m_reader(set, column) { }

    std::uint32_t of(std::uint32_t row)
    {
        const ResultColumn &column = m_reader.seek(row);
        if (column.isNull(m_reader.inner()))
            return m_null == noGroup ? m_null = take(row) : m_null;
        if (column.holdsText())
            return find(m_texts, column.text(m_reader.inner()), row);
        const qint64 bits = column.holdsReal() ? std::bit_cast<qint64>(column.real(m_reader.inner())) : column.integer(m_reader.inner());
        return find(m_numbers, bits, row);
    }
    [[nodiscard]] const RowList &firstRows() const { return m_firstRows; }

private:
    std::uint32_t take(std::uint32_t row)
    {
        m_firstRows.push_back(row);
        return static_cast<std::uint32_t>(m_firstRows.size() - 1);
    }
    template<typename Map, typename Key>
    std::uint32_t find(Map &map, const Key &key, std::uint32_t row)
    {
        const auto [entry, isNew] = map.try_emplace(key, noGroup);
        if (isNew)
            entry->second = take(row);
        return entry->second;
    }

    ColumnReader m_reader;
    std::uint32_t m_null = noGroup;
    std::unordered_map<std::string_view, std::uint32_t> m_texts;
    std::unordered_map<qint64, std::uint32_t> m_numbers;
    RowList m_firstRows;
};

} // namespace

std::optional<Arranged> groupRows(const ResultSet &set, RowList rows, size_t column, const std::stop_token &stop)
{
    GroupNumbers numbers(set, column);
    RowList groupOf(rows.size());
    for (size_t i = 0; i < rows.size(); ++i) {
        if (i % groupLook == 0 && stop.stop_requested())
            return std::nullopt;
        groupOf[i] = numbers.of(rows[i]);
    }
    const size_t count = numbers.firstRows().size();
    std::vector<RowGroup> made(count);
    for (const std::uint32_t group : groupOf)
        ++made[group].count;
    RowList order(count);
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, std::ranges::greater{}, [&](std::uint32_t group) { return made[group].count; });
    Arranged arranged{.rows = RowList(rows.size()), .groups = {}};
    arranged.groups.reserve(count);
    RowList next(count);
    std::uint32_t start = 0;
    for (const std::uint32_t group : order) {
        const std::uint32_t row = numbers.firstRows()[group];
        arranged.groups.push_back({shownText(set, row, column), set.isNull(row, column), start, made[group].count});
        next[group] = start;
        start += made[group].count;
    }
    for (size_t i = 0; i < rows.size(); ++i)
        arranged.rows[next[groupOf[i]]++] = rows[i];
    return arranged;
}

std::optional<Arranged> arrange(const ResultSet &set, const Arrangement &arrangement, const std::stop_token &stop)
{
    auto kept = filterRows(set, allRows(set), arrangement.filters, stop);
    if (!kept)
        return std::nullopt;
    auto sorted = sortRows(set, std::move(*kept), arrangement.sort, stop);
    if (!sorted)
        return std::nullopt;
    if (!arrangement.groupBy)
        return Arranged{.rows = std::move(*sorted), .groups = {}};
    return groupRows(set, std::move(*sorted), *arrangement.groupBy, stop);
}

} // namespace qd::query
