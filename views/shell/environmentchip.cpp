#include "shell/environmentchip.h"

#include <QPainter>

namespace qd {

EnvironmentChip::EnvironmentChip(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("environmentChip"));
    setFont(uiFont(TextSize::Table, TextWeight::SemiBold));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setKind(m_kind);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void EnvironmentChip::setKind(EnvironmentKind kind)
{
    m_kind = kind;
    setAccessibleName(tr("Environment %1").arg(environmentWord(kind)));
    updateGeometry();
    update();
}

QSize EnvironmentChip::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(environmentWord(m_kind)) + 2 * space::l, 22};
}

void EnvironmentChip::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = m_theme.tokens();
    const StatusColours &colours = tokens.status(environmentTone(m_kind));
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colours.outline.isValid() ? QPen(colours.outline, 1) : QPen(Qt::NoPen));
    painter.setBrush(colours.fill);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), tokens.radiusControl, tokens.radiusControl);
    painter.setPen(colours.onFill);
    painter.drawText(rect(), Qt::AlignCenter, environmentWord(m_kind));
}

} // namespace qd
