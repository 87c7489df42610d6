#include "traces/timescale.h"

#include <algorithm>

namespace qd {

void TimeScale::setTotal(Microseconds total)
{
    m_total = std::max<qreal>(1, static_cast<qreal>(total.count()));
    showAll();
}

void TimeScale::clamp()
{
    m_length = std::clamp(m_length, std::min(shortestView, m_total), m_total);
    m_from = std::clamp<qreal>(m_from, 0, m_total - m_length);
}

void TimeScale::zoom(qreal factor, qreal around)
{
    const qreal share = (around - m_from) / m_length;
    m_length *= factor;
    clamp();
    m_from = around - share * m_length;
    clamp();
}

void TimeScale::pan(qreal share)
{
    m_from += share * m_length;
    clamp();
}

void TimeScale::showAll()
{
    m_from = 0;
    m_length = m_total;
}

void TimeScale::ensure(qreal from, qreal to)
{
    if (isWhole() || (from >= m_from && to <= m_from + m_length))
        return;
    if (to - from > m_length)
        m_from = from;
    else
        m_from = from < m_from ? from - 0.05 * m_length : to - 0.95 * m_length;
    clamp();
}

} // namespace qd
