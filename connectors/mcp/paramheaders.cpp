#include "mcp/paramheaders.h"

#include "mcp/jsonslice.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace qd::paramheaders {

namespace {

constexpr int maxSchemaDepth = 64;
constexpr double largestInteger = 9007199254740991.0; ///< that a real number holds
/// Keywords below which no argument has a name: those that hold a schema or a list of them, and those that hold named ones.
constexpr std::array schemaKeywords{"items", "prefixItems", "contains", "additionalProperties", "unevaluatedProperties", "unevaluatedItems",
                                    "propertyNames", "oneOf", "anyOf", "allOf", "not", "if", "then", "else"};
constexpr std::array mapKeywords{"patternProperties", "dependentSchemas", "$defs", "definitions"};

/// One x-mcp-header: the keys that lead to its argument, as JSON strings.
struct Mark {
    QByteArrayList path;
    QByteArray header;
};

bool isToken(const QByteArray &text)
{
    static const QByteArray special("!#$%&'*+-.^_`|~");
    return !text.isEmpty() && std::all_of(text.cbegin(), text.cend(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || special.contains(c);
    });
}

template<typename Words>
bool isOneOf(QByteArrayView quoted, const Words &words)
{
    const QByteArrayView name = quoted.sliced(1, std::max<qsizetype>(quoted.size() - 2, 0));
    return std::any_of(words.begin(), words.end(), [name](const char *word) { return name == word; });
}

/// Walks a schema, each part of it once; what it finds is in `marks`, the first fault in `fault`.
struct MarkSearch {
    QList<Mark> marks;
    std::optional<QString> fault;

    void visit(QByteArrayView schema, const QByteArrayList &path, bool isReachable)
    {
        if (fault || path.size() > maxSchemaDepth)
            return;
        if (schema.startsWith('[')) {
            for (const QByteArrayView element : jsonslice::elements(schema))
                visit(element, path, isReachable);
            return;
        }
        for (const auto &[key, value] : jsonslice::members(schema)) {
            if (key == "\"x-mcp-header\"")
                take(schema, value, path, isReachable);
            else if (key == "\"properties\"")
                visitProperties(value, path, isReachable);
            else if (isOneOf(key, schemaKeywords))
                visit(value, path + QByteArrayList{"\"\""}, false);
            else if (isOneOf(key, mapKeywords))
                visitProperties(value, path, false);
        }
    }

    void visitProperties(QByteArrayView properties, const QByteArrayList &path, bool isReachable)
    {
        for (const auto &[key, property] : jsonslice::members(properties))
            visit(property, path + QByteArrayList{key.toByteArray()}, isReachable);
    }

    void take(QByteArrayView schema, QByteArrayView mark, const QByteArrayList &path, bool isReachable)
    {
        const QByteArray header = jsonslice::text(mark).value_or(QString()).toUtf8();
        const QString type = jsonslice::text(jsonslice::member(schema, "type").value_or(QByteArrayView())).value_or(QString());
        const bool isPlain = type == QLatin1String("string") || type == QLatin1String("integer") || type == QLatin1String("boolean");
        const bool isTaken = std::any_of(marks.cbegin(), marks.cend(), [&](const Mark &other) { return other.header.compare(header, Qt::CaseInsensitive) == 0; });
        if (!isReachable || path.isEmpty())
            fault = QStringLiteral("an x-mcp-header stands where no argument can be named");
        else if (!isToken(header))
            fault = QStringLiteral("an x-mcp-header is not the name of a header");
        else if (!isPlain)
            fault = QStringLiteral("the x-mcp-header %1 is on something that is no text, integer or boolean").arg(QString::fromLatin1(header));
        else if (isTaken)
            fault = QStringLiteral("the x-mcp-header %1 is there twice").arg(QString::fromLatin1(header));
        else
            marks.append({path, header});
    }
};

MarkSearch marksOf(const QByteArray &schema)
{
    MarkSearch search;
    if (schema.contains("x-mcp-header"))
        search.visit(QByteArrayView(schema).trimmed(), {}, true);
    return search;
}

std::optional<QByteArrayView> valueAt(QByteArrayView arguments, const QByteArrayList &path)
{
    QByteArrayView value = arguments.trimmed();
    for (const QByteArray &key : path) {
        const auto inner = jsonslice::member(value, jsonslice::text(key).value_or(QString()).toUtf8());
        if (!inner)
            return std::nullopt;
        value = *inner;
    }
    return value;
}

/// A JSON value as a header has it; nothing for null and for what is no plain value.
std::optional<QByteArray> headerValue(QByteArrayView value)
{
    if (const auto text = jsonslice::text(value))
        return encoded(*text);
    if (value == "true" || value == "false")
        return value.toByteArray();
    bool isInteger = false;
    const qint64 number = value.toByteArray().toLongLong(&isInteger);
    if (isInteger)
        return QByteArray::number(number);
    const double real = value.toByteArray().toDouble(&isInteger); // 42.0 is an integer to JSON Schema
    const bool isWhole = isInteger && std::abs(real) <= largestInteger && std::floor(real) == real;
    return isWhole ? std::optional(QByteArray::number(static_cast<qint64>(real))) : std::nullopt;
}

} // namespace

QByteArray encoded(const QString &value)
{
    const QByteArray bytes = value.toUtf8();
    const bool isPlain = bytes == bytes.trimmed() && !(bytes.startsWith("=?base64?") && bytes.endsWith("?="))
        && std::all_of(bytes.cbegin(), bytes.cend(), [](char c) { return c == '\t' || (c >= 0x20 && c < 0x7f); });
    if (bytes.isEmpty())
        return QByteArrayLiteral(""); // a header without a value, not no header
    return isPlain ? bytes : QByteArray("=?base64?" + bytes.toBase64() + "?=");
}

Headers ofRequest(const QString &method, const QByteArray &params)
{
    Headers headers{{"Mcp-Method", method.toUtf8()}};
    const char *member = nullptr;
    if (method == QLatin1String("tools/call") || method == QLatin1String("prompts/get"))
        member = "name";
    else if (method == QLatin1String("resources/read"))
        member = "uri";
    else if (method.startsWith(QLatin1String("tasks/")))
        member = "taskId";
    if (member)
        if (const auto name = jsonslice::text(jsonslice::member(params, member).value_or(QByteArrayView())))
            headers.append({"Mcp-Name", encoded(*name)});
    return headers;
}

Headers ofArguments(const QByteArray &inputSchema, const QByteArray &arguments)
{
    Headers headers;
    const MarkSearch search = marksOf(inputSchema);
    if (search.fault)
        return headers;
    for (const Mark &mark : search.marks)
        if (const auto value = valueAt(arguments, mark.path))
            if (const auto plain = headerValue(*value))
                headers.append({"Mcp-Param-" + mark.header, *plain});
    return headers;
}

std::optional<QString> fault(const QByteArray &inputSchema) { return marksOf(inputSchema).fault; }

} // namespace qd::paramheaders
