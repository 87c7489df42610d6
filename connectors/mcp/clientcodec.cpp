#include "mcp/clientcodec.h"

#include "mcp/contentcodec.h"
#include "mcp/jsonslice.h"
#include "mcp/schemacheck.h"
#include "mcp/schemaform.h"

#include <QUrl>

#include <algorithm>

#include <nlohmann/json.hpp>

namespace qd::clientcodec {

namespace {


QString sliceText(const QByteArray &object, QByteArrayView name)
{
    return QString::fromUtf8(jsonslice::member(object, name).value_or(QByteArrayView()));
}

Error badQuestion(const char *what)
{
    return Error{.kind = ErrorKind::Decode, .message = QStringLiteral("The server's question is not what the protocol says."), .detail = QLatin1String(what)};
}

bool isWebAddress(const QString &url)
{
    const QString scheme = QUrl(url).scheme();
    return (scheme == QLatin1String("https") || scheme == QLatin1String("http")) && !QUrl(url).host().isEmpty();
}

/// Results of tools stand alone in a message of the user, or a model cannot tell whose they are.
bool mixesToolResults(const nlohmann::json &message)
{
    const auto content = message.is_object() ? message.find("content") : message.end();
    if (!message.is_object() || content == message.end() || !content->is_array())
        return false;
    const auto isResult = [](const nlohmann::json &block) { return block.is_object() && contentcodec::memberText(block, "type") == QLatin1String("tool_result"); };
    const auto count = std::count_if(content->begin(), content->end(), isResult);
    return count > 0 && (static_cast<size_t>(count) != content->size() || contentcodec::memberText(message, "role") != QLatin1String("user"));
}

QByteArray withDefaults(const QByteArray &schema, const QByteArray &content)
{
    QByteArrayList members;
    QStringList given;
    for (const auto &[key, value] : jsonslice::members(content)) {
        members << key.toByteArray() + ':' + value.toByteArray();
        given << jsonslice::text(key).value_or(QString());
    }
    const QByteArrayView properties = jsonslice::member(schema, "properties").value_or(QByteArrayView());
    for (const auto &[key, property] : jsonslice::members(properties))
        if (const auto initial = jsonslice::member(property, "default"); initial && !given.contains(jsonslice::text(key).value_or(QString())))
            members << key.toByteArray() + ':' + initial->toByteArray();
    return '{' + members.join(',') + '}';
}

/// What a schema alone does not demand: an address of e-mail that is one, a date that is one.
QString formProblem(const QByteArray &schema, const QString &content)
{
    const ToolForm form = formOfSchema(schema);
    const auto values = valuesOf(form, content);
    const QList<ToolProblem> problems = values ? problemsOf(form, *values) : QList<ToolProblem>();
    return problems.isEmpty() ? QString() : problems.first().message;
}

const char *actionName(McpElicitationAnswer::Action action)
{
    switch (action) {
    case McpElicitationAnswer::Action::Accept: return "accept";
    case McpElicitationAnswer::Action::Decline: return "decline";
    case McpElicitationAnswer::Action::Cancel: break;
    }
    return "cancel";
}

} // namespace

QByteArray encodeAbilities(const McpAbilities &abilities, bool tellsOfRoots)
{
    QByteArrayList members;
    if (abilities.hasRoots)
        members << (tellsOfRoots ? R"("roots":{"listChanged":true})" : R"("roots":{})");
    if (abilities.hasSampling)
        members << (abilities.hasSamplingTools ? R"("sampling":{"tools":{}})" : R"("sampling":{})");
    if (abilities.hasForms || abilities.hasUrls) {
        QByteArrayList modes;
        if (abilities.hasForms)
            modes << R"("form":{})";
        if (abilities.hasUrls)
            modes << R"("url":{})";
        members << "\"elicitation\":{" + modes.join(',') + '}';
    }
    return '{' + members.join(',') + '}';
}

QByteArray encodeAbilitiesWithTasks(const McpAbilities &abilities)
{
    QByteArrayList requests;
    if (abilities.hasSampling)
        requests << R"("sampling":{"createMessage":{}})";
    if (abilities.hasForms || abilities.hasUrls)
        requests << R"("elicitation":{"create":{}})";
    const QByteArray plain = encodeAbilities(abilities, true);
    return requests.isEmpty() ? plain : plain.chopped(1) + R"(,"tasks":{"list":{},"cancel":{},"requests":{)" + requests.join(',') + "}}}";
}

QByteArray encodeRoots(const QList<McpRoot> &roots)
{
    QByteArrayList made;
    for (const McpRoot &root : roots)
        made << "{\"uri\":" + jsonslice::quoted(root.uri) + (root.name.isEmpty() ? QByteArray() : ",\"name\":" + jsonslice::quoted(root.name)) + '}';
    return "{\"roots\":[" + made.join(',') + "]}";
}

Result<McpSamplingRequest> decodeSampling(const QByteArray &params)
{
    const nlohmann::json object = contentcodec::parsed(params);
    if (!object.is_object())
        return badQuestion("params");
    const auto messages = contentcodec::readMessages(object);
    if (!messages)
        return badQuestion("messages");
    if (const auto list = object.find("messages"); std::any_of(list->begin(), list->end(), mixesToolResults))
        return badQuestion("messages: results of tools beside other content");
    McpSamplingRequest request{.messages = *messages,
                               .systemPrompt = contentcodec::memberText(object, "systemPrompt", contentcodec::longestDescription),
                               .stopSequences = contentcodec::memberTexts(object, "stopSequences"),
                               .includeContext = contentcodec::memberText(object, "includeContext"),
                               .maxTokens = static_cast<qint64>(std::clamp(contentcodec::memberNumber(object, "maxTokens").value_or(0), 0.0, 1e9)),
                               .temperature = contentcodec::memberNumber(object, "temperature"),
                               .tools = sliceText(params, "tools"),
                               .toolChoice = sliceText(params, "toolChoice"),
                               .raw = QString::fromUtf8(params)};
    const auto preferences = object.find("modelPreferences");
    const auto hints = preferences != object.end() && preferences->is_object() ? preferences->find("hints") : object.end();
    if (preferences != object.end() && preferences->is_object() && hints != preferences->end() && hints->is_array())
        for (const nlohmann::json &hint : *hints)
            if (hint.is_object())
                request.modelHints << contentcodec::memberText(hint, "name");
    return request;
}

QByteArray encodeSampling(const McpSamplingAnswer &answer)
{
    const QByteArray content = answer.content.isEmpty() ? "{\"type\":\"text\",\"text\":" + jsonslice::quoted(answer.text) + '}' : answer.content.toUtf8();
    return "{\"role\":" + jsonslice::quoted(answer.role) + ",\"content\":" + content + ",\"model\":" + jsonslice::quoted(answer.model)
        + ",\"stopReason\":" + jsonslice::quoted(answer.stopReason) + '}';
}

Result<McpElicitation> decodeElicitation(const QByteArray &params)
{
    const nlohmann::json object = contentcodec::parsed(params);
    if (!object.is_object())
        return badQuestion("params");
    McpElicitation asked{.message = contentcodec::memberText(object, "message", contentcodec::longestDescription),
                         .schema = sliceText(params, "requestedSchema"),
                         .url = contentcodec::memberText(object, "url", contentcodec::longestUri),
                         .id = contentcodec::memberText(object, "elicitationId"),
                         .raw = QString::fromUtf8(params)};
    const QString mode = contentcodec::memberText(object, "mode");
    if (mode == QLatin1String("url"))
        asked.mode = McpElicitation::Mode::Url;
    else if (!mode.isEmpty() && mode != QLatin1String("form"))
        return badQuestion("mode");
    if (asked.mode == McpElicitation::Mode::Url && !isWebAddress(asked.url))
        return badQuestion("url");
    if (asked.mode == McpElicitation::Mode::Form && !asked.schema.startsWith(u'{'))
        return badQuestion("requestedSchema");
    return asked;
}

Result<QByteArray> encodeElicitation(const McpElicitation &asked, const McpElicitationAnswer &answer)
{
    const QByteArray action = QByteArray("{\"action\":\"") + actionName(answer.action) + '"';
    if (answer.action != McpElicitationAnswer::Action::Accept || asked.mode == McpElicitation::Mode::Url)
        return QByteArray(action + '}');
    const QByteArray given = answer.content.trimmed().isEmpty() ? QByteArray("{}") : answer.content.toUtf8();
    if (!jsonslice::isObject(given))
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("The answer to the form is not a JSON object.")};
    const QByteArray content = withDefaults(asked.schema.toUtf8(), given);
    const QStringList findings = checkAgainstSchema(content, asked.schema.toUtf8()).findings;
    if (!findings.isEmpty())
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("The answer breaks the form: %1").arg(findings.first())};
    if (const QString problem = formProblem(asked.schema.toUtf8(), QString::fromUtf8(content)); !problem.isEmpty())
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("The answer breaks the form: %1").arg(problem)};
    return QByteArray(action + ",\"content\":" + content + '}');
}

} // namespace qd::clientcodec
