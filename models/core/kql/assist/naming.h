#pragma once

#include "kql/assist/outline.h"

#include <optional>

namespace qd::kql::assist {

/// The columns that an expression without a name gives (azure facts 9.2), or nothing when that is not clear.
struct ImplicitNames {
    QStringList names;
    bool everything = false; ///< and all columns of the input: arg_max(x, *)
};
std::optional<ImplicitNames> implicitNames(const Outline &outline, Span expression);
/// The expression is the call name(…) and nothing else; its opening bracket, or -1.
int wholeCall(const Outline &outline, Span expression);

} // namespace qd::kql::assist
