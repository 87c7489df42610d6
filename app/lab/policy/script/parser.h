#pragma once

#include "policy/script/ast.h"

#include <string_view>

namespace qd::lab::policy {

/// Parses "@(expression)" or "@{statements}", which begins at `start`; throws Fault at the first mistake.
NodeRef parseScript(std::string_view text, Place start);

} // namespace qd::lab::policy
