#include "gridworker.h"

#include <utility>

namespace qd {

GridWorker::GridWorker(QObject *parent) : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

// Work that runs looks at its token every few thousand rows; the pool waits for that look.
GridWorker::~GridWorker()
{
    m_arranging.request_stop();
    m_counting.request_stop();
}

void GridWorker::setArranging(bool isArranging)
{
    m_isArranging = isArranging;
    emit busyChanged();
}

void GridWorker::arrange(const query::ResultSet &set, const query::Arrangement &arrangement)
{
    m_arranging.request_stop();
    m_arranging = std::stop_source();
    m_pool.start([this, set, arrangement, stop = m_arranging.get_token()] {
        auto made = query::arrange(set, arrangement, stop);
        if (!made)
            return;
        auto shared = std::make_shared<const query::Arranged>(std::move(*made));
        QMetaObject::invokeMethod(this, [this, shared, stop] {
            if (stop.stop_requested())
                return;
            setArranging(false);
            emit arranged(shared);
        }, Qt::QueuedConnection);
    });
    setArranging(true);
}

void GridWorker::count(const query::ResultSet &set, const std::shared_ptr<const query::RowList> &rows, size_t column)
{
    m_counting.request_stop();
    m_counting = std::stop_source();
    m_isCounting = true;
    m_pool.start([this, set, rows, column, stop = m_counting.get_token()] {
        const auto made = query::columnStats(set, rows ? *rows : query::allRows(set), column, stop);
        if (!made)
            return;
        QMetaObject::invokeMethod(this, [this, made, column, stop] {
            if (stop.stop_requested())
                return;
            m_isCounting = false;
            emit counted(*made, column);
            emit busyChanged();
        }, Qt::QueuedConnection);
    });
    emit busyChanged();
}

void GridWorker::cancelArranging()
{
    m_arranging.request_stop();
    if (m_isArranging)
        setArranging(false);
}

} // namespace qd
