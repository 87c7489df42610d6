#include "mcp/latency.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace qd {

namespace {

constexpr int fineBits = 7; ///< 128 buckets to each doubling
constexpr std::uint64_t fine = 1U << fineBits;

/// Below 256 each value has its own bucket; then each doubling has 128.
size_t bucketOf(std::uint64_t value)
{
    if (value < 2 * fine)
        return static_cast<size_t>(value);
    const int shift = static_cast<int>(std::bit_width(value)) - 1 - fineBits;
    return static_cast<size_t>((static_cast<std::uint64_t>(shift) << fineBits) + (value >> shift));
}

/// The middle of a bucket.
std::uint64_t valueOf(size_t bucket)
{
    if (bucket < 2 * fine)
        return bucket;
    const std::uint64_t shift = (bucket >> fineBits) - 1;
    const std::uint64_t low = (bucket - (shift << fineBits)) << shift;
    return low + ((std::uint64_t(1) << shift) - 1) / 2;
}

} // namespace

void LatencyHistogram::add(Microseconds value)
{
    const Microseconds bounded = std::clamp(value, Microseconds(0), longest);
    const size_t bucket = bucketOf(static_cast<std::uint64_t>(bounded.count()));
    if (bucket >= m_buckets.size())
        m_buckets.resize(bucket + 1);
    ++m_buckets[bucket];
    m_least = m_count == 0 ? bounded : std::min(m_least, bounded);
    m_most = std::max(m_most, bounded);
    m_sum += static_cast<double>(bounded.count());
    ++m_count;
}

void LatencyHistogram::add(const LatencyHistogram &other)
{
    if (other.m_count == 0)
        return;
    m_buckets.resize(std::max(m_buckets.size(), other.m_buckets.size()));
    for (size_t i = 0; i < other.m_buckets.size(); ++i)
        m_buckets[i] += other.m_buckets[i];
    m_least = m_count == 0 ? other.m_least : std::min(m_least, other.m_least);
    m_most = std::max(m_most, other.m_most);
    m_sum += other.m_sum;
    m_count += other.m_count;
}

Microseconds LatencyHistogram::quantile(double share) const
{
    if (m_count == 0)
        return Microseconds(0);
    const auto rank = std::clamp<qint64>(static_cast<qint64>(std::ceil(share * static_cast<double>(m_count))), 1, m_count);
    if (rank == 1 || rank == m_count)
        return rank == 1 ? m_least : m_most; // these are known exactly
    qint64 seen = 0;
    for (size_t i = 0; i < m_buckets.size(); ++i) {
        seen += m_buckets[i];
        if (seen >= rank)
            return std::clamp(Microseconds(static_cast<qint64>(valueOf(i))), m_least, m_most);
    }
    return m_most;
}

} // namespace qd
