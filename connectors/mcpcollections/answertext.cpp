#include "mcpcollections/answertext.h"

#include "mcp/sentitems.h"
#include "mcpcollections/jsonselect.h"

namespace qd::answers {

namespace {

using collection::Answer;

QByteArray resultBytes(const CollectionJson &json)
{
    return QByteArray::fromStdString(json.dump(-1, ' ', false, CollectionJson::error_handler_t::replace));
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

} // namespace

Answer ofTools(const QList<McpTool> &tools)
{
    QStringList names;
    for (const McpTool &tool : tools)
        names << tool.name;
    return sentAnswer("{\"tools\":" + sentArray(tools) + '}', names);
}

Answer ofPrompts(const QList<McpPrompt> &prompts)
{
    QStringList names;
    for (const McpPrompt &prompt : prompts)
        names << prompt.name;
    return sentAnswer("{\"prompts\":" + sentArray(prompts) + '}', names);
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
    return sentAnswer("{\"resources\":" + sentArray(plain) + ",\"resourceTemplates\":" + sentArray(templates) + '}', names);
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
    return sentAnswer("{\"contents\":" + sentArray(contents) + '}', {textOf(contents)});
}

Answer ofMessages(const QList<McpContent> &messages)
{
    return sentAnswer("{\"messages\":" + sentArray(messages) + '}', {textOf(messages)});
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
