#pragma once

#include "theme/tokens.h"

#include <QString>

namespace qd {

/// A message that stays until it is dismissed or its cause is gone. Plain text.
struct Banner {
    QString id;     ///< a later banner of the same id replaces this one
    StatusTone tone = StatusTone::Warn;
    QString title;  ///< what failed, one line
    QString detail; ///< why, with the place; may be empty
    QString action; ///< words of the button that mends it; empty: none
    bool operator==(const Banner &) const = default;
};

} // namespace qd
