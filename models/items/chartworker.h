#pragma once

#include "query/chartdata.h"

#include <QObject>
#include <QThreadPool>

#include <memory>

namespace qd {

/// Reads results as charts on a thread of its own; what is asked for again before it is ready is not told. GUI thread.
class ChartWorker final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChartWorker)

public:
    explicit ChartWorker(QObject *parent = nullptr);

    /// Tells made(), unless it is cancelled or asked again before. The set is copied; its pieces are shared.
    void make(const query::ResultSet &set, const query::RenderSpec &spec, query::ChartKind kind);
    void cancel();
    [[nodiscard]] bool isMaking() const { return m_wanted != m_told; }

signals:
    void made(const std::shared_ptr<const qd::query::ChartData> &chart);

private:
    QThreadPool m_pool;
    quint64 m_wanted = 0; ///< number of what was asked for last
    quint64 m_told = 0;   ///< number of what was told or cancelled last
};

} // namespace qd
