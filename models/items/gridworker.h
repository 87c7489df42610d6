#pragma once

#include "query/columnstats.h"
#include "query/rowgroups.h"

#include <QObject>
#include <QThreadPool>

#include <memory>
#include <stop_token>

namespace qd {

/// Arranges rows and counts columns on a thread of its own; asking again ends what is under way. GUI thread.
class GridWorker final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GridWorker)

public:
    using ArrangedPtr = std::shared_ptr<const query::Arranged>;

    explicit GridWorker(QObject *parent = nullptr);
    ~GridWorker() override;

    /// Tells arranged(), unless it is cancelled or asked again before. The set is copied; its pieces are shared.
    void arrange(const query::ResultSet &set, const query::Arrangement &arrangement);
    /// Tells counted(), unless it is cancelled or asked again before.
    void count(const query::ResultSet &set, const std::shared_ptr<const query::RowList> &rows, size_t column);
    void cancelArranging();
    [[nodiscard]] bool isArranging() const { return m_isArranging; }
    [[nodiscard]] bool isCounting() const { return m_isCounting; }

signals:
    void arranged(const std::shared_ptr<const qd::query::Arranged> &made);
    void counted(const qd::query::ColumnStats &stats, size_t column);
    /// Arranging or counting began or ended.
    void busyChanged();

private:
    void setArranging(bool isArranging);

    QThreadPool m_pool;
    std::stop_source m_arranging;
    std::stop_source m_counting;
    bool m_isArranging = false;
    bool m_isCounting = false;
};

} // namespace qd
