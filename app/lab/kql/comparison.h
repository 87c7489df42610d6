#pragma once

#include "kql/compilecontext.h"

namespace qd::lab {

/// left == right (or !=). KQL: null == 5 is false, null != 5 is true, null against null is null. In a filter, where null
/// drops the row like false, == needs no null care and stays a plain SQL comparison.
BoundExpr compareEqual(CompileContext &context, const BoundExpr &left, const BoundExpr &right, bool negated, bool filter,
                       const kql::Place &place);
/// < <= > >=, null when one side is.
BoundExpr compareOrder(CompileContext &context, const QString &symbol, const BoundExpr &left, const BoundExpr &right,
                       const kql::Place &place);
/// =~ !~ contains has startswith … and matches regex, on text and dynamic values.
BoundExpr compareText(CompileContext &context, const QString &word, const BoundExpr &left, const BoundExpr &right,
                      const kql::Place &place);
/// + - * / %
BoundExpr arithmetic(CompileContext &context, const QString &symbol, const BoundExpr &left, const BoundExpr &right,
                     const kql::Place &place);
/// left in (values): in !in in~ !in~ has_any has_all.
BoundExpr membership(CompileContext &context, const QString &word, const BoundExpr &left,
                     const std::vector<BoundExpr> &values, bool filter, const kql::Place &place);

} // namespace qd::lab
