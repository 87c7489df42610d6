#include "policy/allowlistpolicy.h"

#include "policy/jsonscan.h"
#include "policy/policycanonical.h"

#include <QSet>

#include <algorithm>
#include <cmath>
#include <optional>

namespace qd {

namespace {

constexpr const char *blockBegin = "quarterdeck allowlist 1 begin: generated; change it on the allowlist page or with deckctl allow";
constexpr const char *blockEnd = "quarterdeck allowlist 1 end";
constexpr const char *toolsVariable = "quarterdeck-allowed-tools";
constexpr const char *deniedVariable = "quarterdeck-denied-tools";

constexpr const char *blockLogic = R"xml(        <set-variable name="quarterdeck-answer" value="@{
            if (context.Request.Body == null) { return ""; }
            var body = context.Request.Body.As<JToken>(preserveContent: true);
            var tools = JArray.Parse((string)context.Variables["quarterdeck-allowed-tools"]);
            var messages = body is JArray ? (JArray)body : new JArray(body);
            var answers = new JArray();
            var isStopped = false;
            foreach (JToken message in messages)
            {
                var isRequest = message is JObject && !((JObject)message).Properties().Any(p => p.Name != p.Name.ToLowerInvariant());
                var method = isRequest && message["method"] != null ? message["method"].ToString() : "";
                var given = isRequest && message["params"] is JObject ? (JObject)message["params"] : new JObject();
                var name = given["name"] != null ? given["name"].ToString() : "";
                var isPlain = !given.Properties().Any(p => p.Name != "name" && p.Name.Equals("name", StringComparison.OrdinalIgnoreCase));
                var isAllowed = method == "tools/call" && isPlain && tools.Any(t => t["name"].ToString() == name);
                var answer = new JObject();
                answer["jsonrpc"] = "2.0";
                answer["id"] = isRequest ? message["id"] : null;
                if (!isRequest)
                {
                    isStopped = true;
                    answer["error"] = new JObject(new JProperty("code", -32600), new JProperty("message", "Not a JSON-RPC message that API Management policy lets through"));
                }
                else if (method.Equals("tools/list", StringComparison.OrdinalIgnoreCase))
                {
                    isStopped = true;
                    answer["result"] = new JObject(new JProperty("tools", tools));
                }
                else if (method.Equals("tools/call", StringComparison.OrdinalIgnoreCase) && !isAllowed)
                {
                    isStopped = true;
                    answer["error"] = new JObject(new JProperty("code", -32601), new JProperty("message", "Tool disabled by API Management policy: " + name));
                }
                else
                {
                    answer["error"] = new JObject(new JProperty("code", -32600), new JProperty("message", "Not sent: API Management policy answered another message of this batch"));
                }
                answers.Add(answer);
            }
            if (!isStopped) { return ""; }
            return body is JArray ? answers.ToString() : answers[0].ToString();
        }" />
        <choose>
            <when condition="@((string)context.Variables["quarterdeck-answer"] != "")">
                <return-response>
                    <set-status code="200" reason="OK" />
                    <set-header name="Content-Type" exists-action="override">
                        <value>application/json</value>
                    </set-header>
                    <set-body>@((string)context.Variables["quarterdeck-answer"])</set-body>
                </return-response>
            </when>
        </choose>
)xml";

constexpr const char *newPolicy = R"xml(<policies>
    <inbound>
        <base />
    </inbound>
    <backend>
        <base />
    </backend>
    <outbound>
        <base />
    </outbound>
    <on-error>
        <base />
    </on-error>
</policies>
)xml";

Error allowlistError(const QString &message, std::optional<TextPosition> position = {})
{
    return {.kind = ErrorKind::Invalid, .message = message, .position = position};
}

