#include "shell/environmentedge.h"

#include <QPainter>

namespace qd {

namespace {
constexpr int writingBar = 24;
}

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
    refresh();
}

void EnvironmentEdge::setWriting(bool isWriting)
{
    m_isWriting = isWriting;
    refresh();
}

void EnvironmentEdge::refresh()
{
    const QString name = tr("Environment %1").arg(environmentWord(m_kind));
    setAccessibleName(m_isWriting ? tr("%1, writing is allowed").arg(name) : name);
    update();
}

void EnvironmentEdge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &tokens = m_theme.tokens();
    painter.fillRect(rect(), tokens.status(environmentTone(m_kind)).fill);
    for (int x = 0; m_isWriting && x < width(); x += 2 * writingBar)
        painter.fillRect(x, 0, writingBar, height(), tokens.status(StatusTone::Warn).fill);
}

} // namespace qd
