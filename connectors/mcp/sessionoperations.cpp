#include "mcp/rpcsessioncalls.h"

#include "mcp/codec20260728.h"

#include <utility>

// The operations of RpcSession that are one request with one answer, beside calls, reads and lists.
namespace qd {

namespace {

/// An answer that says only that it was done.
Result<QByteArray> asItIs(const QByteArray &result) { return result; }

Error notInThisEra()
{
    return {.kind = ErrorKind::Invalid, .message = QStringLiteral("The revision that this server speaks does not have this.")};
}

} // namespace

Call RpcSession::plain(const McpRequest &what, QObject *context, Completion<void> completion)
{
    return single<QByteArray>(what, asItIs, context, [completion = std::move(completion)](const Result<QByteArray> &result) {
        if (completion)
            completion(result ? Result<void>() : Result<void>(result.error()));
    });
}

Call RpcSession::complete(const McpCompletionQuery &query, QObject *context, Completion<McpCompletions> completion)
{
    return single<McpCompletions>(m_codec->complete(query), [this](const QByteArray &result) { return m_codec->decodeCompletions(result); }, context,
                                  std::move(completion));
}

Call RpcSession::subscribe(const QString &uri, QObject *context, Completion<void> completion)
{
    if (m_codec->isModern())
        return changeSubscription(uri, true, context, std::move(completion));
    return plain(m_codec->subscribe(uri), context, [this, self = QPointer(this), uri, completion = std::move(completion)](const Result<void> &result) {
        if (self && result && m_info && !m_subscribed.contains(uri))
            m_subscribed << uri;
        if (completion)
            completion(result);
    });
}

Call RpcSession::unsubscribe(const QString &uri, QObject *context, Completion<void> completion)
{
    if (m_codec->isModern())
        return changeSubscription(uri, false, context, std::move(completion));
    m_subscribed.removeAll(uri);
    return plain(m_codec->unsubscribe(uri), context, std::move(completion));
}

Call RpcSession::setLogLevel(McpLogLevel level, QObject *context, Completion<void> completion)
{
    if (!m_codec->isModern())
        return plain(m_codec->setLogLevel(level), context, [self = QPointer(this), level, completion = std::move(completion)](const Result<void> &result) {
            if (self && result)
                self->m_level = level;
            if (completion)
                completion(result);
        });
    m_level = level;
    m_codec = std::make_unique<Codec20260728>(m_questions.abilities(), m_level);
    const auto state = CallState<void>::create(context, std::move(completion));
    state->finish({});
    return state->handle();
}

Call RpcSession::ping(QObject *context, Completion<Milliseconds> completion)
{
    const Microseconds started = m_environment.timers.monotonic();
    return single<Milliseconds>(m_codec->ping(), [this, started](const QByteArray &) -> Result<Milliseconds> {
        return std::chrono::duration_cast<Milliseconds>(m_environment.timers.monotonic() - started);
    }, context, std::move(completion));
}

Call RpcSession::listTasks(QObject *context, Completion<QList<McpTask>> completion)
{
    if (m_codec->isModern()) {
        const auto state = CallState<QList<McpTask>>::create(context, std::move(completion));
        state->finish(notInThisEra());
        return state->handle();
    }
    return list<McpTask>(&McpCodec::listTasks, &McpCodec::decodeTasks, context, std::move(completion));
}

Call RpcSession::readTask(const QString &id, QObject *context, Completion<McpTask> completion)
{
    return single<McpTask>(m_codec->readTask(id), [this](const QByteArray &result) { return m_codec->decodeTask(result); }, context, std::move(completion));
}

Call RpcSession::taskResult(const QString &id, QObject *context, Completion<McpCallResult> completion)
{
    const Microseconds started = m_environment.timers.monotonic();
    if (m_codec->isModern())
        return modernTaskResult(id, context, std::move(completion));
    return single<McpCallResult>(m_codec->taskResult(id), [this, started](const QByteArray &result) { return readCall(QString(), result, started); }, context,
                                 std::move(completion));
}

/// From 2026-07-28 the result comes with the task itself, once it is there.
Call RpcSession::modernTaskResult(const QString &id, QObject *context, Completion<McpCallResult> completion)
{
    const auto state = CallState<McpCallResult>::create(context, std::move(completion));
    if (const auto error = notConnected()) {
        state->finish(*error);
        return state->handle();
    }
    const Microseconds started = m_environment.timers.monotonic();
    const ExchangePtr made = watchTask(id, [this, state, started](const Result<QByteArray> &result) {
        state->finish(result ? readCall(QString(), *result, started) : Result<McpCallResult>(result.error()));
    });
    state->setStop([this, weak = std::weak_ptr(made)] {
        if (const auto alive = weak.lock())
            cancelExchange(alive);
    });
    return state->handle();
}

Call RpcSession::cancelTask(const QString &id, QObject *context, Completion<void> completion)
{
    return plain(m_codec->cancelTask(id), context, std::move(completion));
}

void RpcSession::rootsChanged()
{
    if (m_info && !m_info->isModern && m_questions.abilities().hasRoots)
        notify(QStringLiteral("notifications/roots/list_changed"), {});
}

} // namespace qd
