#pragma once

#include "theme/theme.h"
#include "widgets/statusglyph.h"

#include <QWidget>

namespace qd {

/// A status glyph as a widget of its own, beside the words that say the same. GUI thread.
class ToneMark final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ToneMark)

public:
    /// `theme` is borrowed and must outlive the widget.
    explicit ToneMark(const Theme &theme, QWidget *parent = nullptr);

    void setLook(Glyph glyph, StatusTone tone);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    Glyph m_glyph = Glyph::DashedRing;
    StatusTone m_tone = StatusTone::Unknown;
};

} // namespace qd
