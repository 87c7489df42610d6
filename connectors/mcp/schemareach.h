#pragma once

#include <QByteArray>
#include <QString>

namespace qd {

/// The first `$ref` of a JSON Schema that leads to another document, which is never fetched, so that what it demands is not
/// checked; empty when everything is inside, or in the standard's own metaschemas. Any thread.
[[nodiscard]] QString outsideReference(const QByteArray &schema);

} // namespace qd
