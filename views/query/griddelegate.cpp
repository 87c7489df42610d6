#include "query/griddelegate.h"

#include "resultgridmodel.h"

#include <QFontMetrics>
#include <QPainter>
#include <QTableView>

namespace qd {

namespace {

constexpr int gridPadding = 5; ///< as the header's

} // namespace

GridDelegate::GridDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent), m_theme(theme), m_font(monoFont()), m_headFont(uiFont(TextSize::Table, TextWeight::SemiBold))
{
}

void GridDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    if (index.data(ResultGridModel::GroupRole).toInt() >= 0)
        return paintHead(*painter, option, index);
    const Tokens &tokens = m_theme.tokens();
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    if (isSelected)
        painter->fillRect(option.rect, tokens.selection);
    else if (index.row() % 2 == 1)
        painter->fillRect(option.rect, tokens.zebra);
    const bool isNull = index.data(ResultGridModel::NullRole).toBool();
    QFont font = m_font;
    font.setItalic(isNull);
    painter->setFont(font);
    painter->setPen(isSelected ? tokens.onSelection : isNull ? tokens.text3 : tokens.text);
    const QRect box = option.rect.adjusted(gridPadding, 0, -gridPadding, 0);
    const QString text = QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideRight, box.width());
    painter->drawText(box, index.data(Qt::TextAlignmentRole).toInt() | Qt::TextSingleLine, text);
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter->setPen(QPen(tokens.accent, 1));
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
}

// The first column draws over all of them; the others leave it alone.
void GridDelegate::paintHead(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &tokens = m_theme.tokens();
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    painter.fillRect(option.rect, isSelected ? tokens.selection : tokens.raised);
    painter.setPen(tokens.border);
    painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    const QModelIndex first = index.siblingAtColumn(0);
    const auto *table = qobject_cast<const QTableView *>(option.widget);
    const int left = table ? table->columnViewportPosition(0) : option.rect.left();
    const QRect line(left + gridPadding, option.rect.top(), (option.widget ? option.widget->width() : option.rect.width()), option.rect.height());
    painter.save();
    painter.setClipRect(option.rect, Qt::IntersectClip);
    painter.setFont(m_headFont);
    painter.setPen(isSelected ? tokens.onSelection : tokens.text);
    const QChar mark = index.data(ResultGridModel::OpenRole).toBool() ? QChar(0x25be) : QChar(0x25b8);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, QString(mark % QStringLiteral("  ") % first.data().toString()));
    painter.restore();
}

} // namespace qd
