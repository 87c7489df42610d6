#pragma once

#include "clock.h"
#include "policy/script/value.h"

#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace qd::lab {

/// Counters of limits and quotas, and the values that cache policies keep. Any thread.
class PolicyCounters
{
public:
    /// See policy::PolicyHost::count().
    double count(const std::string &key, double amount, double limit, double periodSeconds, bool isSliding, Instant now, double &retryAfterSeconds);
    void store(const std::string &key, policy::Value value, Instant until);
    [[nodiscard]] std::optional<policy::Value> stored(const std::string &key, Instant now);
    void remove(const std::string &key);

private:
    struct Counter {
        std::deque<std::pair<Instant, double>> counted; ///< sliding: one entry a call; else one in all
        double total = 0;
    };
    void makeRoom();

    std::mutex m_mutex;
    std::map<std::string, Counter> m_counters;
    std::map<std::string, std::pair<policy::Value, Instant>> m_values;
};

} // namespace qd::lab
