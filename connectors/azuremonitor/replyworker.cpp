#include "azuremonitor/replyworker.h"

namespace qd {

ReplyWorker::ReplyWorker(MonitorReplyLimits limits) : m_limits(limits) { m_pool.setMaxThreadCount(2); }

ReplyWorker::~ReplyWorker()
{
    m_pool.clear();
    m_pool.waitForDone();
    for (const auto &[id, state] : m_waiting)
        state->finish(cancelledError());
}

Call ReplyWorker::decode(QByteArray body, QObject *context, Completion<DecodedReply> completion)
{
    auto state = CallState<DecodedReply>::create(context, std::move(completion));
    const Call call = state->handle();
    if (body.size() <= inlineBytes)
        state->finish(decodeMonitorReply(std::move(body), m_limits));
    else
        decodeInPool(std::move(body), std::move(state));
    return call;
}

void ReplyWorker::decodeInPool(QByteArray body, State state)
{
    const quint64 id = ++m_lastId;
    m_waiting.emplace(id, std::move(state));
    m_pool.start([this, id, limits = m_limits, body = std::move(body)]() mutable {
        auto result = std::make_shared<Result<DecodedReply>>(decodeMonitorReply(std::move(body), limits));
        QMetaObject::invokeMethod(&m_inbox, [this, id, result = std::move(result)] {
            if (const auto found = m_waiting.extract(id))
                found.mapped()->finish(std::move(*result));
        }, Qt::QueuedConnection);
    });
}

} // namespace qd
