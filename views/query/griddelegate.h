#pragma once

#include "theme/theme.h"

#include <QStyledItemDelegate>

namespace qd {

/// Draws a result's cells: null as a dim word, numbers with equal digits at the right, heads of groups across the whole
/// line with a mark that says whether they are open. Cheap: no layout of text that is not seen. GUI thread.
class GridDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GridDelegate)

public:
    /// `theme` is borrowed and must outlive the delegate.
    explicit GridDelegate(const Theme &theme, QObject *parent);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] const QFont &font() const { return m_font; }

private:
    void paintHead(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;

    const Theme &m_theme;
    QFont m_font;
    QFont m_headFont;
};

} // namespace qd
