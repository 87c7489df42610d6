#include "server/labserver.h"

#include "log.h"
#include "server/azureerror.h"
#include "server/guid.h"
#include "server/gzip.h"
#include "server/target.h"
#include "server/workerpool.h"

#include <httplib.h>

#include <array>
#include <atomic>
#include <ctime>
#include <filesystem>
#include <poll.h>

namespace qd::lab {

namespace {

constexpr std::string_view loopback = "127.0.0.1";
constexpr size_t gzipFromBytes = 1024;
constexpr size_t clientIdBytes = 128;

/// httplib's view of our pool.
class PoolAdapter final : public httplib::TaskQueue
{
public:
    explicit PoolAdapter(size_t limit) : m_pool(limit) {}
    void enqueue(std::function<void()> job) override { m_pool.add(std::move(job)); }
    void shutdown() override { m_pool.finish(); }

private:
    WorkerPool m_pool;
};

/// "Sat, 21 Nov 2026 09:00:00 GMT".
std::string httpDate(Instant at)
{
    const std::time_t seconds = std::chrono::floor<Seconds>(at).time_since_epoch().count();
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 64> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

std::string lowered(std::string text)
{
    for (char &c : text)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

HttpRequest toRequest(const httplib::Request &from)
{
    HttpRequest request;
    request.method = from.method;
    Target target = splitTarget(from.target);
    request.target = from.target;
    request.segments = std::move(target.segments);
    request.query = std::move(target.query);
    for (const auto &[name, value] : from.headers) {
        request.headers.emplace(lowered(name), value);
        request.headerLines.emplace_back(name, value);
    }
    request.remoteAddress = from.remote_addr;
    request.requestId = randomGuid();
    return request;
}

/// True when the client takes gzip ("gzip;q=0" is rare enough to be read as consent by nobody we serve).
bool acceptsGzip(const HttpRequest &request)
{
    const std::string_view accepted = request.header("accept-encoding");
    return accepted.find("gzip") != std::string_view::npos && accepted.find("gzip;q=0,") == std::string_view::npos
        && !accepted.ends_with("gzip;q=0");
}

HttpReply bodyError(int status, const HttpRequest &request)
{
    if (status == 413)
        return azureError(413, "RequestEntityTooLarge", "The request body is larger than this endpoint accepts.", request);
    if (status == 415)
        return azureError(415, "UnsupportedMediaType", "The content encoding of the request is not supported.", request);
    return azureError(400, "BadRequest", "The request body could not be read.", request);
}

bool knowsEncoding(const httplib::Request &request)
{
    const std::string encoding = lowered(request.get_header_value("Content-Encoding"));
    return encoding.empty() || encoding == "gzip" || encoding == "deflate" || encoding == "br" || encoding == "identity";
}

/// Makes every socket of ours that listens or talks on `port` end its reads and writes, so that idle kept-alive
/// connections do not hold the server's threads. httplib offers no way to reach them.
void endConnections(quint16 port)
{
    const long limit = std::min(sysconf(_SC_OPEN_MAX), 65536L);
    for (int fd = 0; fd < limit; ++fd) {
        sockaddr_in own{};
        socklen_t size = sizeof own;
        if (getsockname(fd, reinterpret_cast<sockaddr *>(&own), &size) == 0 && own.sin_family == AF_INET
            && ntohs(own.sin_port) == port)
            ::shutdown(fd, SHUT_RDWR);
    }
}

/// Our socket that talks with the caller's port, or -1: httplib does not tell it.
int connectionTo(quint16 port, int callersPort)
{
    constexpr const char *openFiles = "/proc/self/fd";
    for (const auto &entry : std::filesystem::directory_iterator(openFiles)) {
        const int fd = std::atoi(entry.path().filename().c_str());
        sockaddr_in own{};
        sockaddr_in peer{};
        socklen_t ownSize = sizeof own;
        socklen_t peerSize = sizeof peer;
        if (getsockname(fd, reinterpret_cast<sockaddr *>(&own), &ownSize) == 0 && ntohs(own.sin_port) == port
            && getpeername(fd, reinterpret_cast<sockaddr *>(&peer), &peerSize) == 0 && ntohs(peer.sin_port) == callersPort)
            return fd;
    }
    return -1;
}

/// httplib's sink as ours; looks at the connection itself to see whether the caller has left.
class ChunkSink final : public BodySink
{
public:
    ChunkSink(httplib::DataSink &sink, quint16 port, int callersPort) : m_sink(sink), m_port(port), m_callersPort(callersPort) {}
    bool write(std::string_view bytes) override { return bytes.empty() || m_sink.write(bytes.data(), bytes.size()); }
    bool isOpen() override
    {
        if (m_fd < 0)
            m_fd = connectionTo(m_port, m_callersPort);
        pollfd state{m_fd, POLLRDHUP, 0};
        return m_fd >= 0 && (::poll(&state, 1, 0) == 0 || (state.revents & (POLLRDHUP | POLLHUP | POLLERR)) == 0);
    }

private:
    httplib::DataSink &m_sink;
    const quint16 m_port;
    const int m_callersPort;
    int m_fd = -1;
};

/// Only address reuse: with httplib's default, SO_REUSEPORT, two labs could share one port unnoticed.
void allowAddressReuse(socket_t socket)
{
    const int yes = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
}

std::unique_ptr<httplib::Server> makeListener(const std::optional<TlsIdentity> &tls)
{
    if (!tls)
        return std::make_unique<httplib::Server>();
    return std::make_unique<httplib::SSLServer>([&](SSL_CTX &context) {
        SSL_CTX_set_min_proto_version(&context, TLS1_2_VERSION);
        return SSL_CTX_use_certificate(&context, tls->certificate.get()) == 1 && SSL_CTX_use_PrivateKey(&context, tls->key.get()) == 1;
    });
}

} // namespace

class LabServer::Private
{
public:
    Private(const Router &router, const Clock &clock, ServerLimits limits, const std::optional<TlsIdentity> &tls);
    Result<void> bind(quint16 port);
    void serve();
    void stop();

    quint16 m_port = 0;

private:
    /// Counts a handler for as long as it runs, also when it ends by an exception.
    class RunningHandler
    {
    public:
        explicit RunningHandler(Private &server) : m_server(server)
        {
            const std::lock_guard lock(m_server.m_mutex);
            ++m_server.m_running;
        }
        ~RunningHandler()
        {
            const std::lock_guard lock(m_server.m_mutex);
            if (--m_server.m_running == 0)
                m_server.m_quiet.notify_all();
        }
        Q_DISABLE_COPY_MOVE(RunningHandler)

    private:
        Private &m_server;
    };

    void configure();
    void registerMethods();
    void handle(const httplib::Request &from, httplib::Response &to, const httplib::ContentReader *reader);
    HttpReply answer(const httplib::Request &from, HttpRequest &request, const httplib::ContentReader *reader);
    int readBody(const httplib::Request &from, std::string &body, const httplib::ContentReader &reader) const;
    void send(HttpReply reply, const HttpRequest &request, httplib::Response &to, int callersPort = 0) const;
    void completeError(const httplib::Request &from, httplib::Response &to) const;
    void addCommonHeaders(const HttpRequest &request, httplib::Response &to) const;
    void waitForHandlers();

    const Router &m_router;
    const Clock &m_clock;
    const ServerLimits m_limits;
    const bool m_isSecure;
    const std::unique_ptr<httplib::Server> m_listener;
    httplib::Server &m_server;
    std::thread m_thread;
    std::mutex m_mutex;
    std::condition_variable m_quiet;
    int m_running = 0;
};

LabServer::Private::Private(const Router &router, const Clock &clock, ServerLimits limits, const std::optional<TlsIdentity> &tls)
    : m_router(router), m_clock(clock), m_limits(limits), m_isSecure(tls.has_value()), m_listener(makeListener(tls)), m_server(*m_listener)
{
    configure();
    registerMethods();
}

void LabServer::Private::configure()
{
    constexpr time_t keepAliveSeconds = 120;
    constexpr time_t readSeconds = 30;
    m_server.new_task_queue = [limit = m_limits.connections] { return new PoolAdapter(limit); };
    m_server.set_socket_options(allowAddressReuse);
    m_server.set_tcp_nodelay(true);
    m_server.set_keep_alive_max_count(1'000'000);
    m_server.set_keep_alive_timeout(keepAliveSeconds);
    m_server.set_read_timeout(readSeconds);
    m_server.set_write_timeout(readSeconds);
    m_server.set_payload_max_length(m_limits.compressedBytes);
    m_server.set_error_handler([this](const httplib::Request &from, httplib::Response &to) { completeError(from, to); });
    m_server.set_exception_handler([](const httplib::Request &, httplib::Response &to, std::exception_ptr) {
        log::error(log::lab, QStringLiteral("a handler threw"));
        to.status = 500;
    });
}

void LabServer::Private::registerMethods()
{
    const std::string any = "[\\s\\S]*";
    const auto plain = [this](const httplib::Request &from, httplib::Response &to) { handle(from, to, nullptr); };
    const auto withBody = [this](const httplib::Request &from, httplib::Response &to, const httplib::ContentReader &reader) {
        handle(from, to, &reader);
    };
    m_server.Get(any, plain);
    m_server.Options(any, plain);
    m_server.Post(any, withBody);
    m_server.Put(any, withBody);
    m_server.Patch(any, withBody);
    m_server.Delete(any, withBody);
}

void LabServer::Private::handle(const httplib::Request &from, httplib::Response &to, const httplib::ContentReader *reader)
{
    const RunningHandler running(*this);
    HttpRequest request = toRequest(from);
    request.isSecure = m_isSecure;
    const auto started = std::chrono::steady_clock::now();
    send(answer(from, request, reader), request, to, from.remote_port);
    const auto took = std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - started);
    QString path;
    for (const std::string &segment : request.segments)
        path += u'/' + QString::fromStdString(segment).left(80);
    log::debug(log::lab, QStringLiteral("%1 %2 -> %3, %4 bytes, %5 ms").arg(QString::fromStdString(request.method), path)
                             .arg(to.status).arg(to.body.size()).arg(took.count()));
}

HttpReply LabServer::Private::answer(const httplib::Request &from, HttpRequest &request, const httplib::ContentReader *reader)
{
    if (reader) {
        const int refused = readBody(from, request.body, *reader);
        if (refused != 0) {
            HttpReply reply = bodyError(refused, request);
            reply.headers.emplace_back("Connection", "close");
            return reply;
        }
    }
    return m_router.route(request);
}

/// 0, or the status that says why the body could not be taken.
int LabServer::Private::readBody(const httplib::Request &from, std::string &body, const httplib::ContentReader &reader) const
{
    const bool chunked = lowered(from.get_header_value("Transfer-Encoding")).find("chunked") != std::string::npos;
    if (!chunked && !from.has_header("Content-Length"))
        return 0; // no body at all; httplib would wait for the connection to close
    if (!chunked && from.get_header_value<uint64_t>("Content-Length") > m_limits.compressedBytes)
        return 413;
    if (!knowsEncoding(from))
        return 415; // httplib would hand on the packed bytes
    bool tooLarge = false;
    const bool complete = reader([&](const char *data, size_t size) {
        tooLarge = body.size() + size > m_limits.decompressedBytes;
        if (!tooLarge)
            body.append(data, size);
        return !tooLarge;
    });
    if (complete)
        return 0;
    return tooLarge ? 413 : 400;
}

void LabServer::Private::send(HttpReply reply, const HttpRequest &request, httplib::Response &to, int callersPort) const
{
    to.status = reply.status;
    for (const auto &[name, value] : reply.headers)
        to.set_header(name, value);
    addCommonHeaders(request, to);
    if (reply.stream) {
        const auto make = [stream = std::move(reply.stream), port = m_port, callersPort](size_t, httplib::DataSink &sink) {
            ChunkSink chunks(sink, port, callersPort);
            stream(chunks);
            sink.done();
            return true;
        };
        to.set_chunked_content_provider(reply.contentType, make);
        return;
    }
    if (reply.body.size() >= gzipFromBytes && acceptsGzip(request)) {
        std::string packed = gzipped(reply.body);
        if (!packed.empty()) {
            to.set_header("Content-Encoding", "gzip");
            reply.body = std::move(packed);
        }
    }
    to.body = std::move(reply.body);
    if (!to.body.empty())
        to.set_header("Content-Type", reply.contentType);
}

void LabServer::Private::addCommonHeaders(const HttpRequest &request, httplib::Response &to) const
{
    to.set_header("Date", httpDate(m_clock.now()));
    to.set_header("Vary", "Accept-Encoding");
    to.set_header("x-ms-request-id", request.requestId);
    to.set_header("x-ms-correlation-request-id", request.requestId);
    const std::string clientId(request.header("x-ms-client-request-id"));
    if (!clientId.empty() && clientId.size() <= clientIdBytes)
        to.set_header("x-ms-client-request-id", clientId);
}

/// Errors that httplib raises itself, before any handler saw the request, get our headers and a body.
void LabServer::Private::completeError(const httplib::Request &from, httplib::Response &to) const
{
    if (to.has_header("x-ms-request-id"))
        return;
    const HttpRequest request = toRequest(from);
    const bool server = to.status >= 500;
    to.set_header("Connection", "close"); // the rest of the request may still be unread
    send(azureError(to.status, server ? "InternalServerError" : "BadRequest",
                    server ? "The request could not be processed." : "The request is malformed.", request), request, to);
}

Result<void> LabServer::Private::bind(quint16 port)
{
    const std::string host(loopback);
    const int bound = port == 0 ? m_server.bind_to_any_port(host) : m_server.bind_to_port(host, port) ? port : -1;
    if (bound <= 0)
        return Error{.kind = ErrorKind::Conflict,
                     .message = QStringLiteral("Port %1 on 127.0.0.1 is already in use or not allowed.").arg(port)};
    m_port = static_cast<quint16>(bound);
    return {};
}

void LabServer::Private::serve()
{
    m_thread = std::thread([this] { m_server.listen_after_bind(); });
    while (!m_server.is_running())
        std::this_thread::yield();
}

void LabServer::Private::waitForHandlers()
{
    constexpr auto patience = std::chrono::seconds(2);
    std::unique_lock lock(m_mutex);
    m_quiet.wait_for(lock, patience, [this] { return m_running == 0; });
}

void LabServer::Private::stop()
{
    if (!m_thread.joinable())
        return;
    m_server.stop();
    waitForHandlers();
    endConnections(m_port);
    m_thread.join();
}

Result<std::unique_ptr<LabServer>> LabServer::bind(const Router &router, const Clock &clock, quint16 port, ServerLimits limits,
                                                   const std::optional<TlsIdentity> &tls)
{
    auto d = std::make_unique<Private>(router, clock, limits, tls);
    if (const Result<void> bound = d->bind(port); !bound)
        return bound.error();
    return std::unique_ptr<LabServer>(new LabServer(std::move(d)));
}

LabServer::LabServer(std::unique_ptr<Private> p) : d(std::move(p)) {}
LabServer::~LabServer() { stop(); }
quint16 LabServer::port() const { return d->m_port; }
void LabServer::serve() { d->serve(); }
void LabServer::stop() { d->stop(); }

} // namespace qd::lab
