#pragma once

#include "kql/boundexpr.h"

namespace qd::lab {

// Arithmetic on constants is a constant again: `take` and the like can have it, a filter on time stays one on a
// constant, and the engine has less to plan.

/// Two constants by + - * /; nothing when one is not constant, when the two do not go together or when the result does
/// not fit. Whole numbers are not divided and real ones not reckoned with: that is left to SQL.
std::optional<BoundExpr> foldedArithmetic(const QString &symbol, const BoundExpr &left, const BoundExpr &right);
/// bin() of a constant whole number, time or span by a step greater than 0.
std::optional<BoundExpr> foldedBin(const BoundExpr &value, const BoundExpr &step);
/// A constant greater than 0.
bool isPositive(const BoundExpr &expr);
/// What the constant counts: a whole number, or the microseconds of a span or since 1970. Nothing for others.
std::optional<qint64> wholeConstant(const BoundExpr &expr);

} // namespace qd::lab
