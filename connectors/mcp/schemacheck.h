#pragma once

#include <QByteArray>
#include <QStringList>

namespace qd {

/// Where a JSON value breaks a JSON Schema, as sentences for people, at most ten; empty when it fits. 2020-12 and draft 7
/// are read, less what could hang or fetch: pattern, patternProperties, format and references out of the document are
/// not checked. A schema that cannot be read is told as the only sentence. Pure, any thread.
[[nodiscard]] QStringList checkAgainstSchema(const QByteArray &value, const QByteArray &schema);

} // namespace qd
