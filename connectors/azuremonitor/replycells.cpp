#include "azuremonitor/celltext.h"
#include "azuremonitor/replydecoder.h"

#include <limits>

/// The cells of a reply: ReplyDecoder's second half.
namespace qd {

namespace {

QString cellTypeName(sj::json_type type)
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

} // namespace

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
    simdjson::error_code code = simdjson::SUCCESS;
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

bool ReplyDecoder::wrongCell(sj::json_type found, const Column &column)
{
    return fail(QStringLiteral("%1 is not a %2").arg(cellTypeName(found), columnTypeName(column.type)));
}

} // namespace qd
