#include "mcp/rpcexchange.h"

#include "mcp/jsonslice.h"
#include "mcp/metaobject.h"
#include "mcp/paramheaders.h"

#include <algorithm>
#include <utility>

// One request of a caller and what a server may put between it and its result.
namespace qd {

namespace {

constexpr qsizetype maxQuestions = 32;
constexpr Milliseconds beforeStateRetry{250};

Error tooManyRounds(int rounds)
{
    return {.kind = ErrorKind::Protocol, .message = QStringLiteral("The server still asks for input after %1 rounds.").arg(rounds)};
}

QByteArray paramOf(const McpRequest &request, QByteArrayView name)
{
    return jsonslice::member(request.params, name).value_or(QByteArrayView()).toByteArray();
}

/// Of a kind that we have not said we answer.
Error unansweredQuestion(const Error &refusal)
{
    return {.kind = ErrorKind::Protocol, .message = QStringLiteral("The server asks %1 before it answers, and nobody here was set to answer that.").arg(refusal.detail)};
}

} // namespace

RpcSession::ExchangePtr RpcSession::exchange(McpRequest what, std::function<void(const Result<QByteArray> &)> done, ProgressSink progress)
{
    const auto made = std::make_shared<Exchange>();
    made->request = std::move(what);
    made->done = std::move(done);
    made->progress = std::move(progress);
    made->timeout = m_config.requestTimeout;
    m_exchanges.insert(made);
    if (!answerFromKept(made))
        sendRound(made);
    return made;
}

/// A list or a resource that the server allowed to keep for a while (ttlMs) is not asked for again.
bool RpcSession::answerFromKept(const ExchangePtr &exchange)
{
    const auto kept = m_codec->isModern() ? m_kept.find(exchange->request, m_environment.timers.monotonic()) : std::nullopt;
    if (!kept)
        return false;
    note(QStringLiteral("%1 is not asked for again: the server allows to keep its last answer").arg(exchange->request.method));
    QMetaObject::invokeMethod(exchange->context.get(), [this, exchange, result = *kept] { finish(exchange, result); }, Qt::QueuedConnection);
    return true;
}

void RpcSession::sendRound(const ExchangePtr &exchange)
{
    if (m_isRenewing) {
        m_waiting << exchange;
        return;
    }
    McpRequest round = exchange->request;
    if (m_codec->isModern() && round.method == QLatin1String("tools/call")) {
        const QString tool = jsonslice::text(paramOf(round, "name")).value_or(QString());
        round.headers = paramheaders::ofArguments(m_tools.value(tool).inputSchema.toUtf8(), paramOf(round, "arguments"));
    }
    QByteArrayList more;
    if (!exchange->answers.isEmpty()) {
        QByteArrayList responses;
        for (const QByteArray &key : std::as_const(exchange->keys))
            responses << key + ':' + exchange->answers.value(key);
        more << "\"inputResponses\":{" + responses.join(',') + '}';
    }
    if (!exchange->requestState.isEmpty())
        more << "\"requestState\":" + exchange->requestState;
    round.params = metaobject::appended(round.params, more);
    exchange->id = request(round, exchange->timeout, [this, exchange](const Reply &reply) { onRound(exchange, reply); }, exchange->progress);
}

void RpcSession::onRound(const ExchangePtr &exchange, const Reply &reply)
{
    if (!reply.result) {
        if (refreshTools(exchange, reply.result.error()) || visitPages(exchange, reply) || askAgain(exchange, reply.result.error()))
            return;
        return finish(exchange, reply.result);
    }
    const Result<McpVerdict> verdict = m_codec->verdictOf(*reply.result);
    if (!verdict)
        return finish(exchange, verdict.error());
    if (verdict->kind == McpVerdict::Kind::Complete) {
        if (m_codec->isModern() && exchange->rounds == 0)
            m_kept.keep(exchange->request, *reply.result, m_environment.timers.monotonic());
        return finish(exchange, reply.result);
    }
    if (verdict->kind == McpVerdict::Kind::Task)
        return followTask(exchange, *reply.result);
    exchange->requestState = verdict->requestState;
    askAll(exchange, verdict->inputRequests);
}

/// A modern server's stream that breaks takes its request along. It is asked again, once and with a new id, when asking twice
/// does no harm.
bool RpcSession::askAgain(const ExchangePtr &exchange, const Error &error)
{
    const bool isBroken = m_codec->isModern() && error.kind == ErrorKind::Network && error.httpStatus == 200;
    const McpTool tool = m_tools.value(jsonslice::text(paramOf(exchange->request, "name")).value_or(QString()));
    const bool isHarmless = exchange->request.method != QLatin1String("tools/call") || tool.isReadOnly.value_or(false) || tool.isIdempotent.value_or(false);
    if (!isBroken || !isHarmless || !m_channel || std::exchange(exchange->isRepeated, true))
        return false;
    note(QStringLiteral("the answer to %1 was lost with its stream; asking again").arg(exchange->request.method));
    sendRound(exchange);
    return true;
}

void RpcSession::askAll(const ExchangePtr &exchange, const QByteArray &questions)
{
    auto asked = jsonslice::members(questions);
    if (!exchange->task.isEmpty()) // a task shows a question until its answer has arrived
        asked.removeIf([&exchange](const auto &one) { return exchange->told.contains(one.first); });
    if (!exchange->task.isEmpty() && asked.isEmpty())
        return pollTask(exchange);
    if (++exchange->rounds > maxRounds || asked.size() > maxQuestions)
        return finish(exchange, tooManyRounds(maxRounds));
    exchange->keys.clear();
    exchange->answers.clear();
    exchange->questions.clear();
    for (const auto &[key, question] : asked) {
        if (exchange->keys.contains(key))
            return finish(exchange, Error{.kind = ErrorKind::Protocol, .message = QStringLiteral("The server asks two questions by one name."), .detail = QString::fromUtf8(key.first(std::min<qsizetype>(key.size(), 100)))});
        exchange->keys << key.toByteArray();
    }
    if (asked.isEmpty())
        return m_environment.timers.after(beforeStateRetry, exchange->context.get(), [this, exchange] { onAllAnswered(exchange); });
    for (const auto &[key, question] : asked) {
        const QString method = jsonslice::text(jsonslice::member(question, "method").value_or(QByteArrayView())).value_or(QString());
        const QByteArray params = jsonslice::member(question, "params").value_or(QByteArrayView("{}")).toByteArray();
        exchange->questions << m_questions.ask(method, params, exchange->context.get(), [this, exchange, name = key.toByteArray()](const Result<QByteArray> &answer) {
            takeAnswer(exchange, name, answer);
        }, true);
    }
}

void RpcSession::takeAnswer(const ExchangePtr &exchange, const QByteArray &key, const Result<QByteArray> &answer)
{
    if (!m_exchanges.contains(exchange))
        return;
    if (!answer)
        return finish(exchange, answer.error().kind == ErrorKind::Forbidden ? unansweredQuestion(answer.error()) : answer.error());
    exchange->answers.insert(key, *answer);
    if (exchange->answers.size() == exchange->keys.size())
        onAllAnswered(exchange);
}

void RpcSession::onAllAnswered(const ExchangePtr &exchange)
{
    if (exchange->task.isEmpty())
        return sendRound(exchange);
    exchange->told << exchange->keys;
    QByteArrayList responses;
    for (const QByteArray &key : std::as_const(exchange->keys))
        responses << key + ':' + exchange->answers.value(key);
    updateTask(exchange, '{' + responses.join(',') + '}');
}

/// The headers of a call must repeat its arguments as the tool's schema says; a server whose schema has changed since
/// refuses them. Lists its tools anew, and tries once more.
bool RpcSession::refreshTools(const ExchangePtr &exchange, const Error &error)
{
    if (error.vendorCode != QLatin1String("-32020") || exchange->request.method != QLatin1String("tools/call") || std::exchange(exchange->isRepeated, true))
        return false;
    m_kept.clear();
    exchange->questions << listTools(exchange->context.get(), [this, exchange, error](const Result<QList<McpTool>> &tools) {
        if (m_exchanges.contains(exchange))
            tools ? sendRound(exchange) : finish(exchange, error);
    });
    return true;
}

void RpcSession::cancelExchange(const ExchangePtr &exchange)
{
    if (!m_exchanges.contains(exchange))
        return;
    tellTaskCancelled(exchange);
    const qint64 id = exchange->id;
    exchange->isRepeated = true;
    cancelRequest(id, cancelledError());
    finish(exchange, cancelledError());
}

void RpcSession::finish(const ExchangePtr &exchange, const Result<QByteArray> &result)
{
    if (m_exchanges.erase(exchange) == 0)
        return;
    for (const Call &question : std::as_const(exchange->questions))
        question.cancel();
    exchange->context.reset(); // at once, also when it is the caller's: what is on its way to it must not arrive
    const auto done = std::exchange(exchange->done, nullptr);
    done(result ? result : Result<QByteArray>(masked(result.error())));
}

} // namespace qd
