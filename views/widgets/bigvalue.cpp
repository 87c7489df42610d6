#include "widgets/bigvalue.h"

#include <QFontMetricsF>
#include <QPainter>

#include <cmath>

namespace qd {

namespace {

constexpr int bigValueHeight = 36;
constexpr qreal bigValueBaseline = 28;
constexpr qreal bigValueGap = 5;

} // namespace

BigValue::BigValue(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_digits(uiFont(TextSize::TileValue, TextWeight::SemiBold)),
      m_unitFont(uiFont(TextSize::PanelTitle))
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] { update(); });
}

void BigValue::setValue(const QString &number, const QString &unit)
{
    m_number = number;
    m_unit = unit;
    setAccessibleName(unit.isEmpty() ? number : QString(number % QLatin1Char(' ') % unit));
    updateGeometry();
    update();
}

QSize BigValue::sizeHint() const
{
    const qreal unit = m_unit.isEmpty() ? 0 : bigValueGap + QFontMetricsF(m_unitFont).horizontalAdvance(m_unit);
    return {static_cast<int>(std::ceil(m_digits.width(m_number) + unit)) + 2, bigValueHeight};
}

void BigValue::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(m_theme.tokens().text);
    const qreal x = m_digits.draw(painter, {0, bigValueBaseline}, m_number);
    painter.setFont(m_unitFont);
    painter.setPen(m_theme.tokens().text2);
    painter.drawText(QPointF(x + bigValueGap, bigValueBaseline), m_unit);
}

} // namespace qd
