#pragma once

#include "clock.h"
#include "theme/theme.h"

#include <QStyledItemDelegate>

namespace qd {

/// Draws one change: glyph, time and age, title, actor and detail, score bar and its sentence, on two lines. GUI thread.
class ChangeDelegate final : public QStyledItemDelegate
{
public:
    static constexpr int rowHeight = 48;

    /// Borrowed; must outlive the delegate.
    ChangeDelegate(const Theme &theme, const Clock &clock, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme), m_clock(clock) {}

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {400, rowHeight}; }

private:
    const Theme &m_theme;
    const Clock &m_clock;
};

} // namespace qd
