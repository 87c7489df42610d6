#pragma once

#include "policy/policytree.h"

#include <variant>

namespace qd::lab::policy {

/// Reads a document: one root element, with comments before and after it. Bounded in size and depth; the first mistake is
/// a Fault with its place. No DTD, no processing instructions but <?xml?>, no entities but XML's own five.
std::variant<std::vector<PolicyNode>, Fault> readPolicy(std::string_view text, PolicyFormat format);

} // namespace qd::lab::policy
