#include "mcpcollections/answertext.h"

#include "mcpcollections/jsonselect.h"

namespace qd::answers {

namespace {

using collection::Answer;

QByteArray resultBytes(const CollectionJson &json)
{
    return QByteArray::fromStdString(json.dump(-1, ' ', false, CollectionJson::error_handler_t::replace));
}

/// Members that are empty are not there, as in the protocol.
void putTextMember(CollectionJson &object, const char *name, const QString &text)
{
    if (!text.isEmpty())
        object[name] = text.toStdString();
}

CollectionJson contentJson(const McpContent &content)
{
    CollectionJson made = CollectionJson::object();
    putTextMember(made, "uri", content.uri);
    putTextMember(made, "mimeType", content.mimeType);
    if (content.data.isEmpty())
        made["text"] = content.text.toStdString();
    else
        made["blob"] = content.data.toBase64().toStdString();
    return made;
}

/// A block of a prompt's message.
CollectionJson blockJson(const McpContent &content)
{
    using Kind = McpContent::Kind;
    const std::string data = content.data.toBase64().toStdString();
    switch (content.kind) {
    case Kind::Image: return {{"type", "image"}, {"mimeType", content.mimeType.toStdString()}, {"data", data}};
    case Kind::Audio: return {{"type", "audio"}, {"mimeType", content.mimeType.toStdString()}, {"data", data}};
    case Kind::ResourceLink: return {{"type", "resource_link"}, {"uri", content.uri.toStdString()}};
    case Kind::Resource: return {{"type", "resource"}, {"resource", contentJson(content)}};
    case Kind::Text:
    case Kind::Unknown: break;
    }
    return {{"type", "text"}, {"text", content.text.toStdString()}};
}

QString textOf(const QList<McpContent> &contents)
{
    QStringList lines;
    for (const McpContent &content : contents)
        if (!content.text.isEmpty())
            lines << content.text;
    return lines.join(u'\n');
}

Answer sentAnswer(const QByteArray &result, const QStringList &names)
{
    Answer answer{.code = {}, .text = names.join(u'\n'), .result = result, .warnings = {}};
    return answer;
}

Answer listAnswer(const CollectionJson &result, const QStringList &names) { return sentAnswer(resultBytes(result), names); }

/// The items as the server wrote them.
template<typename T>
QByteArray asSent(const QList<T> &items)
{
    QByteArrayList sent;
    for (const T &item : items)
        sent << item.raw.toUtf8();
    return '[' + sent.join(',') + ']';
}

} // namespace

Answer ofTools(const QList<McpTool> &tools)
{
    QStringList names;
    for (const McpTool &tool : tools)
        names << tool.name;
    return sentAnswer("{\"tools\":" + asSent(tools) + '}', names);
}

Answer ofPrompts(const QList<McpPrompt> &prompts)
{
    QStringList names;
    for (const McpPrompt &prompt : prompts)
        names << prompt.name;
    return sentAnswer("{\"prompts\":" + asSent(prompts) + '}', names);
}

Answer ofResources(const QList<McpResource> &resources)
{
    QList<McpResource> plain;
    QList<McpResource> templates;
    QStringList names;
    for (const McpResource &resource : resources) {
        (resource.isTemplate ? templates : plain) << resource;
        names << resource.uri;
    }
    return sentAnswer("{\"resources\":" + asSent(plain) + ",\"resourceTemplates\":" + asSent(templates) + '}', names);
}

Answer ofCall(const McpCallResult &result)
{
    Answer answer{.code = {}, .text = textOf(result.content), .result = result.raw.toUtf8(), .warnings = result.warnings};
    if (result.isError)
        answer.status = QStringLiteral("toolError");
    return answer;
}

Answer ofContents(const QList<McpContent> &contents)
{
    CollectionJson list = CollectionJson::array();
    for (const McpContent &content : contents)
        list.push_back(contentJson(content));
    return listAnswer({{"contents", list}}, {textOf(contents)});
}

Answer ofMessages(const QList<McpContent> &messages)
{
    CollectionJson list = CollectionJson::array();
    for (const McpContent &message : messages)
        list.push_back({{"role", message.role.toStdString()}, {"content", blockJson(message)}});
    return listAnswer({{"messages", list}}, {textOf(messages)});
}

Answer ofCompletions(const McpCompletions &completions)
{
    CollectionJson values = CollectionJson::array();
    for (const QString &value : completions.values)
        values.push_back(value.toStdString());
    CollectionJson found{{"values", values}, {"hasMore", completions.hasMore}};
    if (completions.total)
        found["total"] = *completions.total;
    return listAnswer({{"completion", found}}, completions.values);
}

Answer ofNotification(const QString &method, const QString &params)
{
    CollectionJson json = CollectionJson::parse(params.toStdString(), nullptr, false);
    if (json.is_discarded())
        json = CollectionJson::object();
    return listAnswer({{"method", method.toStdString()}, {"params", json}}, {params});
}

Answer ofNothing()
{
    Answer answer{.code = {}, .text = {}, .result = "{}", .warnings = {}};
    return answer;
}

Answer ofError(const Error &error)
{
    CollectionJson json = CollectionJson::object();
    bool isNumber = false;
    const int code = error.vendorCode.toInt(&isNumber);
    if (isNumber)
        json["code"] = code;
    json["message"] = error.message.toStdString();
    Answer answer{.code = isNumber ? error.vendorCode : QString(), .text = error.message, .result = resultBytes(json), .warnings = {}};
    if (error.kind == ErrorKind::Timeout)
        answer.status = QStringLiteral("timeout");
    else
        answer.status = isNumber ? QStringLiteral("error") : QStringLiteral("failed");
    return answer;
}

} // namespace qd::answers
