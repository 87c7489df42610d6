#include "widgets/glyphdelegate.h"

#include <QApplication>
#include <QPainter>

namespace qd {

namespace {

constexpr int markSize = 14;

} // namespace

void GlyphDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    option->state.setFlag(QStyle::State_HasFocus, false);
}

void GlyphDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto mark = m_markOf(index);
    if (!mark)
        return QStyledItemDelegate::paint(painter, option, index);
    QStyleOptionViewItem moved = option;
    initStyleOption(&moved, index);
    const QString text = moved.text;
    moved.text.clear();
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &moved, painter, option.widget);
    const QRectF box(option.rect.x() + space::xs, option.rect.center().y() - markSize / 2 + 1, markSize, markSize);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    paintGlyph(*painter, box, mark->glyph, mark->tone, m_theme.tokens());
    const bool isSelected = option.state & QStyle::State_Selected;
    painter->setPen(isSelected ? m_theme.tokens().onSelection : m_theme.tokens().text);
    painter->setFont(moved.font);
    const QRect words = option.rect.adjusted(markSize + space::s, 0, -space::xs, 0);
    painter->drawText(words, Qt::AlignVCenter, moved.fontMetrics.elidedText(text, Qt::ElideRight, words.width()));
    painter->restore();
}

} // namespace qd
