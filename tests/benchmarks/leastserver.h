#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace bench {

/// What the server lists: members of "tools". Set before it serves.
inline std::string listing = R"({"name":"echo","inputSchema":{"type":"object"}})"; // NOLINT

/// When the last byte of a list was sent (steady clock); null: nobody wants to know. May be in shared memory.
inline std::atomic<std::int64_t> *lastListed = nullptr; // NOLINT

/// The least that a server can do, so that clients are what is measured: a tool that answers the same each time.
inline std::string answerTo(const std::string &message)
{
    const size_t id = message.find("\"id\":");
    if (id == std::string::npos)
        return {};
    const std::string head = "{\"jsonrpc\":\"2.0\",\"id\":" + message.substr(id + 5, message.find_first_of(",}", id) - id - 5) + ',';
    if (message.find("\"initialize\"") != std::string::npos)
        return head + R"("result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"least","version":"1"}}})";
    if (message.find("\"tools/call\"") != std::string::npos)
        return head + R"("result":{"content":[{"type":"text","text":"Echo: hi"}]}})";
    if (message.find("\"tools/list\"") != std::string::npos)
        return head + R"("result":{"tools":[)" + listing + "]}}";
    return head + R"("error":{"code":-32601,"message":"Method not found"}})";
}

inline int serveLines()
{
    char *line = nullptr;
    size_t room = 0;
    while (::getline(&line, &room, stdin) > 0)
        if (const std::string answer = answerTo(line); !answer.empty()) {
            std::puts(answer.c_str());
            std::fflush(stdout);
        }
    return 0;
}

/// One kept-alive connection.
inline void serveConnection(int socket)
{
    std::string buffer;
    char part[65536];
    for (ssize_t got; (got = ::read(socket, part, sizeof part)) > 0;) {
        buffer.append(part, static_cast<size_t>(got));
        for (size_t end; (end = buffer.find("\r\n\r\n")) != std::string::npos;) {
            size_t at = buffer.find("ontent-Length:");
            if (at == std::string::npos || at > end)
                at = buffer.find("ontent-length:");
            const size_t length = at < end ? static_cast<size_t>(std::atol(buffer.c_str() + at + 14)) : 0;
            if (buffer.size() < end + 4 + length)
                break;
            const std::string answer = buffer.rfind("POST", 0) == 0 ? answerTo(buffer.substr(end + 4, length)) : std::string();
            const std::string status = buffer.rfind("POST", 0) != 0 ? "405 No" : answer.empty() ? "202 Accepted" : "200 OK";
            const std::string whole = "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(answer.size()) + "\r\n\r\n" + answer;
            if (::write(socket, whole.data(), whole.size()) < 0)
                return;
            if (lastListed && answer.size() > listing.size())
                lastListed->store(std::chrono::steady_clock::now().time_since_epoch().count());
            buffer.erase(0, end + 4 + length);
        }
    }
}

inline int serveHttp(int port)
{
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    const int on = 1;
    ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(listener, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0 || ::listen(listener, 16) != 0)
        return 2;
    for (int socket; (socket = ::accept(listener, nullptr, nullptr)) >= 0;)
        std::thread([socket, on] {
            ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            serveConnection(socket);
            ::close(socket);
        }).detach();
    return 0;
}

} // namespace bench
