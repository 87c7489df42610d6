#include "appservice/delayedjobs.h"

namespace qd::lab {

DelayedJobs::DelayedJobs() : m_thread([this] { work(); }) {}

void DelayedJobs::after(Milliseconds delay, std::function<void()> job)
{
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.emplace(std::chrono::steady_clock::now() + delay, std::move(job));
    }
    m_wake.notify_all();
}

void DelayedJobs::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void DelayedJobs::work()
{
    std::unique_lock lock(m_mutex);
    while (!m_isStopping) {
        if (m_jobs.empty()) {
            m_wake.wait(lock);
            continue;
        }
        const auto due = m_jobs.begin()->first;
        if (due > std::chrono::steady_clock::now()) {
            m_wake.wait_until(lock, due);
            continue;
        }
        const std::function<void()> job = std::move(m_jobs.begin()->second);
        m_jobs.erase(m_jobs.begin());
        lock.unlock();
        job();
        lock.lock();
    }
}

} // namespace qd::lab
