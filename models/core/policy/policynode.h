#pragma once

#include "error.h"

#include <QList>
#include <QString>

namespace qd {

/// One attribute: `value` is what it means (entities resolved), or, for an expression, its C# text verbatim.
struct PolicyAttribute {
    QString name;
    QString value;
    bool isExpression = false; ///< the whole value is one @(…) or @{…}
    TextPosition position;
    bool operator==(const PolicyAttribute &) const = default;
};

/// A node of a policy document with its place in the text it was read from. A value.
struct PolicyNode {
    enum class Kind { Element, Text, Comment };
    Kind kind = Kind::Element;
    QString name;                     ///< Element
    QList<PolicyAttribute> attributes;
    QString text;                     ///< Text and Comment; of an expression its C# text verbatim
    bool isExpression = false;        ///< Text that is one expression
    QList<PolicyNode> children;
    TextPosition position;            ///< of its first character
    qsizetype end = 0;                ///< offset after its last character
    qsizetype innerBegin = 0;         ///< Element: offset after the opening tag; equal to `end` when spelled <x />
    qsizetype innerEnd = 0;           ///< Element: offset of the closing tag

    [[nodiscard]] bool isElement(const char *wanted) const
    {
        return kind == Kind::Element && name == QLatin1StringView(wanted);
    }
    /// The attribute, or nullptr.
    [[nodiscard]] const PolicyAttribute *attribute(const char *wanted) const;
    /// Its value, or an empty string.
    [[nodiscard]] QString value(const char *wanted) const;
    /// The first child element of this name, or nullptr.
    [[nodiscard]] const PolicyNode *child(const char *wanted) const;
    /// All text below it, in order, without comments.
    [[nodiscard]] QString innerText() const;
    bool operator==(const PolicyNode &) const = default;
};

/// Calls `visit(node)` for the node and everything below it, parents first.
template<typename Visit>
void visitPolicy(const PolicyNode &node, const Visit &visit)
{
    visit(node);
    for (const PolicyNode &below : node.children)
        visitPolicy(below, visit);
}

} // namespace qd
