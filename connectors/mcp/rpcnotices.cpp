#include "mcp/rpcexchange.h"

#include "mcp/jsonslice.h"

#include <algorithm>
#include <cmath>

// What a server says without being asked.
namespace qd {

namespace {

constexpr qsizetype longestProgressText = 500;

std::optional<double> numberOf(std::optional<QByteArrayView> value)
{
    bool ok = false;
    const double number = value ? value->toByteArray().toDouble(&ok) : 0;
    return ok && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

} // namespace

void RpcSession::onNotification(const RpcMessage &message, const QByteArray &bytes, const QString &headers)
{
    const bool isAcknowledgement = message.method == QLatin1String("notifications/subscriptions/acknowledged");
    if (!isAcknowledgement && isOfAnotherSubscription(message.body))
        return m_gate.offer(QString(), [this, method = message.method] { note(QStringLiteral("%1 of no subscription of ours; left out").arg(method.left(100))); });
    if (message.method == QLatin1String("notifications/progress"))
        onProgress(message.body);
    else if (message.method == QLatin1String("notifications/cancelled"))
        onCancelled(message.body);
    else if (message.method == QLatin1String("notifications/elicitation/complete"))
        onElicitationDone(jsonslice::text(jsonslice::member(message.body, "elicitationId").value_or(QByteArrayView())).value_or(QString()));
    else if (isAcknowledgement)
        onAcknowledged(message.body);
    else if (message.method == QLatin1String("notifications/tasks/status") || message.method == QLatin1String("notifications/tasks"))
        onTaskTold(message.body);
    m_kept.forget(message.method, message.body);
    m_gate.offer(message.method, [this, message, bytes, headers] {
        logReceived(message.method, message, bytes, headers);
        emit notified(message.method, m_mask.masked(QString::fromUtf8(message.body.left(maxWireText))));
    });
}

/// A call that has become a task keeps its token until the task has ended.
void RpcSession::onProgress(const QByteArray &params)
{
    const auto token = jsonslice::member(params, "progressToken");
    const qint64 id = token ? token->toByteArray().toLongLong() : 0;
    const auto progress = numberOf(jsonslice::member(params, "progress"));
    if (id == 0 || !progress)
        return;
    const auto message = jsonslice::member(params, "message");
    const McpProgress told{.progress = *progress,
                           .total = numberOf(jsonslice::member(params, "total")),
                           .message = message ? jsonslice::text(*message).value_or(QString()).left(longestProgressText) : QString()};
    const auto entry = m_pending.find(id);
    if (entry == m_pending.end())
        return onTaskProgress(id, told);
    if (!entry->second.progress)
        return; // nobody asked for it, and nothing waits longer for it
    entry->second.lastHeard = m_environment.timers.monotonic();
    m_gate.offer(QStringLiteral("progress %1").arg(id), [this, id, told] {
        if (const auto running = m_pending.find(id); running != m_pending.end() && running->second.progress)
            running->second.progress(told);
    });
}

void RpcSession::onTaskProgress(qint64 token, const McpProgress &told)
{
    const auto ofToken = [this, token] {
        return std::find_if(m_exchanges.cbegin(), m_exchanges.cend(), [token](const ExchangePtr &one) { return one->token == token && one->progress; });
    };
    if (ofToken() == m_exchanges.cend())
        return;
    m_gate.offer(QStringLiteral("progress %1").arg(token), [ofToken, told, this] {
        if (const auto running = ofToken(); running != m_exchanges.cend()) {
            const ProgressSink tell = (*running)->progress; // it may end the call
            tell(told);
        }
    });
}

} // namespace qd
