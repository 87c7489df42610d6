#pragma once

#include <QByteArray>

namespace qd {

/// JSON with comments and trailing commas as plain JSON of the same length, so that places in messages stay right. Pure.
[[nodiscard]] QByteArray withoutComments(QByteArray text);

} // namespace qd
