#include "gateway/policycounters.h"

#include <algorithm>

namespace qd::lab {

namespace {

constexpr size_t mostCounters = 10'000;
constexpr size_t mostValues = 1'000;

double secondsBetween(Instant from, Instant to) { return std::chrono::duration<double>(to - from).count(); }

} // namespace

void PolicyCounters::makeRoom()
{
    if (m_counters.size() > mostCounters)
        m_counters.erase(m_counters.begin()); // any: a key per request would otherwise fill the memory
}

double PolicyCounters::count(const std::string &key, double amount, double limit, double periodSeconds, bool isSliding, Instant now, double &retryAfterSeconds)
{
    const std::lock_guard lock(m_mutex);
    makeRoom();
    Counter &counter = m_counters[key];
    while (periodSeconds > 0 && !counter.counted.empty() && secondsBetween(counter.counted.front().first, now) >= periodSeconds) {
        counter.total -= counter.counted.front().second;
        counter.counted.pop_front();
    }
    if (counter.total + amount > limit) {
        double free = counter.total + amount - limit;
        Instant frees = now;
        for (const auto &[at, counted] : counter.counted) {
            frees = at;
            if ((free -= counted) <= 0)
                break;
        }
        retryAfterSeconds = std::max(1.0, periodSeconds - secondsBetween(frees, now));
        return -1;
    }
    counter.total += amount;
    if (isSliding || counter.counted.empty())
        counter.counted.emplace_back(now, amount);
    else
        counter.counted.front().second += amount;
    return limit - counter.total;
}

void PolicyCounters::store(const std::string &key, policy::Value value, Instant until)
{
    const std::lock_guard lock(m_mutex);
    if (m_values.size() >= mostValues)
        m_values.erase(m_values.begin());
    m_values[key] = {std::move(value), until};
}

std::optional<policy::Value> PolicyCounters::stored(const std::string &key, Instant now)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_values.find(key);
    if (found == m_values.end() || found->second.second <= now)
        return std::nullopt;
    return found->second.first;
}

void PolicyCounters::remove(const std::string &key)
{
    const std::lock_guard lock(m_mutex);
    m_values.erase(key);
}

} // namespace qd::lab
