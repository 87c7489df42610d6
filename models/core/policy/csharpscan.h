#pragma once

#include <QStringView>

namespace qd {

/// Finds the end of a policy expression: `at` is the offset of its '@', which '(' or '{' must follow. Knows C# strings,
/// verbatim and interpolated strings, character literals and comments, so that brackets inside them do not count.
/// Gives the offset after the closing bracket, or -1 when it never closes or nests deeper than 200. Any thread.
qsizetype policyExpressionEnd(QStringView text, qsizetype at);

/// True when a policy expression begins at `at`: "@(" or "@{".
bool isPolicyExpressionAt(QStringView text, qsizetype at);

} // namespace qd
