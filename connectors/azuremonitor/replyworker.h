#pragma once

#include "azuremonitor/replycodec.h"
#include "http/callstate.h"

#include <QThreadPool>

#include <unordered_map>

namespace qd {

/// Decodes replies: small ones at once, large ones on worker threads, so that the GUI thread never stalls. GUI thread;
/// the destructor waits for decodes that have begun.
class ReplyWorker
{
public:
    static constexpr qsizetype inlineBytes = 256 * 1024;

    explicit ReplyWorker(MonitorReplyLimits limits = {});
    ~ReplyWorker();
    Q_DISABLE_COPY_MOVE(ReplyWorker)

    Call decode(QByteArray body, QObject *context, Completion<DecodedReply> completion);

private:
    using State = std::shared_ptr<CallState<DecodedReply>>;

    void decodeInPool(QByteArray body, State state);

    MonitorReplyLimits m_limits;
    quint64 m_lastId = 0;
    std::unordered_map<quint64, State> m_waiting; ///< only this thread touches the states
    QObject m_inbox;                              ///< receives results from the pool
    QThreadPool m_pool;                           ///< destroyed first: no thread outlives the inbox
};

} // namespace qd
