#pragma once

#include "appservice/delayedjobs.h"
#include "appservice/webapp.h"
#include "azurearm/activitylog.h"
#include "azurearm/armservice.h"

#include <functional>
#include <string>

namespace qd::lab {

/// One swap after the other, in five phases: the source gets the target's sticky settings, restarts, warms up, takes over
/// the traffic, and the other side gets its settings. Runs on the jobs' thread; borrows everything.
class SlotSwapper
{
public:
    SlotSwapper(WebApp &app, ArmService &arm, DelayedJobs &jobs, Milliseconds duration)
        : m_app(app), m_arm(arm), m_jobs(jobs), m_duration(duration)
    {
    }

    /// Starts a swap that has already been begun at the app; `started` is its line of the activity log.
    void start(const std::string &operation, size_t source, size_t target, Activity started);

private:
    struct Swap {
        std::string operation;
        size_t source = 0;
        size_t target = 0;
        Activity started;
        int phase = 1;
    };
    void run(Swap swap);
    void perform(const Swap &swap);
    void fail(const Swap &swap);
    void finish(const Swap &swap);
    void note(const Swap &swap, const char *status, const std::string &message);
    [[nodiscard]] Milliseconds phaseTime() const { return m_duration / 5; }

    WebApp &m_app;
    ArmService &m_arm;
    DelayedJobs &m_jobs;
    const Milliseconds m_duration;
};

} // namespace qd::lab
