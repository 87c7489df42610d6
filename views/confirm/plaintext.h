#pragma once

#include <QString>

namespace qd {

/// Text from elsewhere as a label can show it: control characters and direction overrides become visible signs, line
/// feeds and tabs stay, at most `limit` characters.
QString visibleText(const QString &text, qsizetype limit = 20000);

} // namespace qd
