#include "shell/rangedelegate.h"

#include <QPainter>

namespace qd {

RangeDelegate::RangeDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) {}

void RangeDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &tokens = m_theme.tokens();
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const QRect box = option.rect.adjusted(space::s, 0, -space::s, 0);
    painter->save();
    painter->fillRect(option.rect, isSelected ? tokens.selection : tokens.raised);
    painter->setFont(monoFont());
    painter->setPen(isSelected ? tokens.onSelection : tokens.text);
    painter->drawText(box, Qt::AlignVCenter | Qt::AlignLeft, index.data().toString());
    painter->setFont(uiFont(TextSize::Caption));
    painter->setPen(isSelected ? tokens.onSelection : tokens.text3);
    painter->drawText(box, Qt::AlignVCenter | Qt::AlignRight, index.data(Qt::ToolTipRole).toString());
    painter->restore();
}

QSize RangeDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const { return {320, height::row}; }

} // namespace qd