/// Escapes what would be read as a named value or an expression, and what XML cannot hold. Only inside strings can any
/// of it occur.
QString safeForPolicy(const QString &json)
{
    QString safe;
    for (qsizetype i = 0; i < json.size(); ++i) {
        const QChar c = json.at(i);
        const QChar next = i + 1 < json.size() ? json.at(i + 1) : QChar();
        if (c.isHighSurrogate() && next.isLowSurrogate()) {
            safe += QStringView(json).mid(i++, 2);
            continue;
        }
        const bool isUnsafe = (c == u'{' && next == u'{') || (c == u'@' && (next == u'(' || next == u'{')) || c.isSurrogate()
            || c == QChar(0xFFFE) || c == QChar(0xFFFF);
        safe += isUnsafe ? QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QLatin1Char('0')) : QString(c);
    }
    return safe;
}

/// The block's nodes in <inbound>: [first, last].
struct BlockPlace {
    qsizetype first = -1;
    qsizetype last = -1;
};

bool isMarker(const PolicyNode &node, const char *edge)
{
    return node.kind == PolicyNode::Kind::Comment
        && node.text.trimmed().startsWith(QLatin1StringView("quarterdeck allowlist ") + QLatin1StringView("1 ") + QLatin1StringView(edge));
}

/// The place of the only block; nothing when there is none or its markers do not make a pair.
std::optional<BlockPlace> findBlock(const PolicyNode &inbound)
{
    BlockPlace place;
    int markers = 0;
    for (qsizetype i = 0; i < inbound.children.size(); ++i) {
        if (isMarker(inbound.children.at(i), "begin")) {
            place.first = i;
            ++markers;
        } else if (isMarker(inbound.children.at(i), "end")) {
            place.last = i;
            ++markers;
        }
    }
    return markers == 2 && place.first < place.last ? std::optional(place) : std::nullopt;
}

bool hasMarker(const PolicyDocument &document)
{
    bool has = false;
    for (const PolicyNode &top : document.nodes())
        visitPolicy(top, [&has](const PolicyNode &node) { has = has || isMarker(node, "begin") || isMarker(node, "end"); });
    return has;
}

bool speaksOfTools(const QString &policy)
{
    return policy.contains(QLatin1StringView("tools/call"), Qt::CaseInsensitive)
        || policy.contains(QLatin1StringView("tools/list"), Qt::CaseInsensitive);
}

std::optional<AllowedTool> toolOf(const QString &definition)
{
    const auto members = jsonscan::members(definition);
    const auto compacted = jsonscan::compact(definition);
    if (!members || !compacted)
        return std::nullopt;
    for (const auto &[key, value] : *members)
        if (key == QLatin1StringView("name"))
            if (const auto name = jsonscan::decoded(value))
                return AllowedTool{*name, safeForPolicy(*compacted)};
    return std::nullopt;
}

std::optional<QList<AllowedTool>> toolsOf(const QString &json)
{
    const auto parts = jsonscan::elements(json);
    if (!parts)
        return std::nullopt;
    QList<AllowedTool> tools;
    for (const QString &part : *parts) {
        const auto tool = toolOf(part);
        if (!tool)
            return std::nullopt;
        tools.append(*tool);
    }
    return tools;
}

std::optional<QStringList> namesOf(const QString &json)
{
    const auto parts = jsonscan::elements(json);
    if (!parts)
        return std::nullopt;
    QStringList names;
    for (const QString &part : *parts)
        names.append(jsonscan::decoded(part).value_or(QString()));
    return names;
}

/// The value of the block's variable, or nothing.
std::optional<QString> variableOf(const QList<PolicyNode> &block, const char *name)
{
    const auto found = std::ranges::find_if(block, [name](const PolicyNode &node) {
        return node.isElement("set-variable") && node.value("name") == QLatin1StringView(name);
    });
    return found == block.cend() ? std::nullopt : std::optional(found->value("value"));
}

/// What the block holds as data.
std::optional<Allowlist> dataOf(const QList<PolicyNode> &block)
{
    const auto tools = toolsOf(variableOf(block, toolsVariable).value_or(QString()));
    const auto denied = namesOf(variableOf(block, deniedVariable).value_or(QString()));
    return tools && denied ? std::optional(Allowlist{*tools, *denied}) : std::nullopt;
}

