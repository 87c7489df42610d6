#include "shell/livepill.h"

#include "theme/icons.h"

#include <QPainter>

#include <algorithm>

namespace qd {

namespace {

QString pillIcon(LiveStatus::Mode mode)
{
    switch (mode) {
    case LiveStatus::Mode::Connecting:
        return QStringLiteral("plug-connected");
    case LiveStatus::Mode::Live:
        return QStringLiteral("activity");
    case LiveStatus::Mode::Frozen:
        return QStringLiteral("snowflake");
    case LiveStatus::Mode::CatchingUp:
        return QStringLiteral("refresh");
    case LiveStatus::Mode::Offline:
        return QStringLiteral("plug-connected-x");
    case LiveStatus::Mode::Failing:
        return QStringLiteral("alert-octagon");
    case LiveStatus::Mode::Absolute:
        break;
    }
    return QStringLiteral("calendar-time");
}

/// The soft background and border tone; nothing for a healthy live view, which stays quiet.
std::optional<StatusTone> pillTone(const LiveStatus &status)
{
    switch (status.mode) {
    case LiveStatus::Mode::Connecting:
        return {};
    case LiveStatus::Mode::Live:
        return isLate(status) ? std::optional(StatusTone::Warn) : std::nullopt;
    case LiveStatus::Mode::Frozen:
    case LiveStatus::Mode::CatchingUp:
    case LiveStatus::Mode::Absolute:
        return StatusTone::Info;
    case LiveStatus::Mode::Offline:
    case LiveStatus::Mode::Failing:
        break;
    }
    return StatusTone::Crit;
}

constexpr int pillHeight = 26;
constexpr int pillGlyph = 14;

} // namespace

LivePill::LivePill(const Theme &theme, QWidget *parent) : QAbstractButton(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("livePill"));
    setFont(uiFont(TextSize::Table, TextWeight::Medium));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
    m_width = widthFor(liveStatusText({.mode = LiveStatus::Mode::Frozen, .waiting = 88, .age = Seconds(48), .lag = Seconds(130)}));
    setStatus(m_status);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void LivePill::setStatus(const LiveStatus &status)
{
    m_status = status;
    const QString text = liveStatusText(status);
    if (text == accessibleName())
        return;
    setAccessibleName(text);
    setToolTip(status.reason.isEmpty() ? tr("Click or Shift+F: freeze the view, polling goes on") : status.reason);
    if (widthFor(text) > m_width) {
        m_width = widthFor(text);
        updateGeometry();
    }
    update();
}

int LivePill::widthFor(const QString &text) const
{
    return fontMetrics().horizontalAdvance(text) + pillGlyph + 2 * space::m;
}

void LivePill::setBusy(bool isBusy)
{
    if (m_isBusy == isBusy)
        return;
    m_isBusy = isBusy;
    update();
}

QSize LivePill::sizeHint() const { return {m_width, pillHeight}; }

void LivePill::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = m_theme.tokens();
    const auto tone = pillTone(m_status);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(hasFocus() ? QPen(tokens.accent, 2) : QPen(tone ? tokens.status(*tone).fill : tokens.border, 1));
    painter.setBrush(tone ? tokens.status(*tone).soft : tokens.raised);
    painter.drawRoundedRect(box, tokens.radiusControl, tokens.radiusControl);
    paintIcon(painter, QRectF(space::m - 2, (height() - pillGlyph) / 2.0, pillGlyph, pillGlyph));
    painter.setPen(tokens.text);
    painter.drawText(rect().adjusted(space::m + pillGlyph + space::xs, 0, -space::s, 0), Qt::AlignVCenter | Qt::AlignLeft,
                     accessibleName());
    if (m_isBusy)
        painter.fillRect(QRectF(tokens.radiusControl, height() - 2, width() - 2 * tokens.radiusControl, 2), tokens.accent);
}

void LivePill::paintIcon(QPainter &painter, const QRectF &box) const
{
    const QPixmap glyph =
        icons::pixmap(pillIcon(m_status.mode), m_theme.tokens().text2, pillGlyph, devicePixelRatioF());
    painter.drawPixmap(box.topLeft(), glyph);
}

} // namespace qd
