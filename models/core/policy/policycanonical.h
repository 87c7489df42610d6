#pragma once

#include "policy/policydocument.h"

namespace qd {

/// One form for all spellings of the same policy, to show, compare and find drift: line feeds, four-space indent,
/// "<x />" for empty elements, quotes chosen by content, expressions without their common indent, JSON arrays in
/// attributes one element a line. Comments stay; blanks around text go. Ends with a line feed.
QString canonicalPolicy(const PolicyDocument &document);

/// The canonical form of what can be read, else the text as it is with line feeds.
QString canonicalPolicyText(const QString &text);

/// One node and what is below it, indented by `depth` steps.
QString canonicalPolicyNode(const PolicyNode &node, int depth = 0);

/// True when both mean the same policy. Texts that cannot be read are compared as they are.
bool isSamePolicy(const QString &left, const QString &right);

} // namespace qd
