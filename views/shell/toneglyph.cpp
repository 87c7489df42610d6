#include "shell/toneglyph.h"

namespace qd {

Glyph toneGlyph(StatusTone tone)
{
    switch (tone) {
    case StatusTone::Ok:
        return Glyph::Tick;
    case StatusTone::Info:
        return Glyph::Dot;
    case StatusTone::Warn:
        return Glyph::Bang;
    case StatusTone::Crit:
        return Glyph::Cross;
    case StatusTone::Unknown:
        return Glyph::DashedRing;
    case StatusTone::Chaos:
        break;
    }
    return Glyph::Diamond;
}

} // namespace qd
