#pragma once

#include "azuremonitor/replystream.h"
#include "http/inflater.h"

#include <QByteArray>

#include <deque>
#include <functional>
#include <mutex>
#include <optional>

namespace qd {

/// One reply being decoded: bytes are put in on one thread and worked off on another, in order. Internal to ReplyWorker.
class ReplyJob
{
public:
    struct Sinks {
        ReplyStream::PieceSink pieces;                  ///< called by work(); may be empty
        std::function<void(Result<DecodedReply>)> done; ///< called by work(), once
    };

    /// With `wantsCells`, DecodedReply::cells is filled too.
    ReplyJob(const MonitorReplyLimits &limits, bool isPacked, bool wantsCells, Sinks sinks);

    /// Bytes off the wire; null for their end. True when nobody works on the job, so that somebody has to. Any thread.
    [[nodiscard]] bool put(std::optional<QByteArray> wire);
    /// Works off what there is. One thread at a time.
    void work();
    /// Gives up: sinks are not called any more, except for a call that is on its way. Any thread.
    void drop();

private:
    /// The next bytes; nothing when there are none for now.
    [[nodiscard]] std::optional<std::optional<QByteArray>> next();
    void take(const QByteArray &wire);
    bool unpack(const QByteArray &slice);
    void finish();
    void done(Result<DecodedReply> result);

    const MonitorReplyLimits m_limits;
    const bool m_wantsCells;
    const Sinks m_sinks;
    ReplyStream m_stream;
    std::optional<Inflater> m_inflater;
    QByteArray m_plain;

    std::mutex m_mutex; ///< guards what follows
    std::deque<std::optional<QByteArray>> m_queue;
    bool m_isBusy = false;
    bool m_isOver = false;
};

} // namespace qd
