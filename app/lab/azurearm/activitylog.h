#pragma once

#include "clock.h"

#include <deque>
#include <mutex>
#include <string>
#include <vector>

namespace qd::lab {

/// One line of the activity log. An operation that takes time has several lines with one correlation id.
struct Activity {
    Instant at{};
    std::string resourceId;
    std::string operation;     ///< "Microsoft.Web/sites/slots/slotsswap/action"
    std::string status;        ///< Started, Accepted, Succeeded, Failed
    std::string subStatus;     ///< "OK", "Conflict", …; empty: none
    int httpStatus = 0;        ///< 0: none
    std::string method;
    std::string caller;        ///< object id
    std::string correlationId;
    std::string clientRequestId;
    std::string clientIp;
    std::string message;       ///< of a failure
};

/// The lab's activity log: the newest 5,000 lines. Any thread.
class ActivityLog
{
public:
    void record(Activity activity);
    /// Everything between the two instants, both included, newest first.
    [[nodiscard]] std::vector<Activity> between(Instant from, Instant to) const;

private:
    mutable std::mutex m_mutex;
    std::deque<Activity> m_activities;
};

} // namespace qd::lab
