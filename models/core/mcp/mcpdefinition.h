#pragma once

#include <QList>
#include <QString>

namespace qd {

/// A value at the end of a path in a definition: a text, number, flag, null, or an empty object or array.
struct McpLeaf {
    QString path;  ///< JSON pointer: "/inputSchema/properties/a/type"
    QString value; ///< canonical JSON
    bool isText = false;
    QString text;  ///< of a JSON string, decoded
    bool operator==(const McpLeaf &) const = default;
};

/// One thing that a server offers, whole, in a form that can be compared and searched without JSON.
struct McpDefinition {
    enum class Kind { Instructions, Tool, Prompt, Template, Resource };
    Kind kind = Kind::Tool;
    QString name;      ///< resources: the URI or template
    QString canonical; ///< the whole definition as canonical JSON
    QString sha256;    ///< of `canonical` in UTF-8, hex
    qint64 bytes = 0;  ///< as it was sent
    QList<McpLeaf> leaves;
    bool isCut = false; ///< too large or too deep: `leaves` has only its beginning
    bool operator==(const McpDefinition &) const = default;
};

/// What one server offers. Instructions are a definition like any other.
struct McpListing {
    QString server; ///< what people call it
    QList<McpDefinition> definitions;
    bool hasInstructions = true; ///< false: where it comes from does not say whether there are any
    QList<McpDefinition::Kind> untold = {}; ///< kinds that where it comes from does not tell of, though the server may have some
    QString program = {}; ///< what the server calls itself; empty: not told
};

/// "tool", "prompt", "template", "resource", "instructions".
[[nodiscard]] QString mcpKindName(McpDefinition::Kind kind);
/// The text at a path, or an empty one.
[[nodiscard]] QString textAt(const McpDefinition &definition, const QString &path);
/// The decoded steps of a JSON pointer.
[[nodiscard]] QStringList pointerSteps(const QString &path);

} // namespace qd
