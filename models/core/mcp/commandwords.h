#pragma once

#include "result.h"

#include <QStringList>

namespace qd {

/// A command line in words, with the quotes and backslashes of the POSIX shell's "Quoting" (XCU 2.2); nothing is expanded.
/// ErrorKind::Invalid: a quote that does not end, or a backslash with nothing behind it. Pure, any thread.
[[nodiscard]] Result<QStringList> commandWords(const QString &line);

} // namespace qd
