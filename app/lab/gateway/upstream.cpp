#include "gateway/upstream.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace qd::lab {

namespace {

constexpr size_t longestHead = 64U << 10U;
constexpr int sliceMs = 200;

std::string loweredHeader(std::string text)
{
    for (char &c : text)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

std::string trimmedHeader(const std::string &text)
{
    const size_t from = text.find_first_not_of(" \t\r");
    return from == std::string::npos ? "" : text.substr(from, text.find_last_not_of(" \t\r") - from + 1);
}

int connectTo(const UpstreamAddress &to)
{
    addrinfo wanted{};
    wanted.ai_family = AF_UNSPEC;
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo *found = nullptr;
    if (getaddrinfo(to.host.c_str(), std::to_string(to.port).c_str(), &wanted, &found) != 0)
        return -1;
    int made = -1;
    for (const addrinfo *one = found; one && made < 0; one = one->ai_next) {
        const int fd = ::socket(one->ai_family, one->ai_socktype | SOCK_CLOEXEC, one->ai_protocol);
        if (fd >= 0 && ::connect(fd, one->ai_addr, one->ai_addrlen) == 0)
            made = fd;
        else if (fd >= 0)
            ::close(fd);
    }
    freeaddrinfo(found);
    const int yes = 1;
    if (made >= 0)
        setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    return made;
}

bool sendAll(int fd, const std::string &bytes)
{
    for (size_t sent = 0; sent < bytes.size();) {
        const ssize_t now = ::send(fd, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (now <= 0)
            return false;
        sent += static_cast<size_t>(now);
    }
    return true;
}

std::string requestText(const UpstreamRequest &request)
{
    std::string text = request.method + " " + request.target + " HTTP/1.1\r\nHost: " + request.to.host + ":" + std::to_string(request.to.port) + "\r\n";
    for (const auto &[name, value] : request.headers)
        text += name + ": " + value + "\r\n";
    if (!request.body.empty() || request.method == "POST" || request.method == "PUT" || request.method == "PATCH")
        text += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
    return text + "\r\n" + request.body;
}

} // namespace

bool parseUpstream(const std::string &url, UpstreamAddress &address)
{
    const std::string scheme = "http://";
    if (!loweredHeader(url.substr(0, scheme.size())).starts_with(scheme))
        return false;
    const std::string rest = url.substr(scheme.size());
    const size_t slash = std::min(rest.find('/'), rest.size());
    const std::string authority = rest.substr(0, slash);
    const size_t colon = authority.rfind(':');
    address.host = authority.substr(0, colon);
    address.port = 80;
    if (colon != std::string::npos) {
        const std::string port = authority.substr(colon + 1);
        if (std::from_chars(port.data(), port.data() + port.size(), address.port).ec != std::errc())
            return false;
    }
    address.path = rest.substr(slash);
    while (address.path.ends_with('/'))
        address.path.pop_back();
    return !address.host.empty() && address.port > 0 && address.port < 65536;
}

UpstreamReply::UpstreamReply(UpstreamPool &pool, std::string key, int socket) : m_pool(pool), m_key(std::move(key)), m_socket(socket) {}

UpstreamReply::~UpstreamReply()
{
    if (m_isDone && m_keepsAlive && m_buffer.empty())
        m_pool.giveBack(m_key, m_socket);
    else
        ::close(m_socket);
}

UpstreamReply::Piece UpstreamReply::fill(int waitMs)
{
    pollfd state{m_socket, POLLIN, 0};
    const int ready = ::poll(&state, 1, waitMs);
    if (ready == 0)
        return Piece::Idle;
    std::array<char, 16384> bytes{};
    const ssize_t got = ready < 0 ? -1 : ::recv(m_socket, bytes.data(), bytes.size(), 0);
    if (got < 0)
        return Piece::Failed;
    m_buffer.append(bytes.data(), static_cast<size_t>(got));
    return got == 0 ? Piece::End : Piece::Data;
}

bool UpstreamReply::readHead(int waitMs, const std::function<bool()> &goesOn)
{
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(waitMs);
    while (true) {
        const size_t end = m_buffer.find("\r\n\r\n");
        if (end != std::string::npos) {
            const std::string head = m_buffer.substr(0, end + 2);
            m_buffer.erase(0, end + 4);
            if (!parseHead(head))
                return false;
            if (status != 100)
                return true;
            headers.clear();
            continue;
        }
        const Piece piece = m_buffer.size() > longestHead ? Piece::Failed : fill(sliceMs);
        const bool isLate = std::chrono::steady_clock::now() > deadline;
        if (piece == Piece::Failed || piece == Piece::End || isLate || (piece == Piece::Idle && !goesOn()))
            return false;
    }
}

bool UpstreamReply::parseHead(const std::string &head)
{
    if (!head.starts_with("HTTP/1.") || head.size() < 13)
        return false;
    status = std::atoi(head.c_str() + 9);
    size_t at = head.find("\r\n");
    reason = at > 13 ? head.substr(13, at - 13) : "";
    m_keepsAlive = head.starts_with("HTTP/1.1");
    m_sizing = Sizing::UntilClose;
    for (at += 2; at < head.size();) {
        const size_t end = head.find("\r\n", at);
        const size_t colon = head.find(':', at);
        if (colon == std::string::npos || colon > end)
            return false;
        const std::string name = head.substr(at, colon - at);
        const std::string value = trimmedHeader(head.substr(colon + 1, end - colon - 1));
        const std::string lower = loweredHeader(name);
        if (lower == "content-length" && m_sizing != Sizing::Chunked) {
            m_sizing = Sizing::Length;
            m_left = std::strtoull(value.c_str(), nullptr, 10);
        } else if (lower == "transfer-encoding" && loweredHeader(value).find("chunked") != std::string::npos) {
            m_sizing = Sizing::Chunked;
        } else if (lower == "connection" && loweredHeader(value).find("close") != std::string::npos) {
            m_keepsAlive = false;
        }
        headers.emplace_back(name, value);
        at = end + 2;
    }
    if (status == 204 || status == 304 || status < 200) {
        m_sizing = Sizing::Length;
        m_left = 0;
    }
    m_isDone = m_sizing == Sizing::Length && m_left == 0;
    return status >= 100 && status < 1000;
}

UpstreamReply::Piece UpstreamReply::read(std::string &bytes, int waitMs)
{
    bytes.clear();
    if (m_isDone)
        return Piece::End;
    if (m_sizing == Sizing::Chunked)
        return readChunk(bytes, waitMs);
    if (m_buffer.empty()) {
        const Piece piece = fill(waitMs);
        if (piece == Piece::End && m_sizing == Sizing::UntilClose) {
            m_keepsAlive = false;
            m_isDone = true;
            return Piece::End;
        }
        if (piece != Piece::Data)
            return piece == Piece::End ? Piece::Failed : piece;
    }
    const size_t taken = m_sizing == Sizing::Length ? std::min(m_left, m_buffer.size()) : m_buffer.size();
    bytes = m_buffer.substr(0, taken);
    m_buffer.erase(0, taken);
    if (m_sizing == Sizing::Length) {
        m_left -= taken;
        m_isDone = m_left == 0;
    }
    return Piece::Data;
}

UpstreamReply::Piece UpstreamReply::readChunk(std::string &bytes, int waitMs)
{
    while (true) {
        const size_t line = m_buffer.find("\r\n");
        if (!m_isOpenChunk && line != std::string::npos) {
            size_t size = 0;
            const auto parsed = std::from_chars(m_buffer.data(), m_buffer.data() + line, size, 16);
            if (parsed.ec != std::errc())
                return Piece::Failed;
            if (size == 0) { // the trailer ends with an empty line
                const size_t end = m_buffer.find("\r\n\r\n");
                if (end != std::string::npos) {
                    m_buffer.erase(0, end + 4);
                    m_isDone = true;
                    return bytes.empty() ? Piece::End : Piece::Data;
                }
            } else {
                m_buffer.erase(0, line + 2);
                m_left = size;
                m_isOpenChunk = true;
                continue;
            }
        } else if (m_isOpenChunk && m_left > 0 && !m_buffer.empty()) {
            const size_t taken = std::min(m_left, m_buffer.size());
            bytes.append(m_buffer, 0, taken);
            m_buffer.erase(0, taken);
            m_left -= taken;
            continue;
        } else if (m_isOpenChunk && m_left == 0 && m_buffer.size() >= 2) {
            m_buffer.erase(0, 2);
            m_isOpenChunk = false;
            continue;
        }
        if (!bytes.empty())
            return Piece::Data;
        const Piece piece = m_buffer.size() > longestHead && !m_isOpenChunk ? Piece::Failed : fill(waitMs);
        if (piece != Piece::Data)
            return piece == Piece::End ? Piece::Failed : piece;
    }
}

UpstreamPool::~UpstreamPool()
{
    for (const auto &[key, sockets] : m_idle)
        for (const int socket : sockets)
            ::close(socket);
}

int UpstreamPool::take(const std::string &key)
{
    const std::lock_guard lock(m_mutex);
    std::vector<int> &idle = m_idle[key];
    while (!idle.empty()) {
        const int socket = idle.back();
        idle.pop_back();
        pollfd state{socket, POLLIN, 0};
        if (::poll(&state, 1, 0) == 0)
            return socket;
        ::close(socket); // it was closed meanwhile, or says what nobody asked
    }
    return -1;
}

void UpstreamPool::giveBack(const std::string &key, int socket)
{
    constexpr size_t mostIdle = 32;
    const std::lock_guard lock(m_mutex);
    std::vector<int> &idle = m_idle[key];
    if (idle.size() < mostIdle)
        idle.push_back(socket);
    else
        ::close(socket);
}

std::unique_ptr<UpstreamReply> UpstreamPool::send(const UpstreamRequest &request, double timeoutSeconds, const std::function<bool()> &goesOn, std::string &problem)
{
    const std::string key = request.to.host + ":" + std::to_string(request.to.port);
    const std::string text = requestText(request);
    for (int attempt = 0; attempt < 2; ++attempt) {
        const int reused = attempt == 0 ? take(key) : -1;
        const int socket = reused >= 0 ? reused : connectTo(request.to);
        if (socket < 0) {
            problem = "Unable to connect to the remote server";
            return nullptr;
        }
        auto reply = std::make_unique<UpstreamReply>(*this, key, socket);
        const bool isSent = sendAll(socket, text);
        if (isSent && reply->readHead(static_cast<int>(timeoutSeconds * 1000), goesOn))
            return reply;
        problem = isSent && !reply->m_buffer.empty() ? "The server committed a protocol violation" : "The operation has timed out or the connection was closed";
        reply->m_isDone = false;
        // A kept-alive connection may have been closed just when we wrote; nothing was answered, so it is tried once more.
        if (reused < 0 || !reply->m_buffer.empty() || !goesOn())
            return nullptr;
    }
    return nullptr;
}

} // namespace qd::lab
