#pragma once

#include "kql/tablebinder.h"

namespace qd::lab {

/// Calls of the query's own functions: the body is bound anew with the arguments under the names of the parameters.
BoundExpr callScalarFunction(CompileContext &context, const Relation &scope, const kql::Expr &call);
Relation callTableFunction(CompileContext &context, TableBinder &tables, const kql::CallSource &call, const kql::Place &place);

} // namespace qd::lab
