#include "mcp/contentcodec.h"

#include "mcp/jsonslice.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace qd::contentcodec {

namespace {

using nlohmann::json;

constexpr size_t maxContents = 10'000; ///< parts of a result

QByteArray decodedBytes(const json &object, const char *name)
{
    const auto found = object.find(name);
    if (found == object.end() || !found->is_string())
        return {};
    const std::string &text = found->get_ref<const std::string &>();
    return QByteArray::fromBase64(QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size())));
}

QString wholeText(const json &object, const char *name) { return memberText(object, name, std::numeric_limits<qsizetype>::max()); }

} // namespace

Error badResult(const QString &place)
{
    return Error{.kind = ErrorKind::Decode, .message = QStringLiteral("The server's result is not what the protocol says."), .detail = place};
}

bool readCursor(QByteArrayView result, QString &cursor)
{
    const auto next = jsonslice::member(result, "nextCursor");
    if (!next || *next == "null")
        return true;
    const auto text = jsonslice::text(*next);
    cursor = text.value_or(QString());
    return text.has_value();
}

QString memberText(const json &object, const char *name, qsizetype limit)
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

std::optional<double> memberNumber(const json &object, const char *name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_number() ? std::optional(found->get<double>()) : std::nullopt;
}

std::optional<Milliseconds> memberTime(const json &object, const char *name)
{
    constexpr double year = 366.0 * 24 * 3600 * 1000;
    const auto number = memberNumber(object, name);
    if (!number || !std::isfinite(*number) || *number < 0)
        return std::nullopt;
    return Milliseconds(static_cast<qint64>(std::min(*number, year)));
}

QStringList memberTexts(const json &object, const char *name)
{
    QStringList texts;
    if (const auto array = object.find(name); array != object.end() && array->is_array())
        for (const json &element : *array)
            if (element.is_string() && static_cast<size_t>(texts.size()) < maxContents)
                texts << QString::fromStdString(element.get_ref<const std::string &>()).left(longestUri);
    return texts;
}

json parsed(const QByteArray &text) { return json::parse(text.cbegin(), text.cend(), nullptr, false); }

McpContent readResourceContent(const json &object)
{
    return {.kind = McpContent::Kind::Resource,
            .text = wholeText(object, "text"),
            .data = decodedBytes(object, "blob"),
            .mimeType = memberText(object, "mimeType"),
            .uri = memberText(object, "uri", longestUri)};
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
                .uri = memberText(object, "uri", longestUri)};
    if (const auto resource = object.find("resource"); type == QLatin1String("resource") && resource != object.end() && resource->is_object())
        return readResourceContent(*resource);
    return {.kind = McpContent::Kind::Unknown, .text = QString::fromStdString(object.dump(2, ' ', false, json::error_handler_t::replace))};
}

std::optional<Error> eachObject(const json &result, const char *name, const std::function<void(const json &)> &read)
{
    const auto array = result.find(name);
    if (array == result.end() || !array->is_array())
        return badResult(QLatin1String(name));
    if (array->size() > maxContents)
        return Error{.kind = ErrorKind::Decode, .message = QStringLiteral("The server's result has %1 parts; at most %2 are taken.").arg(array->size()).arg(maxContents), .detail = QLatin1String(name)};
    for (const json &element : *array) {
        if (!element.is_object())
            return badResult(QStringLiteral("%1: not an object").arg(QLatin1String(name)));
        read(element);
    }
    return std::nullopt;
}

Result<QList<McpContent>> readMessages(const json &result, const QList<QByteArrayView> &sent)
{
    QList<McpContent> contents;
    qsizetype at = 0;
    const auto error = eachObject(result, "messages", [&contents, &sent, &at](const json &message) {
        const qsizetype first = contents.size();
        const auto content = message.find("content");
        const json blocks = content == message.end() ? json::array() : content->is_array() ? *content : json::array({*content});
        for (const json &block : blocks) {
            if (!block.is_object())
                continue;
            contents.append(readContent(block));
            contents.last().role = memberText(message, "role");
        }
        if (first < contents.size())
            contents[first].raw = QString::fromUtf8(sent.value(at));
        ++at;
    });
    if (error)
        return *error;
    return contents;
}

} // namespace qd::contentcodec
