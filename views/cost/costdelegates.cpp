#include "cost/costdelegates.h"

#include "budgetmodel.h"
#include "spendmodel.h"

#include <QPainter>

#include <algorithm>

namespace qd {

namespace {

constexpr double usedBarEnd = 1.2;
constexpr int usedNumberWidth = 62;
constexpr qreal barHeight = 10;

void paintCellBack(const QStyledItemDelegate &, QPainter *painter, const QStyleOptionViewItem &option, const Tokens &tokens)
{
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, tokens.selection);
}

QColor cellInk(const QStyleOptionViewItem &option, const Tokens &tokens)
{
    return option.state & QStyle::State_Selected ? tokens.onSelection : tokens.text;
}

void paintLimitLine(QPainter &painter, const QRectF &bar, double share, const Tokens &tokens)
{
    const qreal x = bar.left() + bar.width() * share / usedBarEnd;
    painter.setPen(QPen(tokens.text2, 1));
    painter.drawLine(QPointF(x, bar.top() - 3), QPointF(x, bar.bottom() + 3));
}

} // namespace

Glyph breakerGlyph(BreakerState state)
{
    switch (state) {
    case BreakerState::Ok: return Glyph::Tick;
    case BreakerState::Downshift: return Glyph::Bang;
    case BreakerState::Blocked: return Glyph::Cross;
    case BreakerState::Unknown: break;
    }
    return Glyph::DashedRing;
}

StatusTone breakerTone(BreakerState state)
{
    switch (state) {
    case BreakerState::Ok: return StatusTone::Ok;
    case BreakerState::Downshift: return StatusTone::Warn;
    case BreakerState::Blocked: return StatusTone::Crit;
    case BreakerState::Unknown: break;
    }
    return StatusTone::Unknown;
}

void BreakerDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem shifted = option;
    paintCellBack(*this, painter, option, m_theme.tokens());
    shifted.rect.setLeft(option.rect.left() + 22);
    QStyledItemDelegate::paint(painter, shifted, index);
    const auto state = static_cast<BreakerState>(index.data(BudgetModel::StateRole).toInt());
    paintGlyph(*painter, QRectF(option.rect.left() + 4, option.rect.center().y() - 6.5, 14, 14), breakerGlyph(state), breakerTone(state),
               m_theme.tokens());
}

void UsedBarDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &tokens = m_theme.tokens();
    paintCellBack(*this, painter, option, tokens);
    const QVariant used = index.data(BudgetModel::UsedRole);
    const auto state = static_cast<BreakerState>(index.data(BudgetModel::StateRole).toInt());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(option.font);
    painter->setPen(cellInk(option, tokens));
    const QRectF cell(option.rect);
    painter->drawText(QRectF(cell.left(), cell.top(), usedNumberWidth, cell.height()), Qt::AlignRight | Qt::AlignVCenter,
                      index.data().toString());
    const QRectF bar(cell.left() + usedNumberWidth + 12, cell.center().y() - barHeight / 2, cell.width() - usedNumberWidth - 28, barHeight);
    painter->setPen(QPen(tokens.border, 1, used.isValid() ? Qt::SolidLine : Qt::DashLine));
    painter->setBrush(tokens.raised);
    painter->drawRoundedRect(bar, tokens.radiusBar, tokens.radiusBar);
    if (used.isValid() && bar.width() > 0) {
        QRectF filled = bar;
        filled.setWidth(std::clamp(used.toDouble() / usedBarEnd, 0.0, 1.0) * bar.width());
        const StatusColours &colours = tokens.status(breakerTone(state));
        painter->setPen(colours.outline.isValid() ? QPen(colours.outline, 1) : QPen(Qt::NoPen));
        painter->setBrush(colours.fill);
        painter->drawRoundedRect(filled, tokens.radiusBar, tokens.radiusBar);
    }
    paintLimitLine(*painter, bar, downshiftShare, tokens);
    paintLimitLine(*painter, bar, blockShare, tokens);
    painter->restore();
}

void ShareDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &tokens = m_theme.tokens();
    paintCellBack(*this, painter, option, tokens);
    const double share = std::clamp(index.data(SpendModel::ShareRole).toDouble(), 0.0, 1.0);
    const QRectF cell(option.rect);
    QRectF bar(cell.left() + 8, cell.center().y() - barHeight / 2, (cell.width() - 80) * share, barHeight);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(tokens.series(SeriesRole::Model));
    if (share > 0)
        painter->drawRoundedRect(bar.adjusted(0, 0, std::max(0.0, 2 - bar.width()), 0), tokens.radiusBar, tokens.radiusBar);
    painter->setFont(option.font);
    painter->setPen(cellInk(option, tokens));
    painter->drawText(cell.adjusted(0, 0, -6, 0), Qt::AlignRight | Qt::AlignVCenter, index.data().toString());
    painter->restore();
}

void DoubtDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    if (!index.data(m_role).toBool())
        return;
    const QRectF box(option.rect.left() + 6, option.rect.center().y() - 6.5, 13, 13);
    paintGlyph(*painter, box, Glyph::Bang, StatusTone::Warn, m_theme.tokens());
}

} // namespace qd
