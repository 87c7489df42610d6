#pragma once

#include "kql/assist/analysis.h"

namespace qd::kql::assist {

/// The statement at the offset, widened to reach the offset itself; from == to where a new one would begin.
TextRange statementAround(const QString &text, qsizetype offset);
/// The comment or unclosed string that the offset stands in hides everything else.
bool standsInComment(const Outline &outline, qsizetype offset);
/// The last piece that begins before the offset, or -1.
int pieceBefore(const Outline &outline, qsizetype offset);
/// The name piece that the offset touches, or -1.
int nameAt(const Outline &outline, qsizetype offset);
/// Index of the bracket whose inside the offset stands in, behind a name: a call; -1 when there is none.
int callAround(const Outline &outline, qsizetype offset);

} // namespace qd::kql::assist
