#include "commands/mcp/mcpcontenttext.h"

#include "printabletext.h"

#include <QStringList>

namespace qd {

QString printableLines(const QString &text)
{
    QStringList lines;
    for (const QString &line : text.split(u'\n'))
        lines << printableText(line);
    return lines.join(u'\n');
}

QString contentText(const McpContent &part)
{
    switch (part.kind) {
    case McpContent::Kind::Text:
    case McpContent::Kind::Unknown: return printableLines(part.text);
    case McpContent::Kind::ResourceLink: return QStringLiteral("(link) ") + printableText(part.uri);
    case McpContent::Kind::Resource:
        if (part.data.isEmpty())
            return printableLines(part.text);
        [[fallthrough]];
    case McpContent::Kind::Image:
    case McpContent::Kind::Audio: break;
    }
    return QStringLiteral("(%1, %2 bytes)").arg(printableText(part.mimeType)).arg(part.data.size());
}

} // namespace qd
