#include "shell/overlay.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace qd {

namespace {
constexpr int overlayMargin = 24;
constexpr int overlayTop = 72; ///< below the top bar, so that the pill and the range stay readable
}

Overlay::Overlay(const Theme &theme, QSize panelSize, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_panelSize(panelSize), m_panel(new QFrame(this))
{
    m_panel->setObjectName(QStringLiteral("overlayPanel"));
    connect(&theme, &Theme::changed, this, &Overlay::restyle);
    restyle();
    setFocusPolicy(Qt::StrongFocus);
    parent->installEventFilter(this);
    hide();
}

void Overlay::open()
{
    if (!isVisible())
        m_focusBefore = QApplication::focusWidget();
    place();
    raise();
    show();
    setFocus(Qt::PopupFocusReason);
    emit opened();
}

void Overlay::dismiss()
{
    if (!isVisible())
        return;
    hide();
    if (m_focusBefore)
        m_focusBefore->setFocus(Qt::PopupFocusReason);
    emit dismissed();
}

bool Overlay::event(QEvent *event)
{
    // While the overlay is open its keys are its own, not the window's shortcuts.
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

bool Overlay::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parent() && event->type() == QEvent::Resize && isVisible())
        place();
    return QWidget::eventFilter(watched, event);
}

void Overlay::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        dismiss();
    event->accept();
}

void Overlay::mousePressEvent(QMouseEvent *event)
{
    if (!m_panel->geometry().contains(event->pos()))
        dismiss();
    event->accept();
}

void Overlay::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), QColor(0, 0, 0, 110));
}

bool Overlay::focusNextPrevChild(bool next)
{
    Q_UNUSED(next)
    return true; // Tab does not leave the overlay
}

void Overlay::place()
{
    const QRect area = parentWidget()->rect();
    setGeometry(area);
    const QSize size(std::min(m_panelSize.width(), area.width() - 2 * overlayMargin),
                     std::min(m_panelSize.height(), area.height() - overlayTop - overlayMargin));
    m_panel->setGeometry((area.width() - size.width()) / 2, overlayTop, size.width(), size.height());
}

void Overlay::restyle()
{
    const Tokens &tokens = m_theme.tokens();
    m_panel->setStyleSheet(QStringLiteral("#overlayPanel { background: %1; border: 1px solid %2; border-radius: %3px; }")
                               .arg(tokens.surface.name(), tokens.borderStrong.name())
                               .arg(tokens.radiusPanel));
}

} // namespace qd
