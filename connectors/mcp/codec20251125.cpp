#include "mcp/codec20251125.h"

#include "mcp/jsonslice.h"

#include <nlohmann/json.hpp>

namespace qd {

namespace {

using nlohmann::json;

constexpr qsizetype longestName = 512;
constexpr qsizetype longestDescription = 64 * 1024;
constexpr qsizetype maxPageItems = 10000;
constexpr qsizetype maxContents = 1000;

Error badResult(const QString &place)
{
    return Error{.kind = ErrorKind::Decode, .message = QStringLiteral("The server's result is not what the protocol says."), .detail = place};
}

QString memberText(const json &object, const char *name, qsizetype limit = longestName)
{
    const auto found = object.find(name);
    if (found == object.end() || !found->is_string())
        return {};
    return QString::fromStdString(found->get_ref<const std::string &>()).left(limit);
}

std::optional<bool> memberFlag(const json &object, const char *name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_boolean() ? std::optional(found->get<bool>()) : std::nullopt;
}

QString slicedText(QByteArrayView object, QByteArrayView name)
{
    return QString::fromUtf8(jsonslice::member(object, name).value_or(QByteArrayView()));
}

McpRequest listing(const char *method, const QString &cursor)
{
    return {QString::fromLatin1(method), cursor.isEmpty() ? QByteArray("{}") : "{\"cursor\":" + jsonslice::quoted(cursor) + '}'};
}

/// Reads the array `name` element by element; `read` gives nothing for an element that cannot be used.
template<typename T, typename Read>
Result<McpPage<T>> decodePage(const QByteArray &result, const char *name, Read read)
{
    const auto array = jsonslice::member(result, name);
    if (!array || !array->startsWith('['))
        return badResult(QLatin1String(name));
    const QList<QByteArrayView> elements = jsonslice::elements(*array);
    if (elements.size() > maxPageItems)
        return badResult(QStringLiteral("%1: more than %2 items").arg(QLatin1String(name)).arg(maxPageItems));
    McpPage<T> page;
    for (const QByteArrayView element : elements) {
        const json parsed = json::parse(element.begin(), element.end(), nullptr, false);
        const std::optional<T> item = parsed.is_object() ? read(parsed, element) : std::nullopt;
        if (!item)
            return badResult(QStringLiteral("%1[%2]").arg(QLatin1String(name)).arg(page.items.size()));
        page.items.append(*item);
    }
    if (const auto cursor = jsonslice::member(result, "nextCursor"))
        page.nextCursor = jsonslice::text(*cursor).value_or(QString());
    return page;
}

std::optional<McpTool> readTool(const json &object, QByteArrayView raw)
{
    McpTool tool{.name = memberText(object, "name"),
                 .title = memberText(object, "title"),
                 .description = memberText(object, "description", longestDescription),
                 .inputSchema = slicedText(raw, "inputSchema"),
                 .outputSchema = slicedText(raw, "outputSchema"),
                 .raw = QString::fromUtf8(raw)};
    if (const auto hints = object.find("annotations"); hints != object.end() && hints->is_object()) {
        tool.isReadOnly = memberFlag(*hints, "readOnlyHint");
        tool.isDestructive = memberFlag(*hints, "destructiveHint");
        tool.isIdempotent = memberFlag(*hints, "idempotentHint");
        tool.isOpenWorld = memberFlag(*hints, "openWorldHint");
        if (tool.title.isEmpty())
            tool.title = memberText(*hints, "title");
    }
    return tool.name.isEmpty() ? std::nullopt : std::optional(tool);
}

std::optional<McpPrompt> readPrompt(const json &object, QByteArrayView)
{
    McpPrompt prompt{.name = memberText(object, "name"),
                     .title = memberText(object, "title"),
                     .description = memberText(object, "description", longestDescription)};
    const auto arguments = object.find("arguments");
    if (arguments != object.end() && arguments->is_array())
        for (const json &argument : *arguments)
            if (argument.is_object())
                prompt.arguments.append({.name = memberText(argument, "name"),
                                         .description = memberText(argument, "description", longestDescription),
                                         .isRequired = memberFlag(argument, "required").value_or(false)});
    return prompt.name.isEmpty() ? std::nullopt : std::optional(prompt);
}

std::optional<McpResource> readResourceItem(const json &object, const char *address)
{
    McpResource resource{.uri = memberText(object, address, 8192),
                         .name = memberText(object, "name"),
                         .title = memberText(object, "title"),
                         .description = memberText(object, "description", longestDescription),
                         .mimeType = memberText(object, "mimeType"),
                         .isTemplate = qstrcmp(address, "uriTemplate") == 0};
    return resource.uri.isEmpty() ? std::nullopt : std::optional(resource);
}

QByteArray decodedBytes(const json &object, const char *name)
{
    const auto found = object.find(name);
    if (found == object.end() || !found->is_string())
        return {};
    const std::string &text = found->get_ref<const std::string &>();
    return QByteArray::fromBase64(QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size())));
}

QString wholeText(const json &object, const char *name) { return memberText(object, name, std::numeric_limits<qsizetype>::max()); }

/// Of resources/read and of embedded resources: text or blob.
McpContent readResourceContent(const json &object)
{
    return {.kind = McpContent::Kind::Resource,
            .text = wholeText(object, "text"),
            .data = decodedBytes(object, "blob"),
            .mimeType = memberText(object, "mimeType"),
            .uri = memberText(object, "uri", 8192)};
}