QString variableLine(const char *name, const QStringList &values)
{
    return QStringLiteral("        <set-variable name=\"%1\" value='%2' />\n")
        .arg(QLatin1StringView(name), escapedXml(QString(u'[' + values.join(u',') + u']'), u'\''));
}

QString canonicalNodes(const QList<PolicyNode> &nodes)
{
    QString text;
    for (const PolicyNode &node : nodes)
        text += canonicalPolicyNode(node);
    return text;
}

/// The set that the block holds, and whether the rest of it is what we write.
AllowlistReading readBlock(const QList<PolicyNode> &block)
{
    using State = AllowlistReading::State;
    const auto data = dataOf(block);
    if (!data)
        return {.state = State::Altered, .list = {},
                .problem = QStringLiteral("The allowlist's block has been edited by hand: its set of tools cannot be read")};
    const auto ours = PolicyDocument::parse(QLatin1StringView("<x>") + allowlistBlock(*data) + QLatin1StringView("</x>"));
    if (ours && canonicalNodes(ours->root().children) == canonicalNodes(block))
        return {.state = State::Ours, .list = *data, .problem = {}};
    return {.state = State::Altered, .list = *data, .problem = QStringLiteral("The allowlist's block has been edited by hand")};
}

Result<QString> checkedSize(const QString &policy)
{
    const qsizetype bytes = policy.toUtf8().size();
    if (bytes <= maxAllowlistPolicyBytes)
        return policy;
    return allowlistError(QStringLiteral("The policy would be %1 KiB; API Management takes 256 KiB. Allow fewer tools, or ask the "
                                         "server's owner for smaller descriptions").arg(bytes / 1024));
}

/// Where the text's line with `offset` begins.
qsizetype lineBegin(const QString &text, qsizetype offset)
{
    return offset <= 0 ? 0 : text.lastIndexOf(u'\n', offset - 1) + 1;
}

/// With the indent before it when nothing else stands there, and the line's end after it.
PolicyEdit wholeLines(const QString &text, qsizetype begin, qsizetype end)
{
    const qsizetype line = lineBegin(text, begin);
    const bool isAlone = QStringView(text).mid(line, begin - line).trimmed().isEmpty();
    const qsizetype next = text.indexOf(u'\n', end);
    const bool endsLine = next >= 0 && QStringView(text).mid(end, next - end).trimmed().isEmpty();
    return {isAlone ? line : begin, endsLine ? next + 1 : end, {}};
}

PolicyEdit insertion(const QString &text, const PolicyNode &inbound, const QString &block)
{
    if (inbound.innerBegin == inbound.end) // <inbound />
        return {inbound.position.offset, inbound.end, QLatin1StringView("<inbound>\n") + block + QLatin1StringView("    </inbound>")};
    const PolicyNode *base = inbound.child("base");
    const qsizetype at = base ? base->end : inbound.innerBegin;
    const qsizetype next = text.indexOf(u'\n', at);
    const bool endsLine = next >= 0 && QStringView(text).mid(at, next - at).trimmed().isEmpty();
    return endsLine ? PolicyEdit{next + 1, next + 1, block} : PolicyEdit{at, at, u'\n' + block};
}

Result<QString> withoutReplacing(const QString &policy, const PolicyDocument &document, const QString &block)
{
    const PolicyNode *inbound = document.section("inbound");
    if (document.root().name != QLatin1StringView("policies"))
        return allowlistError(QStringLiteral("The document is no policy: its root must be <policies>"));
    if (inbound)
        return checkedSize(applyPolicyEdit(policy, insertion(policy, *inbound, block)));
    const PolicyNode &root = document.root();
    const QString section = QLatin1StringView("\n    <inbound>\n        <base />\n") + block + QLatin1StringView("    </inbound>");
    if (root.innerBegin == root.end)
        return checkedSize(applyPolicyEdit(policy, {root.position.offset, root.end, QLatin1StringView("<policies>") + section + QLatin1StringView("\n</policies>")}));
    return checkedSize(applyPolicyEdit(policy, {root.innerBegin, root.innerBegin, section}));
}

