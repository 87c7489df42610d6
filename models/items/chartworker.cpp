#include "chartworker.h"

#include <utility>

namespace qd {

ChartWorker::ChartWorker(QObject *parent) : QObject(parent) { m_pool.setMaxThreadCount(1); }

void ChartWorker::make(const query::ResultSet &set, const query::RenderSpec &spec, query::ChartKind kind)
{
    m_pool.clear(); // what was asked for and has not begun
    m_pool.start([this, set, spec, kind, number = ++m_wanted] {
        auto chart = std::make_shared<const query::ChartData>(query::chartData(set, spec, kind));
        QMetaObject::invokeMethod(this, [this, chart = std::move(chart), number] {
            if (number != m_wanted || m_told == number)
                return;
            m_told = number;
            emit made(chart);
        }, Qt::QueuedConnection);
    });
}

void ChartWorker::cancel()
{
    m_pool.clear();
    m_told = m_wanted;
}

} // namespace qd
