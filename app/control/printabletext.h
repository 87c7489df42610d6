#pragma once

#include <QString>

namespace qd {

/// `text` on one line and safe to print to a terminal: control characters and direction overrides, which telemetry may
/// carry, become "�" or a space.
QString printableText(const QString &text);

} // namespace qd
