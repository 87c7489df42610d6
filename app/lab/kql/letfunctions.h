#pragma once

#include "kql/tablebinder.h"

namespace qd::lab {

/// Makes the let's name known.
void bindLet(CompileContext &context, const kql::LetStatement &let);

/// Calls of the query's own functions: the body is bound anew with the arguments under the names of the parameters.
BoundExpr callScalarFunction(CompileContext &context, const Relation &scope, const kql::Expr &call);
/// `self`: the table that `invoke` passes as the first argument, or nullptr.
Relation callTableFunction(CompileContext &context, TableBinder &tables, const kql::CallSource &call, const Relation *self,
                           const kql::Place &place);

} // namespace qd::lab
