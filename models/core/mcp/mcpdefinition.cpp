#include "mcp/mcpdefinition.h"

#include <QStringList>

namespace qd {

QString mcpKindName(McpDefinition::Kind kind)
{
    switch (kind) {
    case McpDefinition::Kind::Instructions: return QStringLiteral("instructions");
    case McpDefinition::Kind::Tool: return QStringLiteral("tool");
    case McpDefinition::Kind::Prompt: return QStringLiteral("prompt");
    case McpDefinition::Kind::Template: return QStringLiteral("template");
    case McpDefinition::Kind::Resource: break;
    }
    return QStringLiteral("resource");
}

QString textAt(const McpDefinition &definition, const QString &path)
{
    for (const McpLeaf &leaf : definition.leaves)
        if (leaf.path == path)
            return leaf.text;
    return {};
}

QStringList pointerSteps(const QString &path)
{
    QStringList steps = path.split(u'/').mid(1);
    for (QString &step : steps)
        step.replace(QLatin1String("~1"), QLatin1String("/")).replace(QLatin1String("~0"), QLatin1String("~"));
    return steps;
}

} // namespace qd
