#include "widgets/progressline.h"

#include <QPainter>

namespace qd {

ProgressLine::ProgressLine(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setFixedHeight(2);
    setAccessibleName(tr("Refreshing"));
    connect(&theme, &Theme::changed, this, [this] { update(); });
}

void ProgressLine::setActive(bool active)
{
    if (m_isActive == active)
        return;
    m_isActive = active;
    update();
}

void ProgressLine::paintEvent(QPaintEvent *)
{
    if (m_isActive)
        QPainter(this).fillRect(rect(), m_theme.tokens().accent);
}

} // namespace qd
