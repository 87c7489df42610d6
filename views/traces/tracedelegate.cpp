#include "traces/tracedelegate.h"

#include "tracetablemodel.h"
#include "widgets/statusglyph.h"

#include <QPainter>

namespace qd {

namespace {

bool isMonoColumn(int column)
{
    const auto which = static_cast<TraceTableModel::Column>(column);
    return which == TraceTableModel::Column::Time || which >= TraceTableModel::Column::Duration;
}

} // namespace

TraceDelegate::TraceDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme), m_mono(monoFont()) {}

void TraceDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    if (isMonoColumn(index.column()))
        option->font = m_mono;
    option->state &= ~QStyle::State_HasFocus; // the whole row is selected; one cell has no frame of its own
}

void TraceDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    const bool isMark = index.column() == static_cast<int>(TraceTableModel::Column::Errors);
    if (!isMark || !index.data(TraceTableModel::FailedRole).toBool())
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF cell = option.rect;
    paintGlyph(*painter, {cell.left() + 14, cell.center().y() - 7, 14, 14}, Glyph::Cross, StatusTone::Crit, m_theme.tokens());
    painter->restore();
}

} // namespace qd
