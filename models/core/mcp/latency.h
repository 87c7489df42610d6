#pragma once

#include "clock.h"

#include <array>
#include <cstdint>
#include <vector>

namespace qd {

/// How long things took, in buckets whose width grows with the value: exact to the microsecond below 256 us, above that a
/// quantile is at most 1/128 (0.8 %) off. Up to an hour; what takes longer counts as an hour. Least, most and mean are exact.
class LatencyHistogram
{
public:
    static constexpr Microseconds longest{3'600'000'000};

    void add(Microseconds value);
    void add(const LatencyHistogram &other);
    [[nodiscard]] qint64 count() const { return m_count; }
    [[nodiscard]] Microseconds least() const { return m_count ? m_least : Microseconds(0); }
    [[nodiscard]] Microseconds most() const { return m_most; }
    [[nodiscard]] double mean() const { return m_count ? m_sum / static_cast<double>(m_count) : 0; } ///< microseconds
    /// The value at rank ceil(share * count), nearest rank; 0 without values. The first and the last rank are exact.
    [[nodiscard]] Microseconds quantile(double share) const;

private:
    std::vector<std::uint32_t> m_buckets; ///< as far as they are used
    qint64 m_count = 0;
    Microseconds m_least{0};
    Microseconds m_most{0};
    double m_sum = 0;
};

} // namespace qd
