#pragma once

#include <QByteArray>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

namespace qd::test {

/// An HTTP server that answers one request with comments of server-sent events, faster than they can be read: from a thread
/// of its own, as much as it was told, then it ends. Loopback.
class FloodPeer
{
public:
    explicit FloodPeer(qint64 bytes) : m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in place{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
        socklen_t size = sizeof place;
        auto *address = reinterpret_cast<sockaddr *>(&place);
        if (::bind(m_listener, address, size) != 0 || ::listen(m_listener, 1) != 0 || ::getsockname(m_listener, address, &size) != 0)
            return;
        m_port = ntohs(place.sin_port);
        m_thread = std::thread([this, bytes] { serve(bytes); });
    }
    FloodPeer(const FloodPeer &) = delete;
    FloodPeer &operator=(const FloodPeer &) = delete;
    ~FloodPeer()
    {
        ::shutdown(m_listener, SHUT_RDWR);
        if (m_thread.joinable())
            m_thread.join();
        ::close(m_listener);
    }

    /// 0: it could not listen.
    [[nodiscard]] quint16 port() const { return m_port; }

private:
    void serve(qint64 bytes) const
    {
        const int socket = ::accept(m_listener, nullptr, nullptr);
        char asked[4096];
        if (::recv(socket, asked, sizeof asked, 0) > 0) {
            const QByteArray head("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
            const QByteArray flood = QByteArray(": ping\n\n").repeated(8192);
            bool isGoing = ::send(socket, head.constData(), static_cast<size_t>(head.size()), MSG_NOSIGNAL) > 0;
            for (qint64 sent = 0; isGoing && sent < bytes; sent += flood.size())
                isGoing = ::send(socket, flood.constData(), static_cast<size_t>(flood.size()), MSG_NOSIGNAL) > 0;
        }
        ::close(socket);
    }

    int m_listener;
    quint16 m_port = 0;
    std::thread m_thread;
};

} // namespace qd::test
