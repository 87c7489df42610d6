#include "widgets/fixeddigits.h"

#include <QFontMetricsF>
#include <QPainter>

namespace qd {

namespace {

/// Any text may come here in the end; the cache of widths must not grow with it.
constexpr qsizetype fixedDigitsCacheLimit = 256;

bool isPlainDigit(QChar c)
{
    return c >= QLatin1Char('0') && c <= QLatin1Char('9');
}

} // namespace

FixedDigits::FixedDigits(const QFont &font) : m_font(font)
{
    const QFontMetricsF metrics(font);
    for (char digit = '0'; digit <= '9'; ++digit) {
        const qreal width = metrics.horizontalAdvance(QLatin1Char(digit));
        m_widths.insert(QLatin1Char(digit), width);
        m_digitWidth = std::max(m_digitWidth, width);
    }
}

qreal FixedDigits::advance(QChar character) const
{
    if (isPlainDigit(character))
        return m_digitWidth;
    const auto found = m_widths.constFind(character);
    if (found != m_widths.cend())
        return *found;
    if (m_widths.size() > fixedDigitsCacheLimit)
        m_widths.clear();
    return *m_widths.insert(character, QFontMetricsF(m_font).horizontalAdvance(character));
}

qreal FixedDigits::width(QStringView text) const
{
    qreal total = 0;
    for (const QChar character : text)
        total += advance(character);
    return total;
}

qreal FixedDigits::draw(QPainter &painter, const QPointF &at, QStringView text) const
{
    painter.setFont(m_font);
    qreal x = at.x();
    for (const QChar character : text) {
        const qreal cell = advance(character);
        const qreal natural = isPlainDigit(character) ? m_widths.value(character, cell) : cell;
        painter.drawText(QPointF(x + (cell - natural) / 2, at.y()), QString(character));
        x += cell;
    }
    return x;
}

} // namespace qd
