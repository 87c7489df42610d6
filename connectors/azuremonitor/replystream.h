#pragma once

#include "azuremonitor/cellreader.h"
#include "azuremonitor/jsoncollector.h"
#include "azuremonitor/piecebuilder.h"
#include "azuremonitor/replycodec.h"

#include <functional>
#include <string>
#include <string_view>

namespace qd {

/// Decodes a 200 body of the query service (azure facts 2.2) as its bytes come, in pieces of any size, and hands out rows
/// before the end is there. Errors are ErrorKind::Decode whose detail is "$.tables[0].rows[12][3] (table, column, row) at
/// byte N: what"; a body without tables but with an error is ErrorKind::Query. Any thread, one at a time.
class ReplyStream
{
public:
    using PieceSink = std::function<void(const query::ResultSet::Piece &)>;

    /// `pieces` gets the rows of the first table; it may be empty.
    explicit ReplyStream(const MonitorReplyLimits &limits, PieceSink pieces = {});

    /// The next bytes; does nothing once it is broken.
    void feed(std::string_view bytes);
    /// What is wrong is known already; finish() tells it.
    [[nodiscard]] bool isBroken() const { return m_isTooLarge || !m_fault.isEmpty(); }
    /// To be called once, after the last byte.
    [[nodiscard]] Result<DecodedReply> finish();

private:
    /// What is expected next.
    enum class State {
        Start, TopFirst, TopMember, TopAfter, Tables, TableFirst, Table, MemberFirst, Member, MemberAfter, TableAfter,
        Rows, RowFirst, Row, RowAfter, Value, End
    };
    /// What a value is collected for.
    enum class Purpose { Nothing, Error, Render, Statistics, TableName, Columns, EarlyRows };

    void work();
    bool step();
    bool stepTop(char next);
    bool stepTables(char next);
    bool stepRows(char next);
    bool pass(State state);
    bool expect(char next, char bracket, State state, const char *what);
    bool separate(char next, char close, State more, State after);
    bool readKey(std::string &key);
    bool readTopMember();
    bool readTableMember();
    bool beginRows();
    bool beginTable();
    bool endTable();
    bool readRow();
    bool readEarlyRows();
    bool endRow(bool isGood, qint64 place);
    bool collect(Purpose purpose, State after);
    bool collectMore();
    bool takeValue(std::string_view json);
    bool takeColumns(std::string_view json);
    bool takeError(std::string_view json);
    void cutPiece(qint64 place);
    void offerRows();
    bool more();
    bool fail(const QString &what) { return failAt(offset(m_at), what); }
    bool failAt(qint64 offset, const QString &what);
    void warn(const QStringList &texts);
    [[nodiscard]] qint64 offset(const char *at) const { return m_base + (at - m_buffer.data()); }
    [[nodiscard]] QString place() const;
    [[nodiscard]] Error brokenError() const;

    const MonitorReplyLimits m_limits;
    const PieceSink m_sink;
    std::string m_buffer; ///< bytes that are not done with, and jsonscan's zeros behind them
    qint64 m_base = 0;    ///< how many bytes came before the buffer
    const char *m_at = nullptr;
    const char *m_end = nullptr;
    qsizetype m_wanted = 0; ///< so many bytes make another try worth it: a long row must not be read over and over
    State m_state = State::Start;

    JsonCollector m_value;
    qint64 m_valueStart = 0;
    Purpose m_purpose = Purpose::Nothing;
    State m_afterValue = State::End;

    CellReader m_cells;
    jsonscan::StringReader m_strings;
    PieceBuilder m_table;
    QString m_tableName;
    std::string m_earlyRows; ///< rows that came before the columns
    qint64 m_earlyRowsStart = 0;
    qint64 m_pieceStart = 0;
    qint64 m_pieceSize; ///< of the reply's bytes; grows
    size_t m_row = 0;
    bool m_isInTable = false;
    bool m_hasRows = false;

    DecodedReply m_reply;
    QString m_path = QStringLiteral("$");
    QString m_errorText;
    QString m_fault;
    bool m_isTooLarge = false;
};

} // namespace qd
