#pragma once

#include "theme/theme.h"
#include "widgets/statusglyph.h"

#include <QWidget>

namespace qd {

/// Height of a chip, in device-independent pixels.
inline constexpr int chipHeight = 20;

/// Width that paintChip() needs for the text.
qreal chipWidth(const QFont &font, const QString &text);

/// A chip: glyph and word on the tone's soft background, the word in ink. Drawn at the top left of `box`.
void paintChip(QPainter &painter, const QRectF &box, const StateLook &look, const QFont &font, const Tokens &tokens);

/// A chip as a widget: one state, or a count of tiles in a state ("2 critical").
class StateChip final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StateChip)

public:
    /// `theme` is borrowed and must outlive the widget.
    explicit StateChip(const Theme &theme, QWidget *parent = nullptr);

    void setState(TileState state);
    /// Shows "`count` word" in the look of `state`; compact, only the count (the word stays as accessible name and tip).
    void setCount(TileState state, int count, bool isCompact = false);
    /// Width of the chip that setCount() would make.
    [[nodiscard]] int countWidth(TileState state, int count) const;
    [[nodiscard]] QString text() const { return accessibleName(); }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void setLook(const StateLook &look, const QString &name);

    const Theme &m_theme;
    StateLook m_look;
    QFont m_font;
};

} // namespace qd
