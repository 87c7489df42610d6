#include "mcp/codec20251125.h"

#include "mcp/contentcodec.h"
#include "mcp/jsonslice.h"

#include <nlohmann/json.hpp>

namespace qd {

namespace {

using nlohmann::json;

using contentcodec::badResult;
using contentcodec::eachObject;
using contentcodec::longestDescription;
using contentcodec::longestUri;
using contentcodec::memberFlag;
using contentcodec::memberText;

constexpr qsizetype maxPageItems = 10000;

QString slicedText(QByteArrayView object, QByteArrayView name)
{
    return QString::fromUtf8(jsonslice::member(object, name).value_or(QByteArrayView()));
}

McpRequest listing(const char *method, const QString &cursor)
{
    return {.method = QString::fromLatin1(method), .params = cursor.isEmpty() ? QByteArray("{}") : "{\"cursor\":" + jsonslice::quoted(cursor) + '}'};
}

/// Reads the array `name` element by element; `read` gives nothing for an element that cannot be used. It is left out, and counted.
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
        if (item)
            page.items.append(*item);
        else
            ++page.unusable;
    }
    if (!contentcodec::readCursor(result, page.nextCursor))
        return badResult(QStringLiteral("nextCursor"));
    return page;
}

McpTaskSupport readTaskSupport(const json &object)
{
    const auto execution = object.find("execution");
    const QString support = execution != object.end() && execution->is_object() ? memberText(*execution, "taskSupport") : QString();
    if (support == QLatin1String("required"))
        return McpTaskSupport::Required;
    return support == QLatin1String("optional") ? McpTaskSupport::Optional : McpTaskSupport::Forbidden;
}

std::optional<McpTool> readTool(const json &object, QByteArrayView raw)
{
    McpTool tool{.name = memberText(object, "name"),
                 .title = memberText(object, "title"),
                 .description = memberText(object, "description", longestDescription),
                 .inputSchema = slicedText(raw, "inputSchema"),
                 .outputSchema = slicedText(raw, "outputSchema"),
                 .taskSupport = readTaskSupport(object),
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

std::optional<McpPrompt> readPrompt(const json &object, QByteArrayView raw)
{
    McpPrompt prompt{.name = memberText(object, "name"),
                     .title = memberText(object, "title"),
                     .description = memberText(object, "description", longestDescription),
                     .arguments = {},
                     .raw = QString::fromUtf8(raw)};
    const auto arguments = object.find("arguments");
    if (arguments != object.end() && arguments->is_array())
        for (const json &argument : *arguments)
            if (argument.is_object())
                prompt.arguments.append({.name = memberText(argument, "name"),
                                         .description = memberText(argument, "description", longestDescription),
                                         .isRequired = memberFlag(argument, "required").value_or(false)});
    return prompt.name.isEmpty() ? std::nullopt : std::optional(prompt);
}

std::optional<McpResource> readResourceItem(const json &object, QByteArrayView raw, const char *address)
{
    McpResource resource{.uri = memberText(object, address, longestUri),
                         .name = memberText(object, "name"),
                         .title = memberText(object, "title"),
                         .description = memberText(object, "description", longestDescription),
                         .mimeType = memberText(object, "mimeType"),
                         .isTemplate = qstrcmp(address, "uriTemplate") == 0,
                         .raw = QString::fromUtf8(raw)};
    return resource.uri.isEmpty() ? std::nullopt : std::optional(resource);
}

} // namespace

McpRequest Codec20251125::listTools(const QString &cursor) const { return listing("tools/list", cursor); }
McpRequest Codec20251125::listPrompts(const QString &cursor) const { return listing("prompts/list", cursor); }
McpRequest Codec20251125::listResources(const QString &cursor) const { return listing("resources/list", cursor); }
McpRequest Codec20251125::listResourceTemplates(const QString &cursor) const { return listing("resources/templates/list", cursor); }

McpRequest Codec20251125::callTool(const QString &name, const QByteArray &arguments, const McpCallOptions &options) const
{
    QByteArray params = "{\"name\":" + jsonslice::quoted(name) + ",\"arguments\":" + arguments;
    if (options.isTask)
        params += options.taskTtl ? ",\"task\":{\"ttl\":" + QByteArray::number(qint64(options.taskTtl->count())) + '}' : QByteArray(",\"task\":{}");
    return {.method = QStringLiteral("tools/call"), .params = params + '}', .meta = options.meta.toUtf8()};
}

McpRequest Codec20251125::readResource(const QString &uri) const
{
    return {.method = QStringLiteral("resources/read"), .params = "{\"uri\":" + jsonslice::quoted(uri) + '}'};
}

McpRequest Codec20251125::getPrompt(const QString &name, const QList<std::pair<QString, QString>> &arguments) const
{
    QByteArrayList members;
    for (const auto &[key, value] : arguments)
        members.append(jsonslice::quoted(key) + ':' + jsonslice::quoted(value));
    return {.method = QStringLiteral("prompts/get"), .params = "{\"name\":" + jsonslice::quoted(name) + ",\"arguments\":{" + members.join(',') + "}}"};
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
    return decodePage<McpResource>(result, "resources", [](const json &object, QByteArrayView raw) { return readResourceItem(object, raw, "uri"); });
}

Result<McpPage<McpResource>> Codec20251125::decodeResourceTemplates(const QByteArray &result) const
{
    return decodePage<McpResource>(result, "resourceTemplates",
                                   [](const json &object, QByteArrayView raw) { return readResourceItem(object, raw, "uriTemplate"); });
}

Result<McpCallResult> Codec20251125::decodeCallResult(const QByteArray &result) const
{
    const json parsed = contentcodec::parsed(result);
    if (!parsed.is_object())
        return badResult(QStringLiteral("result"));
    McpCallResult call{.structured = slicedText(result, "structuredContent"),
                       .isError = memberFlag(parsed, "isError").value_or(false),
                       .raw = QString::fromUtf8(result)};
    if (!parsed.contains("content") && !call.structured.isEmpty())
        return call;
    if (auto error = eachObject(parsed, "content", [&call](const json &part) { call.content.append(contentcodec::readContent(part)); }))
        return *error;
    return call;
}

Result<QList<McpContent>> Codec20251125::decodeResource(const QByteArray &result) const
{
    const json parsed = contentcodec::parsed(result);
    QList<McpContent> contents;
    if (auto error = eachObject(parsed, "contents", [&contents](const json &part) { contents.append(contentcodec::readResourceContent(part)); }))
        return *error;
    const QList<QByteArrayView> sent = jsonslice::elements(jsonslice::member(result, "contents").value_or(QByteArrayView()));
    for (qsizetype i = 0; i < contents.size(); ++i)
        contents[i].raw = QString::fromUtf8(sent.value(i));
    return contents;
}

Result<QList<McpContent>> Codec20251125::decodePrompt(const QByteArray &result) const
{
    const json parsed = contentcodec::parsed(result);
    const QList<QByteArrayView> sent = jsonslice::elements(jsonslice::member(result, "messages").value_or(QByteArrayView()));
    return parsed.is_object() ? contentcodec::readMessages(parsed, sent) : Result<QList<McpContent>>(badResult(QStringLiteral("result")));
}

} // namespace qd
