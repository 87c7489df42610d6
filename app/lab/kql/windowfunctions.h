#pragma once

#include "kql/functions.h"

namespace qd::lab {

/// Functions that look at other rows of a serialized table: prev, next, row_number, row_cumsum, row_rank_dense. Each
/// becomes a column that is computed under the operator that uses it, so it may stand in any expression.
bool isWindowFunction(const QString &name);
const FunctionEntry *findWindowFunction(const QString &name);
bool hasWindowFunction(const kql::Expr &expr);
/// False with an error when the rows have no order or the operator takes no such function.
bool canUseWindow(CompileContext &context, const Relation &scope, const kql::Expr &call);
/// Closes the relation and gives its rows numbers, the only key of its order.
void numberRows(CompileContext &context, Relation *relation);

} // namespace qd::lab
