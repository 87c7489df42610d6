#pragma once

#include "change/change.h"
#include "slo/slotile.h"
#include "theme/tokens.h"

#include <QRectF>
#include <QString>

class QPainter;

namespace qd {

/// A status mark. Each has an outline of its own, so that it is told apart without colour.
enum class Glyph {
    Tick,        ///< disc with tick
    Bang,        ///< triangle with exclamation mark
    Cross,       ///< octagon with cross
    DashedRing,  ///< dashed ring: nothing known
    Dot,         ///< plain disc: information
    Diamond,     ///< chaos
    Plus,        ///< disc with plus: something was added
    QueryError,  ///< hollow square with a question mark
    Lock,        ///< padlock: no permission
    FlatLine,    ///< hollow disc with a level line: no traffic
    Clock,       ///< clock face: stale
    Arc          ///< three quarters of a ring: loading
};
inline constexpr int glyphCount = 12;

/// Draws the glyph as large as fits in `box` (a square is best), in the tone's colour.
void paintGlyph(QPainter &painter, const QRectF &box, Glyph glyph, StatusTone tone, const Tokens &tokens);

/// How a tile state is shown: shape, colour, word, and whether numbers stand under a hatch because they are old.
struct StateLook {
    Glyph glyph = Glyph::DashedRing;
    StatusTone tone = StatusTone::Unknown;
    QString word; ///< capitalised
    bool isHatched = false;
};

StateLook lookOf(TileState state);

/// How a kind of change is shown, in lists and over charts.
Glyph changeGlyph(ChangeKind kind);
StatusTone changeTone(ChangeKind kind);

} // namespace qd
