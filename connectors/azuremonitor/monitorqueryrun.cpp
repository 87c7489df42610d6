#include "azuremonitor/monitorqueryrun.h"

#include "azuremonitor/querycodec.h"
#include "log.h"

#include <algorithm>
#include <utility>

namespace qd {

namespace {

constexpr qint64 longestServerWait = 600; ///< seconds; the service refuses more

QByteArray preferHeader(const MonitorQuery &query, bool isForPeople)
{
    const auto seconds = std::chrono::ceil<Seconds>(query.timeout).count();
    return "wait=" + QByteArray::number(std::clamp<qint64>(seconds, 1, longestServerWait))
        + (isForPeople ? ",include-statistics=true,include-render=true" : "");
}

HttpRequest queryRequestOf(const MonitorQuery &query, const MonitorTarget &target, bool isForPeople)
{
    HttpRequest request{.method = QByteArrayLiteral("POST"),
                        .url = monitorQueryUrl(target),
                        .body = encodeMonitorQuery(query),
                        .contentType = QByteArrayLiteral("application/json"),
                        .timeout = query.timeout,
                        .idleTimeout = query.timeout,
                        .maxBytes = MonitorReplyLimits().bytes,
                        .idempotent = true};
    request.headers.set("Accept", "application/json");
    request.headers.set("Prefer", preferHeader(query, isForPeople));
    return request;
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

MonitorQueryRun::MonitorQueryRun(MonitorEnvironment environment, ReplyWorker &worker, const MonitorTarget &target, MonitorQuery query,
                                 bool isForPeople, Done done)
    : m_worker(worker), m_query(std::move(query)), m_done(std::move(done)),
      m_request(environment, target.scope, queryRequestOf(m_query, target, isForPeople),
                [this](const Result<HttpResponse> &answer) { onAnswer(answer); })
{
}

MonitorQueryRun::~MonitorQueryRun() { stop(); }

void MonitorQueryRun::stop()
{
    m_done = nullptr;
    m_request.stop();
    m_decoding.cancel();
}

void MonitorQueryRun::onAnswer(const Result<HttpResponse> &answer)
{
    if (answer)
        return decode(*answer);
    Error error = answer.error();
    completePosition(error.position, m_query.kql);
    finish(std::move(error));
}

void MonitorQueryRun::decode(const HttpResponse &response)
{
    MonitorAnswer head{.decoded = {},
                       .serverTime = response.date,
                       .requestId = response.requestId,
                       .elapsed = response.elapsed,
                       .bytes = response.body.size()};
    m_decoding = m_worker.decode(response.body, this, [this, head, status = response.status](Result<DecodedReply> decoded) {
        onDecoded(head, status, std::move(decoded));
    });
}

void MonitorQueryRun::onDecoded(MonitorAnswer answer, int status, Result<DecodedReply> decoded)
{
    if (!decoded) {
        Error error = decoded.error();
        error.httpStatus = status;
        error.requestId = answer.requestId;
        return finish(std::move(error));
    }
    answer.decoded = *std::move(decoded);
    for (const QString &warning : std::as_const(answer.decoded.warnings))
        log::info(log::monitor, QStringLiteral("%1 id=%2").arg(warning, answer.requestId));
    finish(std::move(answer));
}

void MonitorQueryRun::finish(Result<MonitorAnswer> result)
{
    if (const Done done = std::exchange(m_done, nullptr))
        done(std::move(result)); // may destroy this object: nothing after it
}

} // namespace qd
