#include "shell/sheetrow.h"

#include "shell/keycap.h"

#include <QPainter>

namespace qd {

SheetRow::SheetRow(const Theme &theme, const QString &keys, const QString &description, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_keys(keys), m_description(description)
{
    setObjectName(QStringLiteral("sheetRow"));
    setAccessibleName(tr("%1: %2").arg(description, keys));
    setFont(uiFont());
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize SheetRow::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(m_description) + space::l + keycapsWidth(m_keys), height::row};
}

void SheetRow::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_theme.tokens().text);
    const int keysStart = paintKeycaps(painter, rect(), m_keys, m_theme.tokens());
    const QString text = fontMetrics().elidedText(m_description, Qt::ElideRight, keysStart - space::s);
    painter.drawText(rect(), Qt::AlignVCenter | Qt::AlignLeft, text);
}

} // namespace qd
