#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace qd::lab {

/// The query limits of azure facts 2.4.
struct QueryLimits {
    size_t requests = 200; ///< per client and window
    std::chrono::milliseconds window{30'000};
    size_t concurrent = 5; ///< per client; more wait in line
    size_t queue = 200;
    std::chrono::milliseconds patience{180'000}; ///< longest wait in line
};

/// Admits queries per client: a rate window, a few at once, then a first-come line. Any thread; admit() may block.
class QueryGovernor
{
public:
    explicit QueryGovernor(QueryLimits limits = {}) : m_limits(limits) {}

    /// The right to run one query; returns it when destroyed.
    class Ticket
    {
    public:
        Ticket(QueryGovernor *owner, std::string client) : m_owner(owner), m_client(std::move(client)) {}
        Ticket(Ticket &&other) noexcept : m_owner(std::exchange(other.m_owner, nullptr)), m_client(std::move(other.m_client)) {}
        Ticket &operator=(Ticket &&) = delete;
        ~Ticket()
        {
            if (m_owner)
                m_owner->release(m_client);
        }

    private:
        QueryGovernor *m_owner;
        std::string m_client;
    };

    /// A ticket, or nothing with `retryAfter` set to when the client may come again.
    std::optional<Ticket> admit(const std::string &client, std::chrono::seconds &retryAfter);
    /// Sends everybody in line away and admits nobody any more.
    void close();

private:
    struct Client {
        std::deque<std::chrono::steady_clock::time_point> recent;
        std::deque<uint64_t> line;
        size_t running = 0;
    };
    bool overRate(Client &client, std::chrono::seconds &retryAfter) const;
    void release(const std::string &client);

    const QueryLimits m_limits;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::map<std::string, Client> m_clients;
    uint64_t m_nextPlace = 0;
    bool m_closed = false;
};

} // namespace qd::lab
