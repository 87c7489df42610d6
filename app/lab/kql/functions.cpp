#include "kql/functions.h"

#include <nlohmann/json.hpp>

#include <array>

namespace qd::lab {

namespace {

using OrderedJson = nlohmann::ordered_json;

/// Brackets deeper than this are refused before the parser sees them.
bool isJsonTooDeep(const QString &text)
{
    constexpr int deepest = 100;
    int depth = 0;
    bool inString = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (inString && c == u'\\')
            ++i;
        else if (c == u'"')
            inString = !inString;
        else if (!inString && (c == u'[' || c == u'{') && ++depth > deepest)
            return true;
        else if (!inString && (c == u']' || c == u'}'))
            --depth;
    }
    return false;
}

/// KQL also takes 'text' inside dynamic(…).
QString withJsonQuotes(const QString &text)
{
    QString json;
    QChar quote;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (quote.isNull() && (c == u'"' || c == u'\'')) {
            quote = c;
            json += u'"';
        } else if (!quote.isNull() && c == u'\\' && i + 1 < text.size()) {
            if (text[i + 1] != u'\'')
                json += c;
            json += text[i + 1];
            ++i;
        } else if (!quote.isNull() && c == quote) {
            quote = QChar();
            json += u'"';
        } else {
            json += c == u'"' ? QStringLiteral("\\\"") : QString(c);
        }
    }
    return json;
}

OrderedJson functionJson(const QString &text)
{
    if (isJsonTooDeep(text))
        return OrderedJson(OrderedJson::value_t::discarded);
    OrderedJson json = OrderedJson::parse(text.toStdString(), nullptr, false);
    if (json.is_discarded() && text.contains(u'\'')) {
        const QString quoted = withJsonQuotes(text);
        if (!isJsonTooDeep(quoted))
            json = OrderedJson::parse(quoted.toStdString(), nullptr, false);
    }
    return json;
}

std::optional<BoundExpr> elementConstant(const OrderedJson &element)
{
    if (element.is_string())
        return constantExpr(ColumnType::String, QString::fromStdString(element.get<std::string>()));
    if (element.is_boolean())
        return constantExpr(ColumnType::Bool, element.get<bool>());
    if (element.is_number_integer())
        return constantExpr(ColumnType::Long, qint64{element.get<std::int64_t>()});
    if (element.is_number_float())
        return constantExpr(ColumnType::Real, element.get<double>());
    return std::nullopt;
}

} // namespace

std::optional<QString> compactJson(const QString &text)
{
    const OrderedJson json = functionJson(text);
    if (json.is_discarded())
        return std::nullopt;
    QString compact = QString::fromStdString(json.dump(-1, ' ', false, OrderedJson::error_handler_t::replace));
    return compact.contains(QLatin1String("\\u0000")) ? std::nullopt : std::optional(compact);
}

std::optional<std::vector<BoundExpr>> constantElements(const BoundExpr &array)
{
    const QString *text = array.constant ? std::get_if<QString>(&*array.constant) : nullptr;
    if (array.type != ColumnType::Dynamic || text == nullptr)
        return std::nullopt;
    const OrderedJson json = functionJson(*text);
    if (!json.is_array())
        return std::nullopt;
    std::vector<BoundExpr> elements;
    for (const OrderedJson &element : json) {
        const auto constant = elementConstant(element);
        if (!constant)
            return std::nullopt;
        elements.push_back(*constant);
    }
    return elements;
}

BoundExpr madeExpr(ColumnType type, const QString &sql, bool nullable)
{
    BoundExpr made;
    made.type = type;
    made.sql = sql;
    made.nullable = nullable;
    return made;
}

const FunctionEntry *findFunction(const QString &name)
{
    for (const auto &part : {textFunctions(), mathFunctions(), timeFunctions(), valueFunctions(), seriesFunctions(), arrayFunctions(), parseFunctions(), listFunctions()})
        for (const FunctionEntry &entry : part)
            if (name == QLatin1String(entry.name))
                return &entry;
    return nullptr;
}

QStringList functionNames()
{
    QStringList names;
    for (const auto &part : {textFunctions(), mathFunctions(), timeFunctions(), valueFunctions(), seriesFunctions(), arrayFunctions(), parseFunctions(), listFunctions()})
        for (const FunctionEntry &entry : part)
            if (QLatin1String(entry.name).indexOf(u' ') < 0)
                names += QString::fromLatin1(entry.name);
    return names;
}

BoundExpr FunctionCall::typeError(size_t index, const QString &expected) const
{
    const kql::Place &place = expr.args[index]->place;
    QString message = expr.name % u"(): argument " % QString::number(index + 1) % u" must be " % expected % u", not "
        % columnTypeName(args[index].type);
    if (args[index].type == ColumnType::Dynamic)
        message += QStringLiteral(" (cast it, for example with todouble() or tostring())");
    return context.fail(semType, message, place);
}

QString FunctionCall::text(size_t index) const
{
    const ColumnType type = args[index].type;
    if (type != ColumnType::String && type != ColumnType::Dynamic && type != ColumnType::Guid)
        typeError(index, QStringLiteral("a string"));
    return textSql(args[index]);
}

QString FunctionCall::number(size_t index) const
{
    if (!isNumeric(args[index].type))
        typeError(index, QStringLiteral("a number"));
    return args[index].sql;
}

QString FunctionCall::ofType(size_t index, ColumnType type) const
{
    if (args[index].type != type)
        typeError(index, columnTypeName(type));
    return args[index].sql;
}

QString FunctionCall::constantText(size_t index) const
{
    const auto &constant = args[index].constant;
    const QString *value = constant ? std::get_if<QString>(&*constant) : nullptr;
    if (value == nullptr || args[index].type != ColumnType::String)
        context.fail(semArguments, u"argument " % QString::number(index + 1) % u" must be a constant string",
                     expr.args[index]->place);
    return value != nullptr ? *value : QString();
}

qint64 FunctionCall::constantInteger(size_t index) const
{
    const auto &constant = args[index].constant;
    const qint64 *value = constant ? std::get_if<qint64>(&*constant) : nullptr;
    if (value == nullptr)
        context.fail(semArguments, u"argument " % QString::number(index + 1) % u" must be a constant whole number",
                     expr.args[index]->place);
    return value != nullptr ? *value : 0;
}

bool FunctionCall::anyNullable() const
{
    return std::ranges::any_of(args, [](const BoundExpr &arg) { return arg.nullable; });
}

} // namespace qd::lab
