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

HttpRequest queryRequestOf(const MonitorQuery &query, const MonitorTarget &target, bool isForPeople, HttpBodySink &sink)
{
    HttpRequest request{.method = QByteArrayLiteral("POST"),
                        .url = monitorQueryUrl(target),
                        .body = encodeMonitorQuery(query),
                        .contentType = QByteArrayLiteral("application/json"),
                        .timeout = query.timeout,
                        .idleTimeout = query.timeout,
                        .maxBytes = MonitorReplyLimits().bytes,
                        .idempotent = true,
                        .sink = &sink};
    request.headers.set("Accept", "application/json");
    request.headers.set("Prefer", preferHeader(query, isForPeople));
    return request;
}

bool isPacked(const HttpResponse &head)
{
    const QByteArray encoding = head.headers.value("content-encoding").toLower();
    return encoding == "gzip" || encoding == "x-gzip";
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
                                 MonitorQueryStyle style, Done done)
    : m_worker(worker), m_query(std::move(query)), m_style(std::move(style)), m_done(std::move(done)),
      m_request(environment, target.scope, queryRequestOf(m_query, target, m_style.isForPeople, *this),
                [this](const Result<HttpResponse> &answer) { onAnswer(answer); })
{
}

MonitorQueryRun::~MonitorQueryRun() { stop(); }

void MonitorQueryRun::stop()
{
    m_done = nullptr;
    m_style.rows = nullptr;
    m_request.stop();
    dropDecoding();
}

void MonitorQueryRun::begin(const HttpResponse &head)
{
    dropDecoding();
    m_head = head;
    ReplyWorker::Sinks sinks{.pieces = {}, .done = [this](Result<DecodedReply> decoded) { onDecoded(std::move(decoded)); }};
    if (m_style.rows)
        sinks.pieces = [this](const query::ResultSet::Piece &piece) { onPiece(piece); };
    m_decoding = m_worker.begin(isPacked(head), !m_style.isForPeople, std::move(sinks));
}

void MonitorQueryRun::take(const QByteArray &wire) { m_worker.feed(*m_decoding, wire); }

void MonitorQueryRun::onPiece(const query::ResultSet::Piece &piece)
{
    m_hasGivenRows = true;
    if (const QueryService::RowSink rows = m_style.rows)
        rows(piece); // may stop this
}

void MonitorQueryRun::onAnswer(const Result<HttpResponse> &answer)
{
    if (!answer) {
        dropDecoding();
        Error error = answer.error();
        completePosition(error.position, m_query.kql);
        return finish(std::move(error));
    }
    if (!m_decoding)
        begin(*answer); // without a body
    m_head = *answer;
    m_worker.end(*m_decoding);
}

/// May come before the answer is whole, when what came of it cannot be read.
void MonitorQueryRun::onDecoded(Result<DecodedReply> decoded)
{
    m_decoding.reset();
    m_request.stop();
    if (!decoded) {
        Error error = decoded.error();
        error.httpStatus = m_head.status;
        error.requestId = m_head.requestId;
        return finish(std::move(error));
    }
    for (const QString &warning : std::as_const(decoded->warnings))
        log::info(log::monitor, QStringLiteral("%1 id=%2").arg(warning, m_head.requestId));
    finish(MonitorAnswer{.decoded = *std::move(decoded),
                         .serverTime = m_head.date,
                         .requestId = m_head.requestId,
                         .elapsed = m_head.elapsed});
}

void MonitorQueryRun::dropDecoding()
{
    if (m_decoding)
        m_worker.drop(*std::exchange(m_decoding, std::nullopt));
}

void MonitorQueryRun::finish(Result<MonitorAnswer> result)
{
    if (const Done done = std::exchange(m_done, nullptr))
        done(std::move(result)); // may destroy this object: nothing after it
}

} // namespace qd
