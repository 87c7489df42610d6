#pragma once

#include "ingestion/otlp/otlpmodel.h"

#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace qd::lab {

/// What a metric row says of one period: Application Insights keeps no running totals.
struct MetricPeriod {
    double sum = 0;
    double min = 0;
    double max = 0;
    std::uint64_t count = 1;
};

/// Turns running totals into what was added since the last report, and drops reports of a period that was already told, such
/// as the last one of a client that closes. Remembers a bounded number of series. Safe from any thread: one Update at a time.
class DeltaTracker
{
public:
    /// A total that began before `since` was partly told to somebody else: its first report only sets the mark.
    explicit DeltaTracker(std::uint64_t since, size_t maxSeries = 20'000) : m_since(since), m_maxSeries(maxSeries) {}

    class Update;

private:
    /// The last report of a series: a running total, or one period.
    struct Series {
        std::uint64_t start = 0;
        double sum = 0;
        std::uint64_t count = 0;
        std::vector<std::uint64_t> buckets;
    };

    std::mutex m_mutex;
    const std::uint64_t m_since;
    const size_t m_maxSeries;
    std::unordered_map<std::string, Series> m_series;
};

/// The points of one request. What they changed is forgotten again unless keep() is called: the sender will send them once
/// more. Holds the tracker until it ends.
class DeltaTracker::Update
{
public:
    explicit Update(DeltaTracker &tracker) : m_tracker(tracker), m_lock(tracker.m_mutex) {}
    ~Update();
    Update(const Update &) = delete;
    Update &operator=(const Update &) = delete;

    /// What the point adds to its series, or nothing when it adds nothing.
    std::optional<MetricPeriod> take(const std::string &series, const OtlpPoint &point);
    void keep() { m_before.clear(); }

private:
    std::optional<Series> replace(const std::string &series, const OtlpPoint &point);

    DeltaTracker &m_tracker;
    const std::lock_guard<std::mutex> m_lock;
    std::vector<std::pair<std::string, std::optional<Series>>> m_before;
};

} // namespace qd::lab
