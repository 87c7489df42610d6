#pragma once

#include "trace/span.h"

namespace qd {

/// Reads the text of a dynamic column that holds one object, customDimensions, into names and values. Strings are
/// unescaped; numbers, words, lists and objects keep their text. What is no object gives nothing; a broken one gives
/// what came before the break. At most `maxBagEntries` entries; nesting up to 64.
SpanAttributes readPropertyBag(QStringView json);
inline constexpr qsizetype maxBagEntries = 1000;

/// JSON text on lines of its own with two spaces of indent; text that is no JSON object or list comes back as it is.
/// `limit` in characters: longer texts are cut first, with "…" at the end.
QString indentedJson(const QString &text, qsizetype limit = 200'000);

} // namespace qd
