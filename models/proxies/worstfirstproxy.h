#pragma once

#include <QSortFilterProxyModel>

namespace qd {

/// SLO tiles, worst first: by state, then by burn pressure, then as the definitions come. Stands still while held, so
/// that nothing moves under the pointer; values still change in place. GUI thread.
class WorstFirstProxy final : public QSortFilterProxyModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WorstFirstProxy)

public:
    explicit WorstFirstProxy(QObject *parent = nullptr);

    [[nodiscard]] bool isHeld() const { return !dynamicSortFilter(); }
    /// While held no row changes places; releasing brings the rows in order at once.
    void setHeld(bool held);

protected:
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;
};

} // namespace qd
