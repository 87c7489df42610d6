#include "shell/palettedelegate.h"

#include "shell/keycap.h"
#include "shell/palettemodel.h"

#include <QPainter>

namespace qd {

namespace {

/// Draws the title letter by letter where matched letters are semibold; returns the x behind it.
int paintPaletteTitle(QPainter &painter, const QRect &box, const QString &title, const QList<qsizetype> &matched)
{
    int x = box.left();
    for (qsizetype i = 0; i < title.size(); ++i) {
        const bool isMatched = matched.contains(i);
        painter.setFont(uiFont(TextSize::Body, isMatched ? TextWeight::SemiBold : TextWeight::Regular));
        const int advance = painter.fontMetrics().horizontalAdvance(title[i]);
        painter.drawText(QRect(x, box.top(), advance + 4, box.height()), Qt::AlignVCenter | Qt::AlignLeft, title.mid(i, 1));
        if (isMatched)
            painter.fillRect(x, box.center().y() + 9, advance, 1, painter.pen().color());
        x += advance;
    }
    return x;
}

} // namespace

PaletteDelegate::PaletteDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) {}

void PaletteDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &tokens = m_theme.tokens();
    const auto entry = index.data(PaletteModel::EntryRole).value<PaletteEntry>();
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const QColor ink = isSelected ? tokens.onSelection : entry.isEnabled ? tokens.text : tokens.text3;
    const QRect box = option.rect.adjusted(space::m, 0, -space::m, 0);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (isSelected)
        painter->fillRect(option.rect, tokens.selection);
    painter->setPen(ink);
    const auto matched = index.data(PaletteModel::MatchRole).value<QList<qsizetype>>();
    const int titleEnd = paintPaletteTitle(*painter, box, entry.title, matched);
    const int keysStart = paintKeycaps(*painter, box, entry.keys, tokens);
    painter->setFont(uiFont(TextSize::Table));
    painter->setPen(isSelected ? tokens.onSelection : tokens.text3);
    const QRect rest(titleEnd + space::m, box.top(), keysStart - titleEnd - 2 * space::m, box.height());
    painter->drawText(rest, Qt::AlignVCenter | Qt::AlignLeft,
                      painter->fontMetrics().elidedText(entry.detail, Qt::ElideRight, rest.width()));
    painter->restore();
}

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {200, height::rowComfortable};
}

} // namespace qd
