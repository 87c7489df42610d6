#pragma once

#include "theme/theme.h"

#include <QStyledItemDelegate>

namespace qd {

/// A row of the server list: state glyph, name and latency; how it stands; what it offers and what should be looked at.
/// GUI thread.
class McpServerDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpServerDelegate)

public:
    explicit McpServerDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) {}

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintOffer(QPainter &painter, const QRect &line, const QModelIndex &index) const;

    const Theme &m_theme;
};

} // namespace qd
