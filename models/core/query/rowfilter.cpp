#include "query/rowfilter.h"

#include "query/celltext.h"
#include "query/columnreader.h"

#include <QByteArray>

#include <algorithm>
#include <compare>
#include <string>
#include <utility>

namespace qd::query {

namespace {

constexpr size_t filterLook = 1 << 14; ///< rows between two looks at the stop token

bool isAscii(const QByteArray &text)
{
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

char asciiLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Looks for one text in many, in any case.
class Needle
{
public:
    explicit Needle(const QString &text) : m_text(text), m_bytes(text.toLower().toUtf8()), m_isAscii(isAscii(m_bytes)) { }

    [[nodiscard]] bool isIn(std::string_view hay) const
    {
        if (!m_isAscii)
            return QString::fromUtf8(hay.data(), static_cast<qsizetype>(hay.size())).contains(m_text, Qt::CaseInsensitive);
        const auto found = std::search(hay.begin(), hay.end(), m_bytes.begin(), m_bytes.end(), [](char a, char b) { return asciiLower(a) == b; });
        return m_bytes.isEmpty() || found != hay.end();
    }
    [[nodiscard]] bool isIn(const QString &hay) const { return hay.contains(m_text, Qt::CaseInsensitive); }

private:
    QString m_text;
    QByteArray m_bytes;
    bool m_isAscii;
};

bool holds(FilterOp op, std::partial_ordering order)
{
    switch (op) {
    case FilterOp::Equal: return order == 0;
    case FilterOp::NotEqual: return order != 0;
    case FilterOp::Less: return order < 0;
    case FilterOp::LessOrEqual: return order <= 0;
    case FilterOp::Greater: return order > 0;
    case FilterOp::GreaterOrEqual: return order >= 0;
    default: return false;
    }
}

/// One filter, ready to be asked row after row.
class FilterTest
{
public:
    FilterTest(const ResultSet &set, const ColumnFilter &filter)
        : m_set(set), m_filter(filter), m_reader(set, filter.column), m_needle(filter.text), m_operand(filter.text.toUtf8().toStdString()),
          m_isNumber(isNumeric(set.columnType(filter.column)) || set.columnType(filter.column) == ColumnType::Bool)
    {
    }

    [[nodiscard]] bool operator()(std::uint32_t row)
    {
        const ResultColumn &column = m_reader.seek(row);
        const FilterOp op = m_filter.op;
        if (column.isNull(m_reader.inner()))
            return op == FilterOp::IsNull || op == FilterOp::NotContains || op == FilterOp::NotEqual;
        if (op == FilterOp::IsNull || op == FilterOp::NotNull)
            return op == FilterOp::NotNull;
        if (op == FilterOp::Contains || op == FilterOp::NotContains)
            return contains(column, row) == (op == FilterOp::Contains);
        if (m_isNumber)
            return holds(op, m_reader.value(row) <=> m_filter.number);
        return holds(op, column.text(m_reader.inner()) <=> std::string_view(m_operand));
    }

private:
    [[nodiscard]] bool contains(const ResultColumn &column, std::uint32_t row) const
    {
        return column.holdsText() ? m_needle.isIn(column.text(m_reader.inner()))
                                  : m_needle.isIn(rawText(m_set, row, m_filter.column)) || m_needle.isIn(shownText(m_set, row, m_filter.column));
    }

    const ResultSet &m_set;
    const ColumnFilter &m_filter;
    ColumnReader m_reader;
    Needle m_needle;
    std::string m_operand;
    bool m_isNumber;
};

} // namespace

std::optional<RowList> filterRows(const ResultSet &set, RowList rows, const QList<ColumnFilter> &filters, const std::stop_token &stop)
{
    for (const ColumnFilter &filter : filters) {
        FilterTest test(set, filter);
        size_t kept = 0;
        for (size_t i = 0; i < rows.size(); ++i) {
            if (i % filterLook == 0 && stop.stop_requested())
                return std::nullopt;
            rows[kept] = rows[i];
            kept += static_cast<size_t>(test(rows[i]));
        }
        rows.resize(kept);
    }
    return rows;
}

} // namespace qd::query
