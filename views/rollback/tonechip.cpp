#include "rollback/tonechip.h"

#include "widgets/statechip.h"

#include <QPainter>

namespace qd {

ToneChip::ToneChip(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_font(uiFont(TextSize::Table, TextWeight::Medium))
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] { update(); });
}

void ToneChip::setLook(Glyph glyph, StatusTone tone, const QString &word)
{
    m_look = {.glyph = glyph, .tone = tone, .word = word, .isHatched = false};
    setAccessibleName(word);
    updateGeometry();
    update();
}

QSize ToneChip::sizeHint() const { return {static_cast<int>(chipWidth(m_font, m_look.word)), chipHeight}; }

void ToneChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintChip(painter, QRectF(rect()).adjusted(1, 0, -1, 0), m_look, m_font, m_theme.tokens());
}

} // namespace qd
