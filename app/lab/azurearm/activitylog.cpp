#include "azurearm/activitylog.h"

#include <algorithm>

namespace qd::lab {

void ActivityLog::record(Activity activity)
{
    constexpr size_t mostActivities = 5000;
    const std::lock_guard lock(m_mutex);
    m_activities.push_front(std::move(activity));
    if (m_activities.size() > mostActivities)
        m_activities.pop_back();
}

std::vector<Activity> ActivityLog::between(Instant from, Instant to) const
{
    const std::lock_guard lock(m_mutex);
    std::vector<Activity> found;
    std::copy_if(m_activities.begin(), m_activities.end(), std::back_inserter(found),
                 [&](const Activity &one) { return one.at >= from && one.at <= to; });
    return found;
}

} // namespace qd::lab
