#pragma once

#include "trace/span.h"

namespace qd {

/// Reads the text of a dynamic column that holds one object, customDimensions, into names and values. Strings are
/// unescaped; numbers, words, lists and objects keep their text. What is no object gives nothing; a broken one gives
/// what came before the break. At most `maxBagEntries` entries; nesting up to 64.
SpanAttributes readPropertyBag(QStringView json);
inline constexpr qsizetype maxBagEntries = 1000;

} // namespace qd
