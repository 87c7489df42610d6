#pragma once

#include "azuremonitor/jsonscan.h"
#include "query/resulttable.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace qd {

/// Reads rows of a query reply into columns, each cell straight in its column's type (azure facts 2.2), without a tree
/// in between. Internal to ReplyStream. Any thread, one at a time.
class CellReader
{
public:
    /// Reads the row at `at`, which is moved behind it. After any other outcome than None the columns hold part of a row.
    /// `end` as in jsonscan.
    jsonscan::Stop readRow(const char *&at, const char *end, std::vector<query::ResultColumn> &columns);

    /// Where and why the last row stopped; the column when it was in a cell.
    [[nodiscard]] const char *stoppedAt() const { return m_at; }
    [[nodiscard]] const QString &fault() const { return m_fault; }
    [[nodiscard]] std::optional<size_t> column() const { return m_isInCell ? std::optional(m_index) : std::nullopt; }

private:
    bool readCells(std::vector<query::ResultColumn> &columns);
    bool readCell(query::ResultColumn &column);
    bool readTyped(query::ResultColumn &column);
    bool readBool(query::ResultColumn &column);
    bool readInteger(query::ResultColumn &column);
    bool readReal(query::ResultColumn &column);
    bool readOtherReal(query::ResultColumn &column, const char *digitsEnd);
    bool convertReal(query::ResultColumn &column, const char *end);
    bool readRealText(query::ResultColumn &column);
    bool readText(query::ResultColumn &column);
    bool readDateTime(query::ResultColumn &column);
    bool readTimeSpan(query::ResultColumn &column);
    bool readRaw(query::ResultColumn &column);
    bool readNull(query::ResultColumn &column);
    bool readString(std::string_view &text);
    bool expectWord(std::string_view word);
    [[nodiscard]] std::optional<std::int64_t> dayOf(std::string_view text);
    [[nodiscard]] std::optional<qint64> fastDateTime(std::string_view text);
    bool wrongCell(const query::ResultColumn &column);
    bool fail(const char *at, const QString &what);

    const char *m_at = nullptr;
    const char *m_end = nullptr;
    jsonscan::Stop m_stop = jsonscan::Stop::None;
    QString m_fault;
    size_t m_index = 0; ///< of the cell
    bool m_isInCell = false;
    jsonscan::StringReader m_strings;
    std::string m_dayText; ///< the date that was read last, and its days since 1970
    std::int64_t m_day = 0;
};

} // namespace qd
