#include "mcp/listing.h"

#include "mcp/canonicaljson.h"
#include "mcp/codec20251125.h"
#include "mcp/contentcodec.h"
#include "mcp/jsonslice.h"

namespace qd {

namespace {

constexpr qsizetype largestListing = 16 * 1024 * 1024;

Error badListing(const QString &name, const QString &place)
{
    return {.kind = ErrorKind::Decode, .message = QStringLiteral("%1 is not a listing of an MCP server (%2)").arg(name, place), .detail = place};
}

/// One list of a saved listing; absent is empty.
template<typename T, typename Decode>
Result<QList<T>> savedItems(const QByteArray &given, const char *member, const char *as, Decode decode)
{
    const auto array = jsonslice::member(given, member);
    if (!array)
        return QList<T>();
    const Result<McpPage<T>> page = decode(QByteArray("{\"" + QByteArray(as) + "\":" + array->toByteArray() + '}'));
    if (!page)
        return page.error();
    return page->unusable > 0 ? Result<QList<T>>(contentcodec::badResult(QLatin1String(as))) : page->items; // a file is read as a whole or not at all
}

/// Resources and templates stand in one list, told apart by the name of their address.
Result<QList<McpResource>> savedResources(const Codec20251125 &codec, const QByteArray &given, const char *member)
{
    QByteArrayList plain;
    QByteArrayList templates;
    const auto array = jsonslice::member(given, member);
    for (const QByteArrayView element : jsonslice::elements(array.value_or(QByteArrayView())))
        (jsonslice::member(element, "uriTemplate") ? templates : plain) << element.toByteArray();
    auto resources = codec.decodeResources("{\"resources\":[" + plain.join(',') + "]}");
    const auto more = codec.decodeResourceTemplates("{\"resourceTemplates\":[" + templates.join(',') + "]}");
    if (!resources)
        return resources.error();
    if (!more)
        return more.error();
    if (resources->unusable + more->unusable > 0)
        return contentcodec::badResult(QLatin1String(member));
    return resources->items + more->items;
}

} // namespace

McpDefinition instructionsDefinition(const QString &instructions)
{
    return definitionOf(McpDefinition::Kind::Instructions, QStringLiteral("instructions"), "{\"instructions\":" + jsonslice::quoted(instructions) + '}');
}

McpDefinition toolDefinition(const McpTool &tool) { return definitionOf(McpDefinition::Kind::Tool, tool.name, tool.raw.toUtf8()); }

McpDefinition promptDefinition(const McpPrompt &prompt) { return definitionOf(McpDefinition::Kind::Prompt, prompt.name, prompt.raw.toUtf8()); }

McpDefinition resourceDefinition(const McpResource &resource)
{
    return definitionOf(resource.isTemplate ? McpDefinition::Kind::Template : McpDefinition::Kind::Resource, resource.uri, resource.raw.toUtf8());
}

QList<McpDefinition> definitionsOf(const McpServerInfo &info, const QList<McpTool> &tools, const QList<McpPrompt> &prompts, const QList<McpResource> &resources)
{
    QList<McpDefinition> definitions;
    if (!info.instructions.isEmpty())
        definitions << instructionsDefinition(info.instructions);
    for (const McpTool &tool : tools)
        definitions << toolDefinition(tool);
    for (const McpPrompt &prompt : prompts)
        definitions << promptDefinition(prompt);
    for (const McpResource &resource : resources)
        definitions << resourceDefinition(resource);
    return definitions;
}

Result<McpListing> decodeListing(const QString &name, const QByteArray &given)
{
    if (given.size() > largestListing || !jsonslice::isObject(given))
        return badListing(name, given.size() > largestListing ? QStringLiteral("over 16 MiB") : QStringLiteral("no JSON object"));
    if (!jsonslice::member(given, "tools") && !jsonslice::member(given, "prompts") && !jsonslice::member(given, "resources"))
        return badListing(name, QStringLiteral("no tools, prompts or resources"));
    const Codec20251125 codec;
    const auto tools = savedItems<McpTool>(given, "tools", "tools", [&codec](const QByteArray &page) { return codec.decodeTools(page); });
    const auto prompts = savedItems<McpPrompt>(given, "prompts", "prompts", [&codec](const QByteArray &page) { return codec.decodePrompts(page); });
    auto resources = savedResources(codec, given, "resources");
    const auto templates = savedResources(codec, given, "resourceTemplates");
    for (const Error *error : {tools ? nullptr : &tools.error(), prompts ? nullptr : &prompts.error(), resources ? nullptr : &resources.error(), templates ? nullptr : &templates.error()})
        if (error)
            return badListing(name, error->detail);
    McpServerInfo info;
    const auto instructions = jsonslice::member(given, "instructions");
    if (instructions)
        info.instructions = jsonslice::text(*instructions).value_or(QString());
    const auto server = jsonslice::member(given, "server");
    const auto program = server ? jsonslice::member(*server, "name") : std::nullopt;
    return McpListing{.server = name, .definitions = definitionsOf(info, *tools, *prompts, *resources + *templates), .hasInstructions = instructions.has_value(),
                      .program = program ? jsonslice::text(*program).value_or(QString()) : QString()};
}

} // namespace qd
