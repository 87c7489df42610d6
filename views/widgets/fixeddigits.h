#pragma once

#include <QFont>
#include <QHash>
#include <QPointF>
#include <QStringView>

class QPainter;

namespace qd {

/// Paints text with every digit in a cell of the same width, so that a live number does not jitter although Inter's
/// digits are proportional. Widths are measured once, at construction. GUI thread.
class FixedDigits
{
public:
    explicit FixedDigits(const QFont &font);

    [[nodiscard]] const QFont &font() const { return m_font; }
    [[nodiscard]] qreal width(QStringView text) const;
    /// Draws from the baseline point `at` in the painter's pen colour; returns the x behind the last character.
    qreal draw(QPainter &painter, const QPointF &at, QStringView text) const;

private:
    [[nodiscard]] qreal advance(QChar character) const;

    QFont m_font;
    qreal m_digitWidth = 0;
    mutable QHash<QChar, qreal> m_widths; ///< natural widths, measured when first met
};

} // namespace qd
