#pragma once

#include "entra/tokenservice.h"
#include "server/httprequest.h"

#include <atomic>
#include <cstddef>

namespace qd::lab {

/// How many bytes of telemetry may be on their way into the store at once: beyond that senders are asked to come back, so
/// that a slow disk fills their queues and not our memory. Safe from any thread.
class IngestGate
{
public:
    static constexpr size_t defaultBytes = 256U << 20U;
    /// What refused senders are told to wait.
    static constexpr const char *retrySeconds = "5";

    explicit IngestGate(size_t maxBytes = defaultBytes) : m_maxBytes(maxBytes) {}

    /// The right to hold some bytes; false when there was no room.
    class Ticket
    {
    public:
        Ticket() = default;
        Ticket(IngestGate &gate, size_t bytes) : m_gate(&gate), m_bytes(bytes) {}
        Ticket(const Ticket &) = delete;
        Ticket &operator=(const Ticket &) = delete;
        ~Ticket()
        {
            if (m_gate)
                m_gate->m_held -= m_bytes;
        }
        explicit operator bool() const { return m_gate != nullptr; }

    private:
        IngestGate *m_gate = nullptr;
        size_t m_bytes = 0;
    };
    /// A body larger than the whole gate enters when nothing else is in it.
    [[nodiscard]] Ticket enter(size_t bytes);

private:
    const size_t m_maxBytes;
    std::atomic<size_t> m_held = 0;
};

/// 0, or the status that refuses the sender: a token is optional, but a wrong one is not overlooked.
int refusedSender(const HttpRequest &request, const TokenService &tokens);

} // namespace qd::lab
