#pragma once

#include <QByteArray>

namespace qd {

/// JSON with comments and trailing commas as plain JSON of the same length, so that places in messages stay right. Pure.
[[nodiscard]] QByteArray withoutComments(QByteArray text);

/// JSON5 as plain JSON: bare names, single quotes, its escapes and line continuations, its numbers ("0x1F", "+1", ".5"; Infinity
/// and NaN become null), comments and trailing commas. Lines stay where they are, and in lines without any of that, columns. Pure.
[[nodiscard]] QByteArray withoutJson5(const QByteArray &text);

} // namespace qd