Error brokenMarkers()
{
    return allowlistError(QStringLiteral("The policy has markers of an allowlist block that do not make one block in <inbound>; "
                                         "remove them in the policy editor first"));
}

} // namespace

Result<AllowedTool> allowedTool(const QString &name, const QString &definition)
{
    const auto tool = toolOf(definition);
    if (!tool || tool->name != name)
        return allowlistError(QStringLiteral("The definition of the tool \"%1\" is no JSON object that names it").arg(name));
    return *tool;
}

QString allowlistBlock(const Allowlist &list)
{
    QStringList definitions, denied;
    for (const AllowedTool &tool : list.tools)
        definitions.append(tool.definition);
    for (const QString &name : list.denied)
        denied.append(safeForPolicy(jsonscan::encoded(name)));
    return QStringLiteral("        <!-- %1 -->\n").arg(QLatin1StringView(blockBegin)) + variableLine(toolsVariable, definitions)
        + variableLine(deniedVariable, denied) + QLatin1StringView(blockLogic)
        + QStringLiteral("        <!-- %1 -->\n").arg(QLatin1StringView(blockEnd));
}

Result<QString> withAllowlist(const QString &policy, const Allowlist &list)
{
    QSet<QString> names(list.denied.cbegin(), list.denied.cend());
    for (const AllowedTool &tool : list.tools)
        names.insert(tool.name);
    if (names.size() != list.tools.size() + list.denied.size())
        return allowlistError(QStringLiteral("A tool is in the list twice"));
    const QString text = policy.trimmed().isEmpty() ? QLatin1StringView(newPolicy) : policy;
    const auto document = PolicyDocument::parse(text);
    if (!document)
        return document.error();
    const PolicyNode *inbound = document->section("inbound");
    const auto place = inbound ? findBlock(*inbound) : std::nullopt;
    if (!place)
        return hasMarker(*document) ? brokenMarkers() : withoutReplacing(text, *document, allowlistBlock(list));
    PolicyEdit edit = wholeLines(text, inbound->children.at(place->first).position.offset, inbound->children.at(place->last).end);
    edit.text = allowlistBlock(list);
    return checkedSize(applyPolicyEdit(text, edit));
}

Result<QString> withoutAllowlist(const QString &policy)
{
    const auto document = PolicyDocument::parse(policy);
    if (!document)
        return document.error();
    const PolicyNode *inbound = document->section("inbound");
    const auto place = inbound ? findBlock(*inbound) : std::nullopt;
    if (!place)
        return hasMarker(*document) ? Result<QString>(brokenMarkers()) : policy;
    return applyPolicyEdit(policy, wholeLines(policy, inbound->children.at(place->first).position.offset,
                                              inbound->children.at(place->last).end));
}

AllowlistReading readAllowlist(const QString &policy)
{
    using State = AllowlistReading::State;
    if (policy.trimmed().isEmpty())
        return {};
    const auto document = PolicyDocument::parse(policy);
    if (!document)
        return {.state = State::Unreadable, .list = {}, .problem = document.error().message};
    const PolicyNode *inbound = document->section("inbound");
    const auto place = inbound ? findBlock(*inbound) : std::nullopt;
    if (place)
        return readBlock(inbound->children.mid(place->first, place->last - place->first + 1));
    if (hasMarker(*document))
        return {.state = State::Altered, .list = {}, .problem = brokenMarkers().message};
    if (speaksOfTools(policy))
        return {.state = State::Foreign, .list = {}, .problem = QStringLiteral("The policy filters tools in a way that is not ours; it is not guessed at")};
    return {};
}

int estimatedTokens(const QString &definition)
{
    const QString compacted = jsonscan::compact(definition).value_or(definition);
    return static_cast<int>(std::ceil(static_cast<double>(compacted.toUtf8().size()) / 4.8));
}

} // namespace qd
