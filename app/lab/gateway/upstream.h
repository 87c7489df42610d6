#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace qd::lab {

/// Where an upstream server is: "http://127.0.0.1:3101/mcp" taken apart.
struct UpstreamAddress {
    std::string host;
    int port = 80;
    std::string path; ///< with a leading slash, without a trailing one
};
/// False for anything but plain http.
bool parseUpstream(const std::string &url, UpstreamAddress &address);

struct UpstreamRequest {
    UpstreamAddress to;
    std::string method;
    std::string target; ///< path and query
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

class UpstreamPool;

/// An answer whose head has been read; its body comes piece by piece. Destroyed before its end, the connection is closed,
/// which cancels the request. One thread.
class UpstreamReply
{
public:
    enum class Piece { Data, Idle, End, Failed };

    UpstreamReply(UpstreamPool &pool, std::string key, int socket);
    ~UpstreamReply();
    UpstreamReply(const UpstreamReply &) = delete;
    UpstreamReply &operator=(const UpstreamReply &) = delete;

    int status = 0;
    std::string reason;
    std::vector<std::pair<std::string, std::string>> headers;

    /// The next bytes of the body; Idle after `waitMs` without any.
    Piece read(std::string &bytes, int waitMs);
    /// The body is empty or its length is told.
    [[nodiscard]] bool hasLength() const { return m_sizing == Sizing::Length; }

private:
    friend class UpstreamPool;
    enum class Sizing { Length, Chunked, UntilClose };

    Piece fill(int waitMs);
    bool readHead(int waitMs, const std::function<bool()> &goesOn);
    bool parseHead(const std::string &head);
    Piece readChunk(std::string &bytes, int waitMs);

    UpstreamPool &m_pool;
    const std::string m_key;
    int m_socket;
    std::string m_buffer;
    Sizing m_sizing = Sizing::UntilClose;
    size_t m_left = 0;
    bool m_isOpenChunk = false;
    bool m_isDone = false;
    bool m_keepsAlive = true;
};

/// Plain HTTP/1.1 client of the gateway with kept-alive connections: pull instead of push, so that a body can be passed on
/// as it comes. Any thread.
class UpstreamPool
{
public:
    UpstreamPool() = default;
    ~UpstreamPool();
    UpstreamPool(const UpstreamPool &) = delete;
    UpstreamPool &operator=(const UpstreamPool &) = delete;

    /// Sends the request and waits for the answer's head. Null with `problem` when there is none within the time, or when
    /// `goesOn` said no.
    std::unique_ptr<UpstreamReply> send(const UpstreamRequest &request, double timeoutSeconds, const std::function<bool()> &goesOn, std::string &problem);

private:
    friend class UpstreamReply;
    int take(const std::string &key);
    void giveBack(const std::string &key, int socket);

    std::mutex m_mutex;
    std::map<std::string, std::vector<int>> m_idle;
};

} // namespace qd::lab
