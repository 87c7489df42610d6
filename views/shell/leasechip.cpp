#include "shell/leasechip.h"

#include "theme/type.h"
#include "widgets/statusglyph.h"

#include <QPainter>

namespace qd {

namespace {

constexpr int leaseGlyph = 14;
constexpr int leaseHeight = 26;

} // namespace

LeaseChip::LeaseChip(const Theme &theme, QWidget *parent) : QToolButton(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("leaseChip"));
    setFont(uiFont(TextSize::Table, TextWeight::Medium));
    setFixedHeight(leaseHeight);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    setUntil({});
}

void LeaseChip::setUntil(const QString &until)
{
    m_isWriting = !until.isEmpty();
    m_words = m_isWriting ? tr("read-write until %1").arg(until) : tr("read-only");
    setAccessibleName(tr("Write access: %1").arg(m_words));
    setToolTip(m_isWriting ? tr("Writes are confirmed one by one. Click or Ctrl+Shift+W gives write access back")
                           : tr("Nothing can be changed by accident. Click or Ctrl+Shift+W takes write access for 15 minutes"));
    updateGeometry();
    update();
}

QSize LeaseChip::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(m_words) + leaseGlyph + 3 * space::s, leaseHeight};
}

void LeaseChip::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = m_theme.tokens();
    const StatusColours &warn = tokens.status(StatusTone::Warn);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor edge = hasFocus() ? tokens.accent : (m_isWriting ? warn.fill : tokens.border);
    painter.setPen(QPen(edge, hasFocus() ? 2 : 1));
    painter.setBrush(m_isWriting ? warn.soft : tokens.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), tokens.radiusControl, tokens.radiusControl);
    const QRectF glyph(space::s, (height() - leaseGlyph) / 2.0, leaseGlyph, leaseGlyph);
    if (m_isWriting)
        paintGlyph(painter, glyph, Glyph::Bang, StatusTone::Warn, tokens);
    else
        paintGlyph(painter, glyph, Glyph::Lock, StatusTone::Unknown, tokens);
    painter.setPen(tokens.text);
    painter.drawText(rect().adjusted(leaseGlyph + 2 * space::s - 2, 0, -space::xs, 0), Qt::AlignVCenter | Qt::AlignLeft, m_words);
}

} // namespace qd
