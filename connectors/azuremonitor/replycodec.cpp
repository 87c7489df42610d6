#include "azuremonitor/replycodec.h"

#include "azuremonitor/celltext.h"

#include <simdjson.h>

#include <limits>

namespace qd {

namespace {

namespace sj = simdjson::ondemand;
using simdjson::error_code;

constexpr int maxErrorDepth = 16;
constexpr qsizetype maxWarnings = 50;
constexpr qsizetype maxWarningLength = 500;

QString replyText(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

QString warningText(std::string_view text)
{
    QString result = replyText(text.substr(0, 4 * maxWarningLength)).left(maxWarningLength);
    for (QChar &c : result)
        if (c.category() == QChar::Other_Control)
            c = u' ';
    return result.simplified();
}

/// Walks one reply forward. A failing step sets the fault and returns false; the place is known from the counters.
class ReplyDecoder
{
public:
    ReplyDecoder(const QByteArray &padded, const MonitorReplyLimits &limits) : m_bytes(padded), m_limits(limits) {}

    Result<DecodedReply> decode();

private:
    bool readTop();
    bool readTables(sj::value value);
    bool readTable(sj::object table);
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
    bool collectMessages(sj::object object, int depth, std::string_view &code, std::string_view &message);
    void warn(const QString &text);
    bool fail(const QString &what);
    bool fail(error_code code);
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

QString jsonTypeName(sj::json_type type)
{
    switch (type) {
    case sj::json_type::array: return QStringLiteral("array");
    case sj::json_type::object: return QStringLiteral("object");
    case sj::json_type::number: return QStringLiteral("number");
    case sj::json_type::string: return QStringLiteral("string");
    case sj::json_type::boolean: return QStringLiteral("boolean");
    case sj::json_type::null: return QStringLiteral("null");
    }
    return QStringLiteral("value");
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
    for (auto member : top) {
        sj::field field;
        if (const auto code = std::move(member).get(field))
            return fail(code);
        std::string_view key;
        if (const auto code = field.unescaped_key().get(key))
            return fail(code);
        if (key == "tables" && !readTables(field.value()))
            return false;
        if (key == "error" && !readError(field.value()))
            return false;
        m_path = QStringLiteral("$");
    }
    const bool isAtEnd = m_document.current_location().error() == simdjson::OUT_OF_BOUNDS;
    return isAtEnd || fail(QStringLiteral("text after the end of the document"));
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

bool ReplyDecoder::readTable(sj::object object)
{
    Table table;
    m_tableName.clear();
    const QString path = m_path;
    // The service writes name, columns, rows; the lookups also take them in another order.
    std::string_view name;
    if (object.find_field_unordered("name").get_string().get(name) == simdjson::SUCCESS)
        table.name = m_tableName = warningText(name);
    sj::value columns;
    m_path = path + QStringLiteral(".columns");
    if (const auto code = object.find_field_unordered("columns").get(columns))
        return fail(code);
    if (!readColumns(columns, table))
        return false;
    sj::value rows;
    m_path = path + QStringLiteral(".rows");
    if (const auto code = object.find_field_unordered("rows").get(rows))
        return fail(code);
    if (!readRows(rows, table))
        return false;
    m_reply.tables.append(std::move(table));
    m_tableName.clear();
    m_path = path;
    return true;
}

bool ReplyDecoder::readColumns(sj::value value, Table &table)
{
    const QString path = m_path;
    sj::array columns;
    if (const auto code = value.get_array().get(columns))
        return fail(code);
    for (auto element : columns) {
        m_path = path + QStringLiteral("[%1]").arg(table.columns.size());
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
    return true;
}

bool ReplyDecoder::readColumn(sj::object object, Column &column)
{
    std::string_view name;
    std::string_view type;
    if (const auto code = object.find_field_unordered("name").get_string().get(name))
        return fail(code);
    column.name = replyText(name);
    if (const auto code = object.find_field_unordered("type").get_string().get(type))
        return fail(code);
    const QString typeName = warningText(type);
    const auto known = columnTypeFromName(typeName);
    if (!known)
        warn(QStringLiteral("Column %1 has the unknown type %2; its values are shown as text.").arg(column.name.left(100), typeName));
    column.type = known.value_or(ColumnType::Dynamic);
    return true;
}

bool ReplyDecoder::readRows(sj::value value, Table &table)
{
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

bool ReplyDecoder::readCell(sj::value value, Column &column)
{
    sj::json_type type{};
    if (const auto code = value.type().get(type))
        return fail(code);
    if (type != sj::json_type::null)
        return readTyped(value, type, column);
    if (const auto code = value.is_null().error())
        return fail(code);
    column.cells.emplace_back(column.type == ColumnType::String ? Cell(QStringLiteral("")) : Cell());
    return true;
}

bool ReplyDecoder::readTyped(sj::value value, sj::json_type type, Column &column)
{
    switch (column.type) {
    case ColumnType::Bool: {
        bool flag = false;
        if (type != sj::json_type::boolean || value.get_bool().get(flag))
            return wrongCell(type, column);
        column.cells.emplace_back(flag);
        return true;
    }
    case ColumnType::Int:
    case ColumnType::Long: {
        std::int64_t number = 0;
        if (type != sj::json_type::number || value.get_int64().get(number))
            return wrongCell(type, column);
        column.cells.emplace_back(static_cast<qint64>(number));
        return true;
    }
    case ColumnType::Real: return readReal(value, type, column);
    case ColumnType::Dynamic:
    case ColumnType::Decimal: return readDynamic(value, type, column);
    case ColumnType::DateTime:
    case ColumnType::TimeSpan:
    case ColumnType::String:
    case ColumnType::Guid: return type == sj::json_type::string ? readText(value, column) : wrongCell(type, column);
    }
    return wrongCell(type, column);
}

bool ReplyDecoder::readReal(sj::value value, sj::json_type type, Column &column)
{
    double number = 0;
    if (type == sj::json_type::number) {
        if (const auto code = value.get_double().get(number))
            return fail(code);
        column.cells.emplace_back(number);
        return true;
    }
    std::string_view text;
    if (type != sj::json_type::string || value.get_string().get(text))
        return wrongCell(type, column);
    if (text == "NaN")
        column.cells.emplace_back(std::numeric_limits<double>::quiet_NaN());
    else if (text == "Infinity")
        column.cells.emplace_back(std::numeric_limits<double>::infinity());
    else if (text == "-Infinity")
        column.cells.emplace_back(-std::numeric_limits<double>::infinity());
    else
        return wrongCell(type, column);
    return true;
}

/// JSON text in a string, or the JSON itself, which is kept as it stands.
bool ReplyDecoder::readDynamic(sj::value value, sj::json_type type, Column &column)
{
    std::string_view raw;
    error_code code = simdjson::SUCCESS;
    if (type == sj::json_type::string) {
        code = value.get_string().get(raw);
    } else if (column.type == ColumnType::Decimal && type != sj::json_type::number) {
        return wrongCell(type, column);
    } else if (type == sj::json_type::object) {
        sj::object object;
        code = value.get_object().get(object);
        if (!code)
            code = object.raw_json().get(raw);
    } else if (type == sj::json_type::array) {
        sj::array array;
        code = value.get_array().get(array);
        if (!code)
            code = array.raw_json().get(raw);
    } else {
        raw = value.raw_json_token();
    }
    if (code)
        return fail(code);
    column.cells.emplace_back(type == sj::json_type::string ? replyText(raw) : replyText(raw).trimmed());
    return true;
}

bool ReplyDecoder::readText(sj::value value, Column &column)
{
    std::string_view text;
    if (const auto code = value.get_string().get(text))
        return fail(code);
    if (column.type == ColumnType::DateTime) {
        const auto at = celltext::dateTime(text);
        if (!at)
            return fail(QStringLiteral("not a datetime"));
        column.cells.emplace_back(*at);
    } else if (column.type == ColumnType::TimeSpan) {
        const auto span = celltext::timeSpan(text);
        if (!span)
            return fail(QStringLiteral("not a timespan"));
        column.cells.emplace_back(*span);
    } else {
        column.cells.emplace_back(replyText(text));
    }
    return true;
}

bool ReplyDecoder::readError(sj::value value)
{
    m_path = QStringLiteral("$.error");
    sj::object object;
    if (value.get_object().get(object))
        return true; // "error": null
    std::string_view code;
    std::string_view message;
    if (!collectMessages(object, 0, code, message))
        return false;
    if (m_errorText.isEmpty())
        m_errorText = QStringLiteral("The query failed.");
    return true;
}

/// Warns with the message of every innermost error below `object`.
bool ReplyDecoder::collectMessages(sj::object object, int depth, std::string_view &code, std::string_view &message)
{
    if (depth > maxErrorDepth)
        return fail(QStringLiteral("errors nested deeper than %1").arg(maxErrorDepth));
    bool hasInner = false;
    const auto descend = [&](sj::object inner) {
        hasInner = true;
        std::string_view innerCode;
        std::string_view innerMessage;
        return collectMessages(inner, depth + 1, innerCode, innerMessage);
    };
    for (auto member : object) {
        sj::field field;
        std::string_view key;
        if (const auto error = std::move(member).get(field))
            return fail(error);
        if (const auto error = field.unescaped_key().get(key))
            return fail(error);
        sj::object inner;
        sj::array list;
        if (key == "code") {
            if (field.value().get_string().get(code))
                code = {};
        } else if (key == "message") {
            if (field.value().get_string().get(message))
                message = {};
        } else if ((key == "innererror" || key == "innerError") && !field.value().get_object().get(inner)) {
            if (!descend(inner))
                return false;
        } else if (key == "details" && !field.value().get_array().get(list)) {
            for (auto element : list)
                if (!element.get_object().get(inner) && !descend(inner))
                    return false;
        }
    }
    if (hasInner)
        return true;
    const QString text = QString(warningText(message) + (code.empty() ? QString() : QString(u" (" + warningText(code) + u')')));
    warn(text);
    if (m_errorText.isEmpty())
        m_errorText = text;
    return true;
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

bool ReplyDecoder::wrongCell(sj::json_type found, const Column &column)
{
    return fail(QStringLiteral("%1 is not a %2").arg(jsonTypeName(found), columnTypeName(column.type)));
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

} // namespace

Result<DecodedReply> decodeMonitorReply(QByteArray body, const MonitorReplyLimits &limits)
{
    if (body.size() > limits.bytes)
        return Error{.kind = ErrorKind::Decode,
                     .message = QStringLiteral("The query's answer is too large."),
                     .detail = QStringLiteral("$ at byte 0: %1 bytes, the limit is %2").arg(body.size()).arg(limits.bytes)};
    if (body.trimmed().isEmpty())
        return DecodedReply{.tables = {Table()}, .warnings = {QStringLiteral("The service answered without a result.")}};
    body.reserve(body.size() + static_cast<qsizetype>(simdjson::SIMDJSON_PADDING));
    return ReplyDecoder(body, limits).decode();
}

} // namespace qd
