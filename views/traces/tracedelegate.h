#pragma once

#include "theme/theme.h"

#include <QStyledItemDelegate>

namespace qd {

/// Cells of the trace list: numbers and ids in the fixed-width font, the octagon before the number of errors.
class TraceDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TraceDelegate)

public:
    /// `theme` is borrowed and must outlive the delegate.
    TraceDelegate(const Theme &theme, QObject *parent);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
    const QFont m_mono;
};

} // namespace qd
