#pragma once

#include "theme/theme.h"
#include "widgets/statusglyph.h"

#include <QStyledItemDelegate>

#include <functional>
#include <optional>

namespace qd {

/// A mark that stands before a cell's text.
struct CellMark {
    Glyph glyph = Glyph::Dot;
    StatusTone tone = StatusTone::Info;
};

/// Draws a status mark before the text of the cells that have one: shape and colour beside the word, never instead.
/// GUI thread.
class GlyphDelegate : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GlyphDelegate)

public:
    using MarkOf = std::function<std::optional<CellMark>(const QModelIndex &)>;
    /// `theme` is borrowed and must outlive the delegate.
    GlyphDelegate(const Theme &theme, MarkOf markOf, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme), m_markOf(std::move(markOf)) {}

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    /// Rows are chosen as a whole: no frame around the one cell that was clicked.
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
    const MarkOf m_markOf;
};

} // namespace qd
