#include "azuremonitor/monitorqueryrun.h"

#include "azuremonitor/querycodec.h"
#include "http/errormapping.h"
#include "log.h"

namespace qd {

namespace {

constexpr qint64 longestServerWait = 600; ///< seconds; the service refuses more

QByteArray preferHeader(Milliseconds timeout)
{
    const auto seconds = std::chrono::ceil<Seconds>(timeout).count();
    return "wait=" + QByteArray::number(std::clamp<qint64>(seconds, 1, longestServerWait));
}

/// The server gives line and column; the offset needs the text.
void completePosition(std::optional<TextPosition> &position, const QString &kql)
{
    if (!position)
        return;
    qsizetype lineStart = 0;
    for (int line = 1; line < position->line; ++line) {
        const qsizetype end = kql.indexOf(u'\n', lineStart);
        if (end < 0)
            break;
        lineStart = end + 1;
    }
    position->offset = std::min(lineStart + position->column - 1, kql.size());
}

} // namespace

MonitorQueryRun::MonitorQueryRun(MonitorQueryEnvironment environment, MonitorQuery query,
                                 std::function<void(Result<MonitorReply>)> done)
    : m_environment(environment), m_query(std::move(query)), m_done(std::move(done))
{
}

MonitorQueryRun::~MonitorQueryRun()
{
    m_state = State::Done;
    m_running.cancel();
    leaveGovernor();
}

void MonitorQueryRun::start()
{
    m_state = State::Queued;
    m_ticket = m_environment.governor.enter([this] { signIn(); });
}

void MonitorQueryRun::signIn()
{
    m_state = State::SigningIn;
    m_running = m_environment.tokens.token(m_environment.target.scope, this, [this](const Result<AccessToken> &token) {
        if (token)
            send(*token);
        else
            finish(token.error());
    });
}

void MonitorQueryRun::send(const AccessToken &token)
{
    m_state = State::Sending;
    HttpRequest request{.method = QByteArrayLiteral("POST"),
                        .url = monitorQueryUrl(m_environment.target),
                        .body = encodeMonitorQuery(m_query),
                        .contentType = QByteArrayLiteral("application/json"),
                        .timeout = m_query.timeout,
                        .idleTimeout = m_query.timeout,
                        .maxBytes = MonitorReplyLimits().bytes,
                        .idempotent = true};
    request.headers.set("Accept", "application/json");
    request.headers.set("Prefer", preferHeader(m_query.timeout));
    request.headers.set("Authorization", "Bearer " + token.secret.toLatin1());
    m_running = m_environment.http.send(std::move(request), this, [this](const Result<HttpResponse> &answer) { onAnswer(answer); });
}

void MonitorQueryRun::onAnswer(const Result<HttpResponse> &answer)
{
    if (!answer)
        return finish(answer.error());
    if (isSuccess(*answer))
        return decode(*answer);
    onRefused(*answer);
}

void MonitorQueryRun::onRefused(const HttpResponse &response)
{
    Error error = errorFromResponse(response);
    if (error.kind == ErrorKind::Unauthorized && !m_hasReauthenticated) {
        m_hasReauthenticated = true;
        m_environment.tokens.invalidate(m_environment.target.scope);
        return signIn();
    }
    completePosition(error.position, m_query.kql);
    finish(std::move(error));
}

void MonitorQueryRun::decode(const HttpResponse &response)
{
    m_state = State::Decoding;
    leaveGovernor();
    MonitorReply head{.tables = {},
                      .warnings = {},
                      .serverTime = response.date,
                      .requestId = response.requestId,
                      .elapsed = response.elapsed,
                      .bytes = response.body.size()};
    m_running = m_environment.worker.decode(response.body, this, [this, head, status = response.status](Result<DecodedReply> decoded) {
        onDecoded(head, status, std::move(decoded));
    });
}

void MonitorQueryRun::onDecoded(MonitorReply reply, int status, Result<DecodedReply> decoded)
{
    if (!decoded) {
        Error error = decoded.error();
        error.httpStatus = status;
        error.requestId = reply.requestId;
        return finish(std::move(error));
    }
    reply.tables = std::move(decoded->tables);
    reply.warnings = std::move(decoded->warnings);
    for (const QString &warning : std::as_const(reply.warnings))
        log::info(log::monitor, QStringLiteral("%1 id=%2").arg(warning, reply.requestId));
    finish(std::move(reply));
}

void MonitorQueryRun::leaveGovernor()
{
    if (m_ticket)
        m_environment.governor.leave(*std::exchange(m_ticket, std::nullopt));
}

void MonitorQueryRun::finish(Result<MonitorReply> result)
{
    if (m_state == State::Done)
        return;
    m_state = State::Done;
    leaveGovernor();
    m_done(std::move(result)); // may destroy this object: nothing after it
}

} // namespace qd
