#include "widgets/budgetbar.h"

#include <QPainter>

#include <algorithm>

namespace qd {

namespace {

void budgetFill(QPainter &painter, const QRectF &box, double share, const StatusColours &colours, qreal radius)
{
    QRectF filled = box;
    // A sliver of budget stays visible as long as it is not gone.
    filled.setWidth(std::max(3.0, box.width() * std::min(share, 1.0)));
    painter.setBrush(colours.fill);
    painter.setPen(colours.outline.isValid() ? QPen(colours.outline, 1) : QPen(Qt::NoPen));
    painter.drawRoundedRect(filled, radius, radius);
}

void budgetSpent(QPainter &painter, const QRectF &box, const Tokens &tokens, qreal radius)
{
    const QColor crit = tokens.status(StatusTone::Crit).fill;
    painter.setPen(QPen(crit, 1));
    painter.setBrush(QBrush(crit, Qt::BDiagPattern));
    painter.drawRoundedRect(box, radius, radius);
}

} // namespace

void paintBudgetBar(QPainter &painter, const QRectF &box, std::optional<double> remaining, StatusTone tone,
                    const Tokens &tokens)
{
    const qreal radius = tokens.radiusBar > 0 ? box.height() / 2 : 0;
    const QRectF track = box.adjusted(0.5, 0.5, -0.5, -0.5);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(remaining ? QBrush(tokens.raised) : QBrush(Qt::NoBrush));
    painter.setPen(QPen(tokens.border, 1, remaining ? Qt::SolidLine : Qt::DashLine));
    if (remaining && *remaining <= 0) {
        budgetSpent(painter, track, tokens, radius);
    } else {
        painter.drawRoundedRect(track, radius, radius);
        if (remaining)
            budgetFill(painter, track, *remaining, tokens.status(tone), radius);
    }
    painter.restore();
}

} // namespace qd
