#include "azuremonitor/replystream.h"

#include "azuremonitor/answerextras.h"
#include "azuremonitor/replymembers.h"

#include <algorithm>
#include <utility>

namespace qd {

namespace {

using jsonscan::Stop;

constexpr size_t maxMember = 16U << 20U;
constexpr qsizetype maxWarnings = 50;
constexpr qint64 firstPieceSize = 64 * 1024;
constexpr qint64 largestPieceSize = 1024 * 1024;

} // namespace

ReplyStream::ReplyStream(const MonitorReplyLimits &limits, PieceSink pieces)
    : m_limits(limits), m_sink(std::move(pieces)), m_buffer(jsonscan::padding, '\0'), m_at(m_buffer.data()), m_end(m_at),
      m_pieceSize(firstPieceSize)
{
}

void ReplyStream::feed(std::string_view bytes)
{
    if (isBroken())
        return;
    const auto done = static_cast<size_t>(m_at - m_buffer.data());
    m_buffer.resize(m_buffer.size() - jsonscan::padding);
    m_buffer.erase(0, done).append(bytes);
    m_base += static_cast<qint64>(done);
    const size_t size = m_buffer.size();
    m_buffer.append(jsonscan::padding, '\0');
    m_at = m_buffer.data();
    m_end = m_at + size;
    m_isTooLarge = m_base + static_cast<qint64>(size) > m_limits.bytes;
    if (m_isTooLarge || m_end - m_at < m_wanted)
        return;
    work();
    offerRows();
}

void ReplyStream::work()
{
    m_wanted = 0;
    while (!isBroken() && step()) {
    }
}

Result<DecodedReply> ReplyStream::finish()
{
    if (!isBroken())
        work();
    if (m_state == State::Start && m_at == m_end && !isBroken()) {
        m_table.begin({}, {});
        cutPiece(0);
        m_reply.tables.push_back(m_table.take());
        m_reply.warnings << QStringLiteral("The service answered without a result.");
        return std::move(m_reply);
    }
    if (!isBroken() && m_state != State::End)
        failAt(offset(m_end), QStringLiteral("the answer ends too early"));
    m_reply.bytes = offset(m_end);
    if (!isBroken() && !m_reply.tables.empty())
        return std::move(m_reply);
    if (!isBroken() && !m_errorText.isEmpty())
        return Error{.kind = ErrorKind::Query, .message = m_errorText};
    if (!isBroken())
        fail(QStringLiteral("no table"));
    return brokenError();
}

/// One step; false when it needs more bytes or is broken.
bool ReplyStream::step()
{
    if (m_state == State::Value)
        return collectMore();
    m_at = jsonscan::skipSpace(m_at);
    if (m_at >= m_end)
        return false;
    switch (m_state) {
    case State::Tables:
    case State::TableFirst:
    case State::Table:
    case State::MemberFirst:
    case State::Member:
    case State::MemberAfter:
    case State::TableAfter: return stepTables(*m_at);
    case State::Rows:
    case State::RowFirst:
    case State::Row:
    case State::RowAfter: return stepRows(*m_at);
    default: return stepTop(*m_at);
    }
}

bool ReplyStream::stepTop(char next)
{
    switch (m_state) {
    case State::Start: return expect(next, '{', State::TopFirst, "an object");
    case State::TopFirst: return next == '}' ? pass(State::End) : readTopMember();
    case State::TopMember: return readTopMember();
    case State::TopAfter: return separate(next, '}', State::TopMember, State::End);
    default: return fail(QStringLiteral("text after the end of the document"));
    }
}

bool ReplyStream::stepTables(char next)
{
    switch (m_state) {
    case State::Tables: return expect(next, '[', State::TableFirst, "a list of tables");
    case State::TableFirst:
        if (next == ']') {
            m_path = QStringLiteral("$");
            return pass(State::TopAfter);
        }
        return beginTable();
    case State::Table: return beginTable();
    case State::MemberFirst: return next == '}' ? endTable() : readTableMember();
    case State::Member: return readTableMember();
    case State::MemberAfter: return next == '}' ? endTable() : separate(next, '}', State::Member, State::TableAfter);
    default: return separate(next, ']', State::Table, State::TopAfter);
    }
}

bool ReplyStream::stepRows(char next)
{
    switch (m_state) {
    case State::Rows: return expect(next, '[', State::RowFirst, "a list of rows");
    case State::RowFirst: return next == ']' ? pass(State::MemberAfter) : readRow();
    case State::Row: return readRow();
    default: return separate(next, ']', State::Row, State::MemberAfter);
    }
}

bool ReplyStream::pass(State state)
{
    ++m_at;
    m_state = state;
    return true;
}

bool ReplyStream::expect(char next, char bracket, State state, const char *what)
{
    return next == bracket ? pass(state) : fail(QStringLiteral("%1 is missing").arg(QLatin1String(what)));
}

/// After an element: another one, or the end of what holds it.
bool ReplyStream::separate(char next, char close, State more, State after)
{
    if (next != ',' && next != close)
        return fail(QStringLiteral("neither a comma nor the end"));
    if (next == close && after == State::TopAfter)
        m_path = QStringLiteral("$");
    return pass(next == ',' ? more : after);
}

/// A name and its colon.
bool ReplyStream::readKey(std::string &key)
{
    if (*m_at != '"')
        return fail(QStringLiteral("a name is missing"));
    const jsonscan::StringStep step = m_strings.read(m_at + 1, m_end);
    if (step.stop == Stop::End)
        return more();
    if (step.stop == Stop::Bad)
        return failAt(offset(step.next), QString::fromLatin1(step.what));
    key = step.text;
    const char *colon = jsonscan::skipSpace(step.next);
    if (colon >= m_end)
        return more();
    if (*colon != ':')
        return failAt(offset(colon), QStringLiteral("a colon is missing"));
    m_at = colon + 1;
    return true;
}

bool ReplyStream::readTopMember()
{
    std::string key;
    if (!readKey(key))
        return false;
    if (key == "tables") {
        m_path = QStringLiteral("$.tables");
        m_state = State::Tables;
        return true;
    }
    const Purpose purpose = key == "error" ? Purpose::Error
        : key == "render"                  ? Purpose::Render
        : key == "statistics"              ? Purpose::Statistics
                                           : Purpose::Nothing;
    if (purpose == Purpose::Error)
        m_path = QStringLiteral("$.error");
    return collect(purpose, State::TopAfter);
}

bool ReplyStream::beginTable()
{
    m_path = QStringLiteral("$.tables[%1]").arg(m_reply.tables.size());
    m_isInTable = true;
    m_tableName.clear();
    m_hasRows = false;
    m_row = 0;
    m_earlyRows.clear();
    if (m_reply.tables.size() >= m_limits.tables)
        return fail(QStringLiteral("more than %1 tables").arg(m_limits.tables));
    return expect(*m_at, '{', State::MemberFirst, "a table");
}

bool ReplyStream::readTableMember()
{
    std::string key;
    if (!readKey(key))
        return false;
    if (key == "name")
        return collect(Purpose::TableName, State::MemberAfter);
    if (key == "columns")
        return m_table.isOpen() ? fail(QStringLiteral("columns appear twice")) : collect(Purpose::Columns, State::MemberAfter);
    return key == "rows" ? beginRows() : collect(Purpose::Nothing, State::MemberAfter);
}

bool ReplyStream::beginRows()
{
    if (std::exchange(m_hasRows, true))
        return fail(QStringLiteral("rows appear twice"));
    if (!m_table.isOpen())
        return collect(Purpose::EarlyRows, State::MemberAfter);
    m_pieceStart = offset(m_at);
    m_state = State::Rows;
    return true;
}

bool ReplyStream::readRow()
{
    m_state = State::Row;
    const Stop stop = m_cells.readRow(m_at, m_end, m_table.columns());
    if (stop == Stop::End) {
        m_table.dropRow();
        return more();
    }
    if (!endRow(stop == Stop::None, offset(stop == Stop::None ? m_at : m_cells.stoppedAt())))
        return false;
    m_state = State::RowAfter;
    return true;
}

/// The row ended, or broke, at `place`.
bool ReplyStream::endRow(bool isGood, qint64 place)
{
    if (!isGood)
        return failAt(place, m_cells.fault());
    if (m_row >= m_limits.rows)
        return failAt(place, QStringLiteral("more than %1 rows").arg(m_limits.rows));
    ++m_row;
    m_table.keepRow();
    if (place - m_pieceStart >= m_pieceSize)
        cutPiece(place);
    return true;
}

/// Rows that came before their columns, from the text that was kept.
bool ReplyStream::readEarlyRows()
{
    const std::string text = std::exchange(m_earlyRows, {});
    const char *end = text.data() + text.size() - jsonscan::padding;
    const char *at = jsonscan::skipSpace(text.data() + 1);
    m_state = State::Row;
    m_pieceStart = m_earlyRowsStart;
    while (*at != ']') {
        const bool isGood = m_cells.readRow(at, end, m_table.columns()) == Stop::None;
        if (!endRow(isGood, m_earlyRowsStart + ((isGood ? at : m_cells.stoppedAt()) - text.data())))
            return false;
        at = jsonscan::skipSpace(at);
        at = *at == ',' ? jsonscan::skipSpace(at + 1) : at;
    }
    return true;
}

bool ReplyStream::endTable()
{
    if (!m_table.isOpen() || !m_hasRows)
        return fail(QStringLiteral("the table has no %1").arg(m_table.isOpen() ? QStringLiteral("rows") : QStringLiteral("columns")));
    if (!m_earlyRows.empty() && !readEarlyRows())
        return false;
    if (m_table.rows() > 0 || !m_table.hasPieces())
        cutPiece(offset(m_at));
    m_reply.tables.push_back(m_table.take());
    m_pieceSize = firstPieceSize;
    m_isInTable = false;
    m_path = QStringLiteral("$.tables");
    return pass(State::TableAfter);
}

bool ReplyStream::collect(Purpose purpose, State after)
{
    m_purpose = purpose;
    m_afterValue = after;
    m_value.begin(purpose == Purpose::EarlyRows ? static_cast<size_t>(m_limits.bytes) : maxMember);
    m_valueStart = -1;
    m_state = State::Value;
    return true;
}

bool ReplyStream::collectMore()
{
    if (m_valueStart < 0) {
        m_at = jsonscan::skipSpace(m_at);
        m_valueStart = offset(m_at);
    }
    if (m_at >= m_end) {
        m_valueStart = m_value.text().empty() ? -1 : m_valueStart;
        return false;
    }
    const JsonCollector::Outcome outcome = m_value.add(m_at, m_end);
    if (outcome == JsonCollector::Outcome::More)
        return false;
    if (outcome == JsonCollector::Outcome::TooLarge)
        return failAt(m_valueStart, QStringLiteral("a value of more than %1 bytes").arg(maxMember));
    const std::string_view json = m_value.text();
    if (const size_t good = m_value.check(m_strings); good < json.size() || json.empty())
        return failAt(m_valueStart + static_cast<qint64>(good), QStringLiteral("not a JSON value, or nested too deeply"));
    m_state = m_afterValue;
    if (!takeValue(json))
        return false;
    m_path = m_isInTable ? m_path : QStringLiteral("$");
    return true;
}

bool ReplyStream::takeValue(std::string_view json)
{
    switch (m_purpose) {
    case Purpose::Nothing: break;
    case Purpose::Error: return takeError(json);
    case Purpose::Render: m_reply.render = answerextras::render(json); break;
    case Purpose::Statistics: m_reply.statistics = answerextras::statistics(json); break;
    case Purpose::TableName:
        m_tableName = replymembers::name(json);
        m_table.rename(m_tableName);
        break;
    case Purpose::Columns: return takeColumns(json);
    case Purpose::EarlyRows:
        if (json.front() != '[')
            return failAt(m_valueStart, QStringLiteral("a list of rows is missing"));
        m_earlyRows = m_value.take();
        m_earlyRowsStart = m_valueStart;
        break;
    }
    return true;
}

bool ReplyStream::takeColumns(std::string_view json)
{
    auto result = replymembers::columns(json, m_limits.columns);
    if (const auto *fault = std::get_if<replymembers::Fault>(&result)) {
        m_path += QStringLiteral(".columns") + fault->path;
        return failAt(m_valueStart, fault->what);
    }
    auto &found = std::get<replymembers::Columns>(result);
    warn(found.warnings);
    m_table.begin(m_tableName, std::move(found.columns));
    return true;
}

bool ReplyStream::takeError(std::string_view json)
{
    const auto result = replymembers::errors(json);
    if (const auto *fault = std::get_if<replymembers::Fault>(&result))
        return failAt(m_valueStart, fault->what);
    const auto &messages = std::get<QStringList>(result);
    warn(messages);
    if (m_errorText.isEmpty() && json.front() == '{')
        m_errorText = messages.isEmpty() || messages.front().isEmpty() ? QStringLiteral("The query failed.") : messages.front();
    return true;
}

/// The next piece begins at `place` of the reply.
void ReplyStream::cutPiece(qint64 place)
{
    const query::ResultSet::Piece piece = m_table.cut();
    m_pieceStart = place;
    m_pieceSize = std::min(2 * m_pieceSize, largestPieceSize);
    if (m_sink && m_reply.tables.empty())
        m_sink(piece);
}

/// The first rows go out at once, so that there is something to see.
void ReplyStream::offerRows()
{
    if (!isBroken() && m_reply.tables.empty() && m_table.isOpen() && !m_table.hasPieces() && m_table.rows() > 0)
        cutPiece(offset(m_at));
}

bool ReplyStream::more()
{
    m_wanted = 2 * (m_end - m_at);
    return false;
}

bool ReplyStream::failAt(qint64 offset, const QString &what)
{
    if (m_fault.isEmpty())
        m_fault = QStringLiteral("%1 at byte %2: %3").arg(place()).arg(offset).arg(what);
    return false;
}

void ReplyStream::warn(const QStringList &texts)
{
    for (const QString &text : texts)
        if (m_reply.warnings.size() < maxWarnings && !m_reply.warnings.contains(text))
            m_reply.warnings << text;
}

QString ReplyStream::place() const
{
    const bool isInRows = m_state == State::Rows || m_state == State::RowFirst || m_state == State::Row || m_state == State::RowAfter;
    QString path = isInRows ? QString(m_path + u".rows") : m_path;
    QStringList names;
    if (m_isInTable && !m_tableName.isEmpty())
        names << QStringLiteral("table %1").arg(m_tableName);
    if (m_state == State::Row) {
        path += QStringLiteral("[%1]").arg(m_row);
        if (const auto column = m_cells.column()) {
            path += QStringLiteral("[%1]").arg(*column);
            if (const auto &columns = m_table.columns(); *column < columns.size())
                names << QStringLiteral("column %1").arg(columns[*column].name().left(100));
        }
        names << QStringLiteral("row %1").arg(m_row);
    }
    return names.isEmpty() ? path : QString(path + u" (" + names.join(QStringLiteral(", ")) + u')');
}

Error ReplyStream::brokenError() const
{
    if (m_isTooLarge)
        return {.kind = ErrorKind::Decode,
                .message = QStringLiteral("The query's answer is too large."),
                .detail = QStringLiteral("%1 at byte %2: more than the limit of %3 bytes").arg(place()).arg(offset(m_at)).arg(m_limits.bytes)};
    return {.kind = ErrorKind::Decode,
            .message = QStringLiteral("The query service gave an answer that cannot be read."),
            .detail = m_fault};
}

} // namespace qd
