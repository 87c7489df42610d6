#include "mcp/recordfile.h"

#include "mcp/canonicaljson.h"
#include "mcp/jsonslice.h"
#include "mcp/listing.h"

#include <tuple>

namespace qd {

namespace {

/// Which list a method reads, and what its results call it.
const char *listOfMethod(const QString &method)
{
    if (method == QLatin1String("tools/list"))
        return "tools";
    if (method == QLatin1String("prompts/list"))
        return "prompts";
    if (method == QLatin1String("resources/list"))
        return "resources";
    return method == QLatin1String("resources/templates/list") ? "resourceTemplates" : nullptr;
}

/// "tools/call echo": the method and what it is about.
QString whatOf(const RecordedExchange &exchange)
{
    const QByteArray params = exchange.params.toUtf8();
    for (const char *name : {"name", "uri", "level", "taskId", "mode"})
        if (const auto value = jsonslice::member(params, name))
            return exchange.method + u' ' + jsonslice::text(*value).value_or(QString()).left(200);
    return exchange.method;
}

QList<McpLeaf> leavesOfJson(const QString &given)
{
    return given.isEmpty() ? QList<McpLeaf>() : definitionOf(McpDefinition::Kind::Tool, {}, given.toUtf8()).leaves;
}

const QString eraMeta = QStringLiteral("/_meta/io.modelcontextprotocol~1");

/// What the modern era wraps every result in is no difference between servers.
bool isEnvelope(const McpLeaf &leaf)
{
    return leaf.path.startsWith(eraMeta) || leaf.path == QLatin1String("/ttlMs") || leaf.path == QLatin1String("/cacheScope")
        || (leaf.path == QLatin1String("/resultType") && leaf.value == QLatin1String("\"complete\""));
}

/// The handshake in the terms of initialize, whatever the era: who the server is, and one revision.
QList<McpLeaf> handshakeLeaves(const QString &handshake)
{
    const QString info = eraMeta + QStringLiteral("serverInfo");
    QList<McpLeaf> leaves = leavesOfJson(handshake);
    for (McpLeaf &leaf : leaves) {
        if (leaf.path.startsWith(info))
            leaf.path = QStringLiteral("/serverInfo") + leaf.path.mid(info.size());
        else if (leaf.path == QLatin1String("/supportedVersions/0"))
            leaf.path = QStringLiteral("/protocolVersion");
    }
    leaves.removeIf([](const McpLeaf &leaf) {
        return isEnvelope(leaf) || leaf.path == QLatin1String("/instructions") || leaf.path.startsWith(QLatin1String("/supportedVersions/")); // instructions: of the listing
    });
    return leaves;
}

/// That nothing came is an answer of its own kind: equal to nothing else.
QList<McpLeaf> answerOf(const RecordedExchange &exchange)
{
    if (exchange.isUnanswered)
        return {{.path = QStringLiteral("/unanswered"), .value = QStringLiteral("true"), .text = {}}};
    return leavesOfJson(exchange.error.isEmpty() ? exchange.result : exchange.error);
}

SessionStep stepOfExchange(const RecordedExchange &exchange)
{
    SessionStep step{.what = whatOf(exchange), .key = {}, .question = {}, .isFromServer = exchange.isFromServer, .isFailure = exchange.isUnanswered || !exchange.error.isEmpty(),
                     .answer = answerOf(exchange), .elapsed = exchange.elapsed};
    step.answer.removeIf(isEnvelope);
    const auto params = canonicalJson(exchange.params.toUtf8());
    step.question = QString::fromUtf8(params.value_or(QByteArray()));
    step.key = QString::number(exchange.isFromServer) + exchange.method + u'\n' + step.question;
    return step;
}

/// The lists of a session in the shape of a saved listing; of a list that was read twice the last one counts.
class ListedParts
{
public:
    void take(const RecordedExchange &exchange, const char *name)
    {
        const bool isFirstPage = !jsonslice::member(exchange.params.toUtf8(), "cursor");
        if (isFirstPage)
            m_items[name].clear();
        const QByteArray result = exchange.result.toUtf8();
        for (const QByteArrayView item : jsonslice::elements(jsonslice::member(result, name).value_or(QByteArrayView())))
            m_items[name] << item.toByteArray();
    }
    [[nodiscard]] bool isEmpty() const { return m_items.empty(); }
    /// A kind that the server does not offer needs no list: there are none.
    [[nodiscard]] QList<McpDefinition::Kind> untold(const QString &handshake) const
    {
        using Kind = McpDefinition::Kind;
        QList<Kind> kinds;
        const QByteArray text = handshake.toUtf8();
        const QByteArrayView offers = jsonslice::member(text, "capabilities").value_or(QByteArrayView());
        for (const auto &[kind, list, ability] : {std::tuple(Kind::Tool, "tools", "tools"), {Kind::Prompt, "prompts", "prompts"},
                                                  {Kind::Resource, "resources", "resources"}, {Kind::Template, "resourceTemplates", "resources"}})
            if (!m_items.contains(list) && jsonslice::member(offers, ability))
                kinds << kind;
        return kinds;
    }
    [[nodiscard]] QByteArray json(const QString &handshake) const
    {
        QByteArrayList parts{"\"instructions\":" + jsonslice::member(handshake.toUtf8(), "instructions").value_or(QByteArrayView("\"\"")).toByteArray()};
        for (const auto &[name, items] : m_items)
            parts << '"' + name + "\":[" + items.join(',') + ']';
        return '{' + parts.join(',') + '}';
    }

private:
    std::map<QByteArray, QByteArrayList> m_items;
};

} // namespace

SessionView viewOf(const McpRecording &recording)
{
    SessionView view{.name = recording.server, .handshake = handshakeLeaves(recording.handshake), .listing = {}, .steps = {}, .notifications = {}};
    ListedParts lists;
    for (const RecordedExchange &exchange : recording.exchanges) {
        const char *list = exchange.isFromServer || exchange.result.isEmpty() ? nullptr : listOfMethod(exchange.method);
        if (list)
            lists.take(exchange, list);
        else
            view.steps << stepOfExchange(exchange);
    }
    if (const auto listing = decodeListing(recording.server, lists.json(recording.handshake)); listing && !lists.isEmpty()) {
        view.listing = *listing;
        view.listing.untold = lists.untold(recording.handshake);
        view.hasListing = true;
    }
    for (const auto &[method, count] : recording.notifications)
        view.notifications << method;
    return view;
}

} // namespace qd
