#include "azuremonitor/replydecoder.h"

#include "azuremonitor/answerextras.h"

namespace qd {

namespace {

using simdjson::error_code;

constexpr int maxErrorDepth = 16;
constexpr qsizetype maxWarnings = 50;
constexpr qsizetype maxWarningLength = 500;

/// A member of another type can be passed over; after any other error the parser must not be used.
bool isPassable(error_code code)
{
    return code == simdjson::SUCCESS || code == simdjson::INCORRECT_TYPE;
}

} // namespace

QString replyText(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

QString briefReplyText(std::string_view text)
{
    QString result = replyText(text.substr(0, 4 * maxWarningLength)).left(maxWarningLength);
    for (QChar &c : result)
        if (c.category() == QChar::Other_Control)
            c = u' ';
    return result.simplified();
}

Result<DecodedReply> ReplyDecoder::decode()
{
    if (!readTop())
        return decodeError();
    if (m_hasTables && !m_reply.tables.isEmpty())
        return std::move(m_reply);
    if (!m_errorText.isEmpty())
        return Error{.kind = ErrorKind::Query, .message = m_errorText};
    fail(QStringLiteral("no table"));
    return decodeError();
}

bool ReplyDecoder::readTop()
{
    if (const auto code = m_parser.iterate(m_bytes.constData(), static_cast<size_t>(m_bytes.size()),
                                           static_cast<size_t>(m_bytes.capacity())).get(m_document))
        return fail(code);
    m_isOpen = true;
    sj::object top;
    if (const auto code = m_document.get_object().get(top))
        return fail(code);
    const bool isRead = forEachMember(top, [this](sj::raw_json_string key, sj::value value) {
        const bool isFine = key == "tables" ? readTables(value) : key == "error" ? readError(value)
                          : key == "render" || key == "statistics" ? readExtra(key, value) : true;
        if (isFine)
            m_path = QStringLiteral("$");
        return isFine;
    });
    if (!isRead)
        return false;
    const bool isAtEnd = m_document.current_location().error() == simdjson::OUT_OF_BOUNDS;
    return isAtEnd || fail(QStringLiteral("text after the end of the document"));
}

bool ReplyDecoder::readExtra(sj::raw_json_string key, sj::value value)
{
    sj::object object;
    std::string_view text;
    if (const auto code = value.get_object().get(object))
        return isPassable(code) || fail(code);
    if (const auto code = object.raw_json().get(text))
        return fail(code);
    if (key == "render")
        m_reply.render = answerextras::render(text);
    else
        m_reply.statistics = answerextras::statistics(text);
    return true;
}

bool ReplyDecoder::readTables(sj::value value)
{
    m_path = QStringLiteral("$.tables");
    m_hasTables = true;
    sj::array tables;
    if (const auto code = value.get_array().get(tables))
        return fail(code);
    for (auto element : tables) {
        m_path = QStringLiteral("$.tables[%1]").arg(m_reply.tables.size());
        sj::object table;
        if (const auto code = element.get_object().get(table))
            return fail(code);
        if (m_reply.tables.size() >= m_limits.tables)
            return fail(QStringLiteral("more than %1 tables").arg(m_limits.tables));
        if (!readTable(table))
            return false;
    }
    return true;
}

/// The service writes name, columns, rows; rows that come before the columns are read on a second walk.
bool ReplyDecoder::readTable(sj::object object)
{
    Table table;
    TableParts parts;
    m_tableName.clear();
    if (!forEachMember(object, [&](sj::raw_json_string key, sj::value value) { return readTableMember(key, value, table, parts); }))
        return false;
    if (!parts.hasColumns || !parts.hasRows)
        return fail(QStringLiteral("the table has no %1").arg(parts.hasColumns ? QStringLiteral("rows") : QStringLiteral("columns")));
    if (parts.hasSkippedRows && !readSkippedRows(object, table))
        return false;
    m_reply.tables.append(std::move(table));
    m_tableName.clear();
    return true;
}

bool ReplyDecoder::readTableMember(sj::raw_json_string key, sj::value value, Table &table, TableParts &parts)
{
    if (key == "name") {
        if (!readShortText(value, m_tableName))
            return false;
        table.name = m_tableName;
        return true;
    }
    if (key == "columns")
        return !std::exchange(parts.hasColumns, true) ? readColumns(value, table) : fail(QStringLiteral("columns appear twice"));
    if (key != "rows")
        return true;
    if (std::exchange(parts.hasRows, true))
        return fail(QStringLiteral("rows appear twice"));
    parts.hasSkippedRows = !parts.hasColumns;
    return parts.hasSkippedRows || readRows(value, table);
}

bool ReplyDecoder::readSkippedRows(sj::object object, Table &table)
{
    if (const auto code = object.reset().error())
        return fail(code);
    return forEachMember(object, [&](sj::raw_json_string key, sj::value value) { return key != "rows" || readRows(value, table); });
}

bool ReplyDecoder::readColumns(sj::value value, Table &table)
{
    const QString tablePath = m_path;
    sj::array columns;
    m_path += QStringLiteral(".columns");
    if (const auto code = value.get_array().get(columns))
        return fail(code);
    for (auto element : columns) {
        m_path = tablePath + QStringLiteral(".columns[%1]").arg(table.columns.size());
        sj::object object;
        if (const auto code = element.get_object().get(object))
            return fail(code);
        if (table.columns.size() >= m_limits.columns)
            return fail(QStringLiteral("more than %1 columns").arg(m_limits.columns));
        Column column;
        if (!readColumn(object, column))
            return false;
        table.columns.push_back(std::move(column));
    }
    m_path = tablePath;
    return true;
}

bool ReplyDecoder::readColumn(sj::object object, Column &column)
{
    std::optional<QString> name;
    std::optional<QString> type;
    const bool isRead = forEachMember(object, [&](sj::raw_json_string key, sj::value value) {
        if (key == "name")
            return readRequiredText(value, name);
        return key != "type" || readRequiredText(value, type);
    });
    if (!isRead)
        return false;
    if (!name || !type)
        return fail(QStringLiteral("the column has no %1").arg(name ? QStringLiteral("type") : QStringLiteral("name")));
    const auto known = columnTypeFromName(*type);
    if (!known)
        warn(QStringLiteral("Column %1 has the unknown type %2; its values are shown as text.").arg(name->left(100), briefReplyText(type->toStdString())));
    column.name = *name;
    column.type = known.value_or(ColumnType::Dynamic);
    return true;
}

bool ReplyDecoder::readRequiredText(sj::value value, std::optional<QString> &text)
{
    std::string_view raw;
    if (const auto code = value.get_string().get(raw))
        return fail(code);
    text = replyText(raw);
    return true;
}

bool ReplyDecoder::readRows(sj::value value, Table &table)
{
    const QString tablePath = m_path;
    m_path += QStringLiteral(".rows");
    sj::array rows;
    if (const auto code = value.get_array().get(rows))
        return fail(code);
    m_row = 0;
    m_table = &table;
    for (auto element : rows) {
        sj::array row;
        if (const auto code = element.get_array().get(row))
            return fail(code);
        if (*m_row >= m_limits.rows)
            return fail(QStringLiteral("more than %1 rows").arg(m_limits.rows));
        if (!readRow(row, table))
            return false;
        ++*m_row;
    }
    m_row.reset();
    m_table = nullptr;
    m_path = tablePath;
    return true;
}

bool ReplyDecoder::readRow(sj::array row, Table &table)
{
    m_column = 0;
    for (auto element : row) {
        sj::value value;
        if (const auto code = std::move(element).get(value))
            return fail(code);
        if (*m_column >= table.columns.size())
            return fail(QStringLiteral("the row has more cells than the table has columns (%1)").arg(table.columns.size()));
        if (!readCell(value, table.columns[*m_column]))
            return false;
        ++*m_column;
    }
    const size_t count = *m_column;
    m_column.reset();
    if (count < table.columns.size())
        return fail(QStringLiteral("the row has %1 cells, the table %2 columns").arg(count).arg(table.columns.size()));
    return true;
}

bool ReplyDecoder::readError(sj::value value)
{
    m_path = QStringLiteral("$.error");
    sj::object object;
    if (const auto code = value.get_object().get(object))
        return isPassable(code) || fail(code); // "error": null
    if (!collectMessages(object, 0))
        return false;
    if (m_errorText.isEmpty())
        m_errorText = QStringLiteral("The query failed.");
    return true;
}

/// Warns with the message of every innermost error below `object`.
bool ReplyDecoder::collectMessages(sj::object object, int depth)
{
    if (depth > maxErrorDepth)
        return fail(QStringLiteral("errors nested deeper than %1").arg(maxErrorDepth));
    ErrorLevel level;
    if (!forEachMember(object, [&](sj::raw_json_string key, sj::value value) { return readErrorMember(key, value, depth, level); }))
        return false;
    if (level.hasInner)
        return true;
    const QString text = QString(level.message + (level.code.isEmpty() ? QString() : QString(u" (" + level.code + u')')));
    warn(text);
    if (m_errorText.isEmpty())
        m_errorText = text;
    return true;
}

bool ReplyDecoder::readErrorMember(sj::raw_json_string key, sj::value value, int depth, ErrorLevel &level)
{
    if (key == "code")
        return readShortText(value, level.code);
    if (key == "message")
        return readShortText(value, level.message);
    if (key == "details")
        return readErrorDetails(value, depth, level);
    return (key == "innererror" || key == "innerError") ? descend(value, depth, level) : true;
}

/// Text for people; anything but a string is passed over.
bool ReplyDecoder::readShortText(sj::value value, QString &text)
{
    std::string_view raw;
    const auto code = value.get_string().get(raw);
    if (!code)
        text = briefReplyText(raw);
    return isPassable(code) || fail(code);
}

bool ReplyDecoder::readErrorDetails(sj::value value, int depth, ErrorLevel &level)
{
    sj::array list;
    if (const auto code = value.get_array().get(list))
        return isPassable(code) || fail(code);
    for (auto element : list) {
        sj::value inner;
        if (const auto code = std::move(element).get(inner))
            return fail(code);
        if (!descend(inner, depth, level))
            return false;
    }
    return true;
}

bool ReplyDecoder::descend(sj::value value, int depth, ErrorLevel &level)
{
    sj::object inner;
    if (const auto code = value.get_object().get(inner))
        return isPassable(code) || fail(code);
    level.hasInner = true;
    return collectMessages(inner, depth + 1);
}

void ReplyDecoder::warn(const QString &text)
{
    if (m_reply.warnings.size() < maxWarnings && !m_reply.warnings.contains(text))
        m_reply.warnings.append(text);
}

bool ReplyDecoder::fail(const QString &what)
{
    if (m_fault.isEmpty())
        m_fault = QStringLiteral("%1 at byte %2: %3").arg(place()).arg(offset()).arg(what);
    return false;
}

/// A text that ends too early is noticed at its start, but the place to name is its end.
bool ReplyDecoder::fail(error_code code)
{
    const QString what = QString::fromLatin1(simdjson::error_message(code));
    const bool isCut = code == simdjson::INCOMPLETE_ARRAY_OR_OBJECT || code == simdjson::UNCLOSED_STRING;
    if (isCut && m_fault.isEmpty())
        m_fault = QStringLiteral("%1 at byte %2: %3").arg(place()).arg(m_bytes.size()).arg(what);
    return fail(what);
}

qsizetype ReplyDecoder::offset()
{
    const char *location = nullptr;
    if (!m_isOpen)
        return 0;
    if (m_document.current_location().get(location) || !location)
        return m_bytes.size();
    return std::clamp<qsizetype>(location - m_bytes.constData(), 0, m_bytes.size());
}

QString ReplyDecoder::place() const
{
    QString path = m_path;
    QStringList names;
    if (m_row)
        path += QStringLiteral("[%1]").arg(*m_row);
    if (m_column)
        path += QStringLiteral("[%1]").arg(*m_column);
    if (!m_tableName.isEmpty())
        names << QStringLiteral("table %1").arg(m_tableName);
    if (m_table && m_column && *m_column < m_table->columns.size())
        names << QStringLiteral("column %1").arg(m_table->columns[*m_column].name.left(100));
    if (m_row)
        names << QStringLiteral("row %1").arg(*m_row);
    return names.isEmpty() ? path : QString(path + u" (" + names.join(QStringLiteral(", ")) + u')');
}

Error ReplyDecoder::decodeError() const
{
    return {.kind = ErrorKind::Decode,
            .message = QStringLiteral("The query service gave an answer that cannot be read."),
            .detail = m_fault};
}

} // namespace qd
