#pragma once

#include "kql/ast.h"
#include "kql/relation.h"

namespace qd::lab {

struct CompileContext;

/// The columns of a function with several results, series_stats() and series_fit_line(), under the names that the query
/// gives or the function's own; nothing when the expression is another.
std::vector<Relation::NamedColumn> severalResults(CompileContext &context, const Relation &scope, const kql::NamedExpr &column);

} // namespace qd::lab
