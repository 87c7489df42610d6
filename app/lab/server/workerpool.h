#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace qd::lab {

/// Threads on demand, up to a limit: a kept-alive connection holds its thread, so a fixed small pool would lock out the
/// next client. Any thread may add jobs; the destructor or finish() waits for all of them.
class WorkerPool
{
public:
    explicit WorkerPool(size_t limit) : m_limit(limit) {}
    WorkerPool(const WorkerPool &) = delete;
    WorkerPool &operator=(const WorkerPool &) = delete;
    ~WorkerPool() { finish(); }

    void add(std::function<void()> job);
    void finish();

private:
    void work();

    const size_t m_limit;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_jobs;
    std::vector<std::thread> m_threads;
    size_t m_idle = 0;
    bool m_finishing = false;
};

} // namespace qd::lab
