#pragma once

#include <QString>

namespace qd {

/// JSON text with line breaks and two blanks a level; every value stays as it was written. Works on text, not on values:
/// what is no JSON comes out readable too. At most `limit` characters, then "…". Pure, any thread.
[[nodiscard]] QString indentedJson(const QString &text, qsizetype limit = 1024 * 1024);

} // namespace qd
