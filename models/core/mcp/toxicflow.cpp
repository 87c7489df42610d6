#include "mcp/toxicflow.h"

#include "mcp/scantext.h"

#include <QRegularExpression>

namespace qd {

namespace {

constexpr qsizetype shownFlowTools = 5;

QRegularExpression flowWords(const char *words) { return QRegularExpression(QStringLiteral("(?<![a-z])(?:%1)(?![a-z])").arg(QLatin1String(words))); }

/// The name in words, then the first sentence, which says what the tool does; the rest may speak of anything.
QString flowText(const McpDefinition &tool)
{
    static const QRegularExpression hump(QStringLiteral("([a-z0-9])([A-Z])"));
    static const QRegularExpression sentenceEnd(QStringLiteral("[.!?](\\s|$)"));
    const QString name = QString(tool.name).replace(hump, QStringLiteral("\\1 \\2")).replace(u'_', u' ').replace(u'-', u' ');
    const QString description = textAt(tool, QStringLiteral("/description"));
    return scan::plainForm(name + QStringLiteral(" | ") + description.left(description.indexOf(sentenceEnd)));
}

bool hasUrlInput(const McpDefinition &tool)
{
    static const QRegularExpression url(QStringLiteral("^/inputSchema/properties/(url|uri|link|href|endpoint|webhook\\w*)/type$"), QRegularExpression::CaseInsensitiveOption);
    for (const McpLeaf &leaf : tool.leaves)
        if (url.match(leaf.path).hasMatch())
            return true;
    return false;
}

bool flagAt(const McpDefinition &tool, const char *hint, bool otherwise)
{
    const QString path = QStringLiteral("/annotations/") + QLatin1String(hint);
    for (const McpLeaf &leaf : tool.leaves)
        if (leaf.path == path)
            return leaf.value == QLatin1String("true");
    return otherwise;
}

FlowLabels flowLabels(const QString &server, const McpDefinition &tool)
{
    static const QRegularExpression reads = flowWords("get|gets|read|reads|list|lists|search|searches|fetch|fetches|query|queries|find|finds|show|shows|retrieve|retrieves|return|returns|open|browse|load|download|downloads|export|summarize|summarise|run|select");
    static const QRegularExpression strangers = flowWords("web|internet|website|websites|web page|webpage|url|urls|rss|feed|feeds|news|search engine|e-?mails?|mails?|inbox|issues?|pull requests?|comments?|tickets?|slack|discord|tweets?|reddit|forum|reviews|transcript|browser|html");
    static const QRegularExpression privates = flowWords("files?|director(?:y|ies)|folders?|database|databases|tables?|sql|customers?|orders?|accounts?|contacts?|calendar|e-?mails?|mails?|inbox|messages|documents?|drive|notes?|secrets?|vault|environment variables|env|credentials?|password|passwords|knowledge graph|memory|private|logs?|repository contents|source code|patients?|invoices?|payments?|employees?");
    static const QRegularExpression sends = flowWords("send|sends|post|posts|publish|publishes|e-?mail|tweet|upload|uploads|share|shares|webhook|notify|reply|forward|push|pushes|submit|submits|create issue|create an issue|create pull request|add comment|add a comment|message|http request|request|export to|sync");
    static const QRegularExpression outside = flowWords("e-?mails?|mails?|messages?|sms|slack|discord|channels?|webhooks?|url|http|internet|issues?|comments?|pull requests?|tweets?|posts?|pages?|upload|uploads|server|api|public|remote|branch|gist|pastebin|contact|recipient|feedback");
    const QString text = flowText(tool);
    const bool isReadOnly = flagAt(tool, "readOnlyHint", false);
    const bool isOpen = flagAt(tool, "openWorldHint", true);
    const bool isReading = reads.match(text).hasMatch();
    FlowLabels labels{.server = server, .tool = tool.name};
    labels.isUntrusted = isOpen && ((isReading && strangers.match(text).hasMatch()) || (hasUrlInput(tool) && isReading));
    labels.isPrivate = isReading && privates.match(text).hasMatch();
    labels.isSink = isOpen && ((!isReadOnly && sends.match(text).hasMatch() && outside.match(text).hasMatch()) || (hasUrlInput(tool) && !isReadOnly));
    return labels;
}

QString flowNames(const QStringList &tools)
{
    const qsizetype more = tools.size() - shownFlowTools;
    return tools.mid(0, shownFlowTools).join(QStringLiteral(", ")) + (more > 0 ? QStringLiteral(" and %1 more").arg(more) : QString());
}

} // namespace

ToxicFlow toxicFlowOf(const QList<McpListing> &listings, const QStringList &without)
{
    ToxicFlow flow;
    for (const McpListing &listing : listings) {
        for (const McpDefinition &definition : listing.definitions) {
            if (definition.kind != McpDefinition::Kind::Tool || without.contains(definition.name))
                continue;
            const FlowLabels labels = flowLabels(listing.server, definition);
            const QString name = scan::visibleText(labels.server + u'/' + labels.tool);
            if (labels.isUntrusted)
                flow.untrusted << name;
            if (labels.isPrivate)
                flow.privates << name;
            if (labels.isSink)
                flow.sinks << name;
            if (labels.isUntrusted || labels.isPrivate || labels.isSink)
                flow.tools << labels;
        }
    }
    return flow;
}

QString ToxicFlow::warning() const
{
    if (!isComplete())
        return {};
    return QStringLiteral("An agent with these tools can be led by a stranger's text to send private data out: it reads strangers' text with %1, private data with %2, and sends with %3.")
        .arg(flowNames(untrusted), flowNames(privates), flowNames(sinks));
}

} // namespace qd
