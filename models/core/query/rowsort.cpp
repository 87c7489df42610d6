#include "query/rowsort.h"

#include "query/columnreader.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <iterator>
#include <numeric>
#include <utility>

namespace qd::query {

namespace {

constexpr size_t sortChunk = 1 << 15; ///< rows between two looks at the stop token

struct NumberKey {
    std::uint64_t key;
    std::uint32_t row;
};

struct TextKey {
    std::uint64_t prefix; ///< the first 8 bytes, so that most comparisons touch nothing else
    std::string_view text;
    std::uint32_t row;
};

constexpr std::uint64_t sortSign = 1ULL << 63;

std::uint64_t orderedInteger(qint64 value) { return static_cast<std::uint64_t>(value) ^ sortSign; }

// The bits of a double order like the number once negative ones are turned round.
std::uint64_t orderedReal(double value)
{
    const auto bits = std::bit_cast<std::uint64_t>(value == 0 ? 0.0 : value);
    return (bits & sortSign) != 0 ? ~bits : bits | sortSign;
}

std::uint64_t textPrefix(std::string_view text)
{
    std::uint64_t prefix = 0;
    for (size_t i = 0; i < 8; ++i)
        prefix = prefix << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0);
    return prefix;
}

/// Stable, least significant byte first; bytes that are the same everywhere cost one count.
bool radixSort(std::vector<NumberKey> &keys, const std::stop_token &stop)
{
    std::vector<NumberKey> other(keys.size());
    for (int shift = 0; shift < 64; shift += 8) {
        std::array<size_t, 257> starts{};
        for (const NumberKey &entry : keys)
            ++starts[(entry.key >> shift & 0xff) + 1];
        if (std::ranges::find(starts, keys.size()) != starts.end())
            continue;
        std::partial_sum(starts.begin(), starts.end(), starts.begin());
        if (stop.stop_requested())
            return false;
        for (const NumberKey &entry : keys)
            other[starts[entry.key >> shift & 0xff]++] = entry;
        keys.swap(other);
    }
    return true;
}

/// Chunks are sorted, then merged pairwise, with a look at the token in between.
template<typename Less>
bool mergeSort(std::vector<TextKey> &keys, const Less &less, const std::stop_token &stop)
{
    const auto at = [&](size_t index) { return keys.begin() + static_cast<std::ptrdiff_t>(std::min(index, keys.size())); };
    for (size_t from = 0; from < keys.size(); from += sortChunk) {
        if (stop.stop_requested())
            return false;
        std::stable_sort(at(from), at(from + sortChunk), less);
    }
    std::vector<TextKey> merged;
    merged.reserve(keys.size());
    for (size_t width = sortChunk; width < keys.size(); width *= 2) {
        merged.clear();
        for (size_t from = 0; from < keys.size(); from += 2 * width) {
            if (stop.stop_requested())
                return false;
            std::merge(at(from), at(from + width), at(from + width), at(from + 2 * width), std::back_inserter(merged), less);
        }
        keys.swap(merged);
    }
    return true;
}

/// What cannot be compared goes behind the rest: NaN, then null.
struct SortTail {
    RowList notNumbers;
    RowList nulls;
    void appendTo(RowList &rows) const
    {
        rows.insert(rows.end(), notNumbers.begin(), notNumbers.end());
        rows.insert(rows.end(), nulls.begin(), nulls.end());
    }
};

bool sortByNumber(const ResultSet &set, RowList &rows, const SortKey &key, const std::stop_token &stop)
{
    ColumnReader reader(set, key.column);
    const ColumnType type = reader.type();
    const bool isReal = type == ColumnType::Real || type == ColumnType::Decimal;
    const std::uint64_t turn = key.isDescending ? ~0ULL : 0;
    std::vector<NumberKey> keys;
    keys.reserve(rows.size());
    SortTail tail;
    for (const std::uint32_t row : rows) {
        if (reader.isNull(row)) {
            tail.nulls.push_back(row);
            continue;
        }
        const double real = isReal ? reader.value(row) : 0;
        if (std::isnan(real))
            tail.notNumbers.push_back(row);
        else
            keys.push_back({(isReal ? orderedReal(real) : orderedInteger(reader.integer(row))) ^ turn, row});
    }
    if (stop.stop_requested() || !radixSort(keys, stop))
        return false;
    rows.clear();
    std::ranges::transform(keys, std::back_inserter(rows), &NumberKey::row);
    tail.appendTo(rows);
    return true;
}

bool sortByText(const ResultSet &set, RowList &rows, const SortKey &key, const std::stop_token &stop)
{
    ColumnReader reader(set, key.column);
    std::vector<TextKey> keys;
    keys.reserve(rows.size());
    SortTail tail;
    for (const std::uint32_t row : rows) {
        if (reader.isNull(row)) {
            tail.nulls.push_back(row);
            continue;
        }
        const std::string_view text = reader.text(row);
        keys.push_back({textPrefix(text), text, row});
    }
    const auto less = [](const TextKey &a, const TextKey &b) { return a.prefix != b.prefix ? a.prefix < b.prefix : a.text < b.text; };
    const auto more = [&less](const TextKey &a, const TextKey &b) { return less(b, a); };
    if (!(key.isDescending ? mergeSort(keys, more, stop) : mergeSort(keys, less, stop)))
        return false;
    rows.clear();
    std::ranges::transform(keys, std::back_inserter(rows), &TextKey::row);
    tail.appendTo(rows);
    return true;
}

} // namespace

RowList allRows(const ResultSet &set)
{
    RowList rows(set.rowCount());
    std::iota(rows.begin(), rows.end(), 0U);
    return rows;
}

// Each sort is stable: the last key first makes the first key win.
std::optional<RowList> sortRows(const ResultSet &set, RowList rows, const QList<SortKey> &keys, const std::stop_token &stop)
{
    for (auto key = keys.crbegin(); key != keys.crend(); ++key) {
        const ColumnType type = set.columnType(key->column);
        const bool isText = type == ColumnType::String || type == ColumnType::Guid || type == ColumnType::Dynamic;
        if (!(isText ? sortByText(set, rows, *key, stop) : sortByNumber(set, rows, *key, stop)))
            return std::nullopt;
    }
    return rows;
}

} // namespace qd::query
