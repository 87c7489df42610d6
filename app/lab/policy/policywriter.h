#pragma once

#include "policy/policytree.h"

namespace qd::lab::policy {

/// Where the service shows a document decides how it is set out.
enum class PolicyLayout {
    Single, ///< reply to GET and PUT: tabs
    List    ///< in a list: two spaces
};

/// The document as the service writes it back: CRLF, an element a line, comments kept, a text-only element on one line.
std::string writePolicy(const std::vector<PolicyNode> &nodes, PolicyFormat format, PolicyLayout layout = PolicyLayout::Single);

} // namespace qd::lab::policy
