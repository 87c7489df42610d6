#include "shell/railbutton.h"

#include "theme/icons.h"

#include <QPainter>

namespace qd {

RailButton::RailButton(const Theme &theme, const QString &icon, const QString &label, QWidget *parent)
    : QAbstractButton(parent), m_theme(theme), m_icon(icon)
{
    setText(label);
    setAccessibleName(label);
    setToolTip(label);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void RailButton::setShownHeight(int height)
{
    if (height == m_height)
        return;
    m_height = height;
    updateGeometry();
    update();
}

void RailButton::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = m_theme.tokens();
    const bool isStrong = isChecked() || underMouse();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(6.5, 2.5, -6.5, -2.5);
    if (isStrong || hasFocus()) {
        painter.setPen(hasFocus() ? QPen(tokens.accent, 2) : QPen(Qt::NoPen));
        painter.setBrush(isStrong ? tokens.raised : QBrush(Qt::NoBrush));
        painter.drawRoundedRect(box, tokens.radiusPanel, tokens.radiusPanel);
    }
    if (isChecked())
        painter.fillRect(QRect(0, height() / 6, 3, height() - height() / 3), tokens.accent);
    const QColor ink = isStrong ? tokens.text : tokens.text2;
    painter.drawPixmap((width() - 20) / 2, hasWord() ? (height() - 38) / 2 : (height() - 20) / 2, icons::pixmap(m_icon, ink, 20, devicePixelRatioF()));
    if (!hasWord())
        return;
    painter.setFont(uiFont(TextSize::Caption, isChecked() ? TextWeight::SemiBold : TextWeight::Medium));
    painter.setPen(ink);
    painter.drawText(QRect(0, (height() - 38) / 2 + 22, width(), 18), Qt::AlignCenter, text());
}

} // namespace qd
