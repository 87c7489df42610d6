#pragma once

#include <QString>

namespace qd {

/// One line of the command palette.
struct PaletteEntry {
    enum class Kind { Command, Slo, Range, Message };
    Kind kind = Kind::Command;
    QString id;             ///< command id, SLO id or range text
    QString title;
    QString detail;         ///< second, quieter text: group, state, or why it is disabled
    QString keys;           ///< shortcut, shown at the right
    bool isEnabled = true;
    bool operator==(const PaletteEntry &) const = default;
};

} // namespace qd
