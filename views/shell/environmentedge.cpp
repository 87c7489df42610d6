#include "shell/environmentedge.h"

#include <QPainter>

namespace qd {

EnvironmentEdge::EnvironmentEdge(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("environmentEdge"));
    setFixedHeight(thickness);
    setKind(m_kind);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void EnvironmentEdge::setKind(EnvironmentKind kind)
{
    m_kind = kind;
    setAccessibleName(tr("Environment %1").arg(environmentWord(kind)));
    update();
}

void EnvironmentEdge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.tokens().status(environmentTone(m_kind)).fill);
}

} // namespace qd
