#pragma once

#include "azuremonitor/replyjob.h"

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <memory>
#include <unordered_map>

namespace qd {

/// Decodes replies on worker threads while their bytes come, so that the GUI thread hands over bytes and nothing else.
/// GUI thread; the destructor waits for the step that a thread is at.
class ReplyWorker
{
public:
    using Id = quint64;
    /// Called on the GUI thread, never before begin() has returned.
    using Sinks = ReplyJob::Sinks;

    explicit ReplyWorker(MonitorReplyLimits limits = {});
    ~ReplyWorker();
    Q_DISABLE_COPY_MOVE(ReplyWorker)

    /// A reply begins, gzipped or not. With `wantsCells` its tables are given as cells, too.
    Id begin(bool isPacked, bool wantsCells, Sinks sinks);
    void feed(Id id, const QByteArray &wire) { put(id, wire); }
    /// No more bytes will come.
    void end(Id id) { put(id, std::nullopt); }
    /// Its sinks are not called any more. Does nothing when it is done.
    void drop(Id id);

    /// Runs `work` on a worker thread and `then` on this one, unless this object is gone by then.
    void run(std::function<void()> work, std::function<void()> then);

private:
    struct Entry {
        std::shared_ptr<ReplyJob> job;
        Sinks sinks;
    };

    void put(Id id, std::optional<QByteArray> wire);
    void onPiece(Id id, const query::ResultSet::Piece &piece);
    void onDone(Id id, Result<DecodedReply> result);

    MonitorReplyLimits m_limits;
    Id m_lastId = 0;
    std::unordered_map<Id, Entry> m_entries;
    QObject m_inbox;    ///< receives from the pool
    QThreadPool m_pool; ///< destroyed first: no thread outlives the inbox
};

} // namespace qd
