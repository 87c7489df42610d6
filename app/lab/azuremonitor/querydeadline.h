#pragma once

#include "store/duckdb.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace qd::lab {

/// Interrupts a connection's query when it runs longer than allowed; ends with the object. The connection must outlive it.
class QueryDeadline
{
public:
    QueryDeadline(const DuckConnection &connection, std::chrono::milliseconds allowed);
    QueryDeadline(const QueryDeadline &) = delete;
    QueryDeadline &operator=(const QueryDeadline &) = delete;
    ~QueryDeadline();

private:
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_done = false;
    std::thread m_thread;
};

} // namespace qd::lab
