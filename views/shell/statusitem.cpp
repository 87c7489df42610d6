#include "shell/statusitem.h"

#include "plaintip.h"
#include "shell/toneglyph.h"

#include <QPainter>

namespace qd {

namespace {
constexpr int statusItemGlyph = 12;
}

StatusItem::StatusItem(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("statusItem"));
    setFont(uiFont(TextSize::Caption, TextWeight::Medium));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void StatusItem::setStatus(StatusTone tone, const QString &words, const QString &explanation)
{
    setToolTip(plainTip(explanation));
    setAccessibleDescription(explanation);
    if (tone == m_tone && words == m_words)
        return;
    m_tone = tone;
    m_words = words;
    setAccessibleName(words);
    updateGeometry();
    update();
}

QSize StatusItem::sizeHint() const
{
    return {statusItemGlyph + 6 + fontMetrics().horizontalAdvance(m_words) + space::xs, 20};
}

void StatusItem::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box(0, (height() - statusItemGlyph) / 2.0, statusItemGlyph, statusItemGlyph);
    paintGlyph(painter, box, toneGlyph(m_tone), m_tone, m_theme.tokens());
    painter.setPen(m_theme.tokens().text2);
    painter.drawText(rect().adjusted(statusItemGlyph + 6, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, m_words);
}

} // namespace qd