McpContent readContent(const json &object)
{
    const QString type = memberText(object, "type");
    if (type == QLatin1String("text"))
        return {.kind = McpContent::Kind::Text, .text = wholeText(object, "text")};
    if (type == QLatin1String("image") || type == QLatin1String("audio"))
        return {.kind = type == QLatin1String("image") ? McpContent::Kind::Image : McpContent::Kind::Audio,
                .data = decodedBytes(object, "data"),
                .mimeType = memberText(object, "mimeType")};
    if (type == QLatin1String("resource_link"))
        return {.kind = McpContent::Kind::ResourceLink,
                .text = memberText(object, "name"),
                .mimeType = memberText(object, "mimeType"),
                .uri = memberText(object, "uri", 8192)};
    if (const auto resource = object.find("resource"); type == QLatin1String("resource") && resource != object.end() && resource->is_object())
        return readResourceContent(*resource);
    return {.kind = McpContent::Kind::Unknown, .text = QString::fromStdString(object.dump(2, ' ', false, json::error_handler_t::replace))};
}

/// `read` is called for each element of the array `name`; an element that is no object is an error.
template<typename Read>
std::optional<Error> eachObject(const json &result, const char *name, Read read)
{
    const auto array = result.find(name);
    if (array == result.end() || !array->is_array() || array->size() > static_cast<size_t>(maxContents))
        return badResult(QLatin1String(name));
    for (const json &element : *array) {
        if (!element.is_object())
            return badResult(QStringLiteral("%1: not an object").arg(QLatin1String(name)));
        read(element);
    }
    return std::nullopt;
}

json parsedResult(const QByteArray &result) { return json::parse(result.cbegin(), result.cend(), nullptr, false); }

} // namespace

McpRequest Codec20251125::listTools(const QString &cursor) const { return listing("tools/list", cursor); }
McpRequest Codec20251125::listPrompts(const QString &cursor) const { return listing("prompts/list", cursor); }
McpRequest Codec20251125::listResources(const QString &cursor) const { return listing("resources/list", cursor); }
McpRequest Codec20251125::listResourceTemplates(const QString &cursor) const { return listing("resources/templates/list", cursor); }

McpRequest Codec20251125::callTool(const QString &name, const QByteArray &arguments, qint64 progressToken) const
{
    QByteArray params = "{\"name\":" + jsonslice::quoted(name) + ",\"arguments\":" + arguments;
    if (progressToken != 0)
        params += ",\"_meta\":{\"progressToken\":" + QByteArray::number(progressToken) + '}';
    return {QStringLiteral("tools/call"), params + '}'};
}

McpRequest Codec20251125::readResource(const QString &uri) const
{
    return {QStringLiteral("resources/read"), "{\"uri\":" + jsonslice::quoted(uri) + '}'};
}

McpRequest Codec20251125::getPrompt(const QString &name, const QList<std::pair<QString, QString>> &arguments) const
{
    QByteArrayList members;
    for (const auto &[key, value] : arguments)
        members.append(jsonslice::quoted(key) + ':' + jsonslice::quoted(value));
    return {QStringLiteral("prompts/get"), "{\"name\":" + jsonslice::quoted(name) + ",\"arguments\":{" + members.join(',') + "}}"};
}

Result<McpPage<McpTool>> Codec20251125::decodeTools(const QByteArray &result) const
{
    return decodePage<McpTool>(result, "tools", readTool);
}

Result<McpPage<McpPrompt>> Codec20251125::decodePrompts(const QByteArray &result) const
{
    return decodePage<McpPrompt>(result, "prompts", readPrompt);
}

Result<McpPage<McpResource>> Codec20251125::decodeResources(const QByteArray &result) const
{
    return decodePage<McpResource>(result, "resources", [](const json &object, QByteArrayView) { return readResourceItem(object, "uri"); });
}

Result<McpPage<McpResource>> Codec20251125::decodeResourceTemplates(const QByteArray &result) const
{
    return decodePage<McpResource>(result, "resourceTemplates",
                                   [](const json &object, QByteArrayView) { return readResourceItem(object, "uriTemplate"); });
}

Result<McpCallResult> Codec20251125::decodeCallResult(const QByteArray &result) const
{
    const json parsed = parsedResult(result);
    if (!parsed.is_object())
        return badResult(QStringLiteral("result"));
    McpCallResult call{.structured = slicedText(result, "structuredContent"),
                       .isError = memberFlag(parsed, "isError").value_or(false),
                       .raw = QString::fromUtf8(result)};
    if (!parsed.contains("content") && !call.structured.isEmpty())
        return call;
    if (auto error = eachObject(parsed, "content", [&call](const json &part) { call.content.append(readContent(part)); }))
        return *error;
    return call;
}

Result<QList<McpContent>> Codec20251125::decodeResource(const QByteArray &result) const
{
    const json parsed = parsedResult(result);
    QList<McpContent> contents;
    if (auto error = eachObject(parsed, "contents", [&contents](const json &part) { contents.append(readResourceContent(part)); }))
        return *error;
    return contents;
}

Result<QList<McpContent>> Codec20251125::decodePrompt(const QByteArray &result) const
{
    const json parsed = parsedResult(result);
    QList<McpContent> contents;
    const auto error = eachObject(parsed, "messages", [&contents](const json &message) {
        const auto content = message.find("content");
        if (content == message.end() || !content->is_object())
            return;
        McpContent part = readContent(*content);
        part.role = memberText(message, "role");
        contents.append(part);
    });
    if (error)
        return *error;
    return contents;
}

} // namespace qd
