#pragma once

#include "slo/slotile.h"
#include "theme/theme.h"
#include "widgets/fixeddigits.h"

#include <QFontMetricsF>

class QPainter;

namespace qd {

/// How one tile is to be drawn besides what it says.
struct TileOptions {
    Instant now{};
    Microseconds refreshInterval{};
    bool isSelected = false;
    bool hasFocus = false;
    bool isHovered = false;
    bool isCompact = false; ///< without the sentence, in TilePainter::compactHeight
};

/// Draws SLO tiles: state first, number second, trend third. Fonts are measured once; painting one tile loads nothing.
class TilePainter
{
public:
    static constexpr int height = 164; ///< device-independent pixels
    static constexpr int compactHeight = 132;

    /// `theme` is borrowed and must outlive the painter.
    explicit TilePainter(const Theme &theme);

    void paint(QPainter &painter, const QRect &box, const SloTile &tile, const TileOptions &options) const;

    /// How old the numbers look: amber after two refresh intervals, hatched after five.
    enum class Freshness { Fresh, Late, Old };
    static Freshness freshness(const SloTile &tile, const TileOptions &options);

private:
    void paintFrame(QPainter &painter, const QRect &box, const SloTile &tile, const TileOptions &options) const;
    void paintHead(QPainter &painter, const QRect &box, const SloTile &tile) const;
    void paintValue(QPainter &painter, const QRect &box, const SloTile &tile) const;
    void paintSentence(QPainter &painter, const QRect &box, const SloTile &tile) const;
    void paintFoot(QPainter &painter, const QRect &box, const SloTile &tile, const TileOptions &options) const;
    qreal paintPair(QPainter &painter, QPointF at, const QString &label, const QString &value) const;

    const Theme &m_theme;
    QFont m_titleFont;
    QFont m_chipFont;
    QFont m_unitFont;
    QFont m_textFont;
    QFontMetricsF m_titleMetrics;
    QFontMetricsF m_textMetrics;
    FixedDigits m_valueDigits;
    FixedDigits m_footDigits;
};

} // namespace qd
