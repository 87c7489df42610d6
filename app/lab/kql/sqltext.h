#pragma once

#include <QString>

#include <string>

namespace qd::lab {

/// The name as a quoted SQL identifier; any character is safe. NUL is the caller's to refuse.
QString sqlName(const QString &name);
/// The text as an SQL string literal; any character is safe. NUL is the caller's to refuse.
QString sqlText(const QString &text);

} // namespace qd::lab
