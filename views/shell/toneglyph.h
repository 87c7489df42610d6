#pragma once

#include "widgets/statusglyph.h"

namespace qd {

/// The shape that goes with a tone where there is no tile state: banners and source health.
Glyph toneGlyph(StatusTone tone);

} // namespace qd
