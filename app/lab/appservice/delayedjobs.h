#pragma once

#include "clock.h"

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace qd::lab {

/// Runs jobs later, one after the other, on one thread of its own, in real time. Any thread may add jobs, jobs may too.
/// Jobs that are not due when stop() comes are dropped.
class DelayedJobs
{
public:
    DelayedJobs();
    ~DelayedJobs() { stop(); }
    DelayedJobs(const DelayedJobs &) = delete;
    DelayedJobs &operator=(const DelayedJobs &) = delete;

    void after(Milliseconds delay, std::function<void()> job);
    /// Waits for the job that runs. Idempotent; not from a job.
    void stop();

private:
    void work();

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::multimap<std::chrono::steady_clock::time_point, std::function<void()>> m_jobs;
    bool m_isStopping = false;
    std::thread m_thread;
};

} // namespace qd::lab
