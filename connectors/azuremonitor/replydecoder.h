#pragma once

#include "azuremonitor/replycodec.h"

#include <simdjson.h>

#include <optional>
#include <string_view>

namespace qd {

namespace sj = simdjson::ondemand;

/// Which members of a table have been met.
struct TableParts {
    bool hasColumns = false;
    bool hasRows = false;
    bool hasSkippedRows = false;
};

/// One level of a nested error.
struct ErrorLevel {
    QString code;
    QString message;
    bool hasInner = false;
};

/// Walks one reply forward. A failing step sets the fault and returns false; the place is known from the counters.
/// Internal to decodeMonitorReply(). Any thread, one reply each.
class ReplyDecoder
{
public:
    ReplyDecoder(const QByteArray &padded, const MonitorReplyLimits &limits) : m_bytes(padded), m_limits(limits) {}

    Result<DecodedReply> decode();

private:
    /// Calls `read(key, value)` for each member; keys are compared as written, without unescaping. The parser's lookups
    /// by name are not used: they assume that what they skip is well-formed.
    template<typename Read>
    bool forEachMember(sj::object object, Read read);
    bool readTop();
    bool readExtra(sj::raw_json_string key, sj::value value);
    bool readTables(sj::value value);
    bool readTable(sj::object object);
    bool readTableMember(sj::raw_json_string key, sj::value value, Table &table, TableParts &parts);
    bool readSkippedRows(sj::object object, Table &table);
    bool readColumns(sj::value value, Table &table);
    bool readColumn(sj::object object, Column &column);
    bool readRows(sj::value value, Table &table);
    bool readRow(sj::array row, Table &table);
    bool readCell(sj::value value, Column &column);
    bool readTyped(sj::value value, sj::json_type type, Column &column);
    bool readReal(sj::value value, sj::json_type type, Column &column);
    bool readDynamic(sj::value value, sj::json_type type, Column &column);
    bool readText(sj::value value, Column &column);
    bool readError(sj::value value);
    bool collectMessages(sj::object object, int depth);
    bool readErrorMember(sj::raw_json_string key, sj::value value, int depth, ErrorLevel &level);
    bool readShortText(sj::value value, QString &text);
    bool readRequiredText(sj::value value, std::optional<QString> &text);
    bool readErrorDetails(sj::value value, int depth, ErrorLevel &level);
    bool descend(sj::value value, int depth, ErrorLevel &level);
    void warn(const QString &text);
    bool fail(const QString &what);
    bool fail(simdjson::error_code code);
    bool wrongCell(sj::json_type found, const Column &column);
    [[nodiscard]] QString place() const;
    [[nodiscard]] Error decodeError() const;
    [[nodiscard]] qsizetype offset();

    const QByteArray &m_bytes;
    const MonitorReplyLimits &m_limits;
    sj::parser m_parser;
    sj::document m_document;
    bool m_isOpen = false; ///< the document may be asked where it is
    DecodedReply m_reply;
    QString m_fault; ///< why and where decoding stopped
    QString m_path = QStringLiteral("$");
    QString m_tableName;
    const Table *m_table = nullptr; ///< whose rows are being read
    std::optional<size_t> m_row;
    std::optional<size_t> m_column;
    bool m_hasTables = false;
    QString m_errorText;
};

template<typename Read>
bool ReplyDecoder::forEachMember(sj::object object, Read read)
{
    for (auto member : object) {
        sj::field field;
        if (const auto code = std::move(member).get(field))
            return fail(code);
        if (!read(field.key(), field.value()))
            return false;
    }
    return true;
}

/// UTF-8 of the reply as text, whole, or shortened and without control characters for messages.
[[nodiscard]] QString replyText(std::string_view text);
[[nodiscard]] QString briefReplyText(std::string_view text);

} // namespace qd
