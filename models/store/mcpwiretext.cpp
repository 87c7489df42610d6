#include "mcpwiretext.h"

#include "format.h"
#include "mcp/jsontext.h"

namespace qd::wiretext {

namespace {

QString jsonQuoted(const QString &text)
{
    QString made;
    for (const QChar c : text) {
        if (c == u'"' || c == u'\\')
            made += QString(u'\\') + c;
        else if (c.unicode() < 0x20 || c.unicode() == 0x7f)
            made += QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QLatin1Char('0'));
        else
            made += c;
    }
    return u'"' + made + u'"';
}

QString shellQuoted(QString text) { return u'\'' + text.replace(u'\'', QStringLiteral("'\\''")) + u'\''; }

const char *directionName(McpWireEntry::Direction direction)
{
    switch (direction) {
    case McpWireEntry::Direction::Sent: return "sent";
    case McpWireEntry::Direction::Received: return "received";
    case McpWireEntry::Direction::Note: break;
    }
    return "note";
}

} // namespace

QString asJson(const McpLogEntry &logged)
{
    const McpWireEntry &entry = logged.entry;
    QStringList members{QStringLiteral("\"server\":") + jsonQuoted(logged.server.value),
                        QStringLiteral("\"at\":") + jsonQuoted(toDateTime(entry.at).toString(Qt::ISODateWithMs)),
                        QStringLiteral("\"direction\":\"%1\"").arg(QLatin1StringView(directionName(entry.direction))),
                        QStringLiteral("\"method\":") + jsonQuoted(entry.method),
                        QStringLiteral("\"bytes\":%1").arg(entry.bytes)};
    if (entry.elapsed)
        members << QStringLiteral("\"milliseconds\":%1").arg(entry.elapsed->count());
    if (!entry.headers.isEmpty())
        members << QStringLiteral("\"headers\":") + jsonQuoted(entry.headers);
    members << QStringLiteral("\"text\":") + jsonQuoted(entry.text); // as text: what came need not be JSON
    return indentedJson(QString(u'{' + members.join(u',') + u'}'), 4 * 1024 * 1024);
}

QString asJsonArray(const QList<McpLogEntry> &entries, qsizetype limit)
{
    QString made = QStringLiteral("[\n");
    for (qsizetype i = 0; i < entries.size(); ++i) {
        const QString one = asJson(entries.at(i));
        if (made.size() + one.size() > limit)
            break;
        made += (i == 0 ? QString() : QStringLiteral(",\n")) + one;
    }
    return made + QStringLiteral("\n]\n");
}

QString asCurl(const McpLogEntry &logged, const McpServerConfig &config)
{
    if (config.transport == McpTransport::Stdio)
        return logged.entry.text;
    QStringList parts{QStringLiteral("curl -sS -X POST %1").arg(shellQuoted(config.url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery)))};
    const QStringList lines = logged.entry.headers.split(u'\n');
    for (const QString &line : lines.mid(1))
        if (!line.startsWith(QLatin1String("Content-Length"), Qt::CaseInsensitive))
            parts << QStringLiteral("-H ") + shellQuoted(line);
    parts << QStringLiteral("-d ") + shellQuoted(logged.entry.text);
    return parts.join(QStringLiteral(" \\\n  "));
}

QString asDetail(const McpLogEntry &logged)
{
    QString text;
    if (!logged.entry.headers.isEmpty())
        text = logged.entry.headers + QStringLiteral("\n\n");
    return text + (logged.entry.direction == McpWireEntry::Direction::Note ? logged.entry.text : indentedJson(logged.entry.text));
}

} // namespace qd::wiretext
