#pragma once

#include "theme/theme.h"

#include <QStyledItemDelegate>

namespace qd {

/// One suggested time range: its text in mono, what it means quietly at the right.
class RangeDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RangeDelegate)

public:
    explicit RangeDelegate(const Theme &theme, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
};

} // namespace qd
