#include "mcp/rpcsession.h"

#include "http/callstate.h"
#include "mcp/codec20260728.h"
#include "mcp/jsonslice.h"

#include <algorithm>
#include <utility>

// What a modern server tells of its own accord: one subscriptions/listen at a time, sent anew when what is wanted changes.
namespace qd {

namespace {

constexpr Milliseconds listenForEver{24LL * 3600 * 1000};
constexpr Milliseconds firstListenWait{1000};
constexpr Milliseconds steadyListen{5000}; ///< a stream that lived as long was none that cannot be had

/// As a number, however it was written; empty: it names none.
QByteArray subscriptionOf(const QByteArray &params)
{
    const QByteArray meta = jsonslice::member(params, "_meta").value_or(QByteArrayView()).toByteArray();
    const QByteArrayView id = jsonslice::member(meta, "io.modelcontextprotocol/subscriptionId").value_or(QByteArrayView());
    return id.size() > 1 && id.startsWith('"') ? id.sliced(1).chopped(1).toByteArray() : id.toByteArray();
}

} // namespace

void RpcSession::listenModern()
{
    const Codec20260728 codec(m_questions.abilities(), m_level);
    m_listenedTasks = m_hearsTasks && m_negotiated.hasTasks ? openTasks() : QStringList();
    const McpRequest wanted = codec.listen(m_negotiated, m_subscribed, m_listenedTasks);
    const qint64 previous = std::exchange(m_listenId, 0);
    if (previous != 0)
        m_formerListenId = previous; // what it told last is still on its way
    if (m_channel && !wanted.params.endsWith(":{}}"))
        m_listenId = request(wanted, listenForEver, [this](const Reply &reply) { onListenEnded(reply); });
    if (previous != 0)
        cancelRequest(previous, cancelledError()); // after the new one is on its way: nothing is missed between
}

/// A graceful end, a refusal, or a broken stream; those of a replaced stream do not count.
void RpcSession::onListenEnded(const Reply &reply)
{
    const bool isReplaced = !reply.result && reply.result.error().kind == ErrorKind::Cancelled;
    if (isReplaced || !m_channel || !m_info)
        return;
    m_formerListenId = std::exchange(m_listenId, 0);
    const Error error = reply.result ? Error{.kind = ErrorKind::Network, .message = QStringLiteral("The server has ended the subscription.")} : reply.result.error();
    const auto since = std::exchange(m_heardSince, std::nullopt);
    if (since && m_environment.timers.monotonic() - *since >= steadyListen)
        m_listenBreaks = 0;
    const bool isRefusal = !error.vendorCode.isEmpty() || (error.httpStatus >= 400 && error.httpStatus < 500);
    if (isRefusal && !m_listenedTasks.isEmpty()) {
        m_hearsTasks = false; // and they are asked about, as they are anyway
        return listenModern();
    }
    for (const auto &waiting : std::exchange(m_unacknowledged, {}))
        waiting->finish(masked(error));
    if (isRefusal || ++m_listenBreaks > maxListenBreaks)
        return note(QStringLiteral("no more word of changes from the server: ") + error.message);
    const Milliseconds wait = firstListenWait * (1 << (m_listenBreaks - 1));
    note(QStringLiteral("the stream of changes ended; asking again in %1 ms").arg(wait.count()));
    m_environment.timers.after(wait, m_channel.get(), [this] {
        if (m_listenId == 0 && m_info)
            listenModern();
    });
}

/// A server may end its subscription in this way, too; the questions of a legacy one are taken back by it.
void RpcSession::onCancelled(const QByteArray &params)
{
    const QByteArray id = jsonslice::member(params, "requestId").value_or(QByteArrayView()).toByteArray();
    if (!m_codec->isModern())
        return m_requests.withdraw(id);
    if (m_listenId == 0 || id != QByteArray::number(m_listenId))
        return;
    m_channel->abandon(static_cast<quint64>(m_listenId));
    settle(m_listenId, {.result = Error{.kind = ErrorKind::Network, .message = QStringLiteral("The server has ended the subscription.")}, .failure = {}});
}

/// False when nothing says which subscription it belongs to.
bool RpcSession::isOfAnotherSubscription(const QByteArray &params) const
{
    const QByteArray id = subscriptionOf(params);
    const auto is = [&id](qint64 listen) { return listen != 0 && id == QByteArray::number(listen); };
    return m_codec->isModern() && !id.isEmpty() && !is(m_listenId) && !is(m_formerListenId);
}

void RpcSession::onAcknowledged(const QByteArray &params)
{
    const QByteArray id = subscriptionOf(params);
    if (m_listenId == 0 || id != QByteArray::number(m_listenId))
        return note(QStringLiteral("an acknowledgement of no subscription of ours, id %1").arg(QString::fromUtf8(id.left(64))));
    m_heardSince = m_environment.timers.monotonic();
    for (const auto &waiting : std::exchange(m_unacknowledged, {}))
        waiting->finish({});
}

Call RpcSession::changeSubscription(const QString &uri, bool isOn, QObject *context, Completion<void> completion)
{
    const auto state = CallState<void>::create(context, std::move(completion));
    if (const auto error = notConnected()) {
        state->finish(*error);
        return state->handle();
    }
    m_subscribed.removeAll(uri);
    if (isOn)
        m_subscribed << uri;
    listenModern();
    if (m_listenId == 0)
        state->finish({});
    else
        m_unacknowledged.append(state);
    m_environment.timers.after(m_config.requestTimeout, this, [state] {
        state->finish(Error{.kind = ErrorKind::Timeout, .message = QStringLiteral("The server has not acknowledged the subscription.")});
    });
    return state->handle();
}

} // namespace qd
