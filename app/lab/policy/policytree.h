#pragma once

#include "policy/place.h"

#include <string>
#include <string_view>
#include <vector>

namespace qd::lab::policy {

/// How the text of a document stands for C# expressions.
enum class PolicyFormat {
    Xml,   ///< well-formed XML, expressions escaped
    RawXml ///< expressions verbatim
};

struct PolicyAttribute {
    std::string name;
    std::string value; ///< decoded
    Place at;
    Place valueAt;
};

/// An element, a text or a comment of a policy document, with its place. A value.
struct PolicyNode {
    enum class Sort { Element, Text, Comment };
    Sort sort = Sort::Element;
    std::string name; ///< of an element
    std::string text; ///< of a text (decoded) or a comment
    std::vector<PolicyAttribute> attributes;
    std::vector<PolicyNode> children;
    bool isSelfClosed = false;
    Place at;

    [[nodiscard]] const PolicyAttribute *attribute(std::string_view wanted) const
    {
        for (const PolicyAttribute &one : attributes)
            if (one.name == wanted)
                return &one;
        return nullptr;
    }
    /// Its text child, or null.
    [[nodiscard]] const PolicyNode *content() const
    {
        for (const PolicyNode &child : children)
            if (child.sort == Sort::Text)
                return &child;
        return nullptr;
    }
    [[nodiscard]] const PolicyNode *child(std::string_view wanted) const
    {
        for (const PolicyNode &one : children)
            if (one.sort == Sort::Element && one.name == wanted)
                return &one;
        return nullptr;
    }
};

/// "@(" or "@{" at the start: a C# expression.
inline bool isExpression(std::string_view text) { return text.starts_with("@(") || text.starts_with("@{"); }

} // namespace qd::lab::policy
