#pragma once

#include "clock.h"

namespace qd {

/// The part of a trace that is on the screen: maps times to x and back; zooms and pans within the trace. Microseconds
/// count from the trace's start. A value.
class TimeScale
{
public:
    static constexpr qreal shortestView = 20; ///< microseconds

    void setTotal(Microseconds total);
    [[nodiscard]] qreal total() const { return m_total; }
    [[nodiscard]] qreal from() const { return m_from; }
    [[nodiscard]] qreal length() const { return m_length; }
    [[nodiscard]] bool isWhole() const { return m_length >= m_total; }

    [[nodiscard]] qreal x(qreal us, qreal width) const { return (us - m_from) / m_length * width; }
    /// Shows `factor` times as much, holding the place `around` where it is.
    void zoom(qreal factor, qreal around);
    /// Moves by a share of what is shown.
    void pan(qreal share);
    void showAll();
    /// Moves as little as needed to have the stretch in view; shows it whole only when it is larger than the view.
    void ensure(qreal from, qreal to);

private:
    void clamp();

    qreal m_total = 1;
    qreal m_from = 0;
    qreal m_length = 1;
};

} // namespace qd
