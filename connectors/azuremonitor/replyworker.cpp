#include "azuremonitor/replyworker.h"

#include <utility>

namespace qd {

ReplyWorker::ReplyWorker(MonitorReplyLimits limits) : m_limits(limits) { m_pool.setMaxThreadCount(2); }

ReplyWorker::~ReplyWorker()
{
    for (const auto &[id, entry] : m_entries)
        entry.job->drop();
    m_pool.clear();
    m_pool.waitForDone();
}

ReplyWorker::Id ReplyWorker::begin(bool isPacked, bool wantsCells, Sinks sinks)
{
    const Id id = ++m_lastId;
    ReplyJob::Sinks posting;
    if (sinks.pieces)
        posting.pieces = [this, id](const query::ResultSet::Piece &piece) {
            QMetaObject::invokeMethod(&m_inbox, [this, id, piece] { onPiece(id, piece); }, Qt::QueuedConnection);
        };
    posting.done = [this, id](Result<DecodedReply> result) {
        auto shared = std::make_shared<Result<DecodedReply>>(std::move(result));
        QMetaObject::invokeMethod(&m_inbox, [this, id, shared] { onDone(id, std::move(*shared)); }, Qt::QueuedConnection);
    };
    m_entries.emplace(id, Entry{std::make_shared<ReplyJob>(m_limits, isPacked, wantsCells, std::move(posting)), std::move(sinks)});
    return id;
}

void ReplyWorker::put(Id id, std::optional<QByteArray> wire)
{
    const auto found = m_entries.find(id);
    if (found == m_entries.end() || !found->second.job->put(std::move(wire)))
        return;
    m_pool.start([job = found->second.job] { job->work(); });
}

void ReplyWorker::drop(Id id)
{
    if (const auto entry = m_entries.extract(id))
        entry.mapped().job->drop();
}

void ReplyWorker::run(std::function<void()> work, std::function<void()> then)
{
    m_pool.start([this, work = std::move(work), then = std::move(then)] {
        work();
        QMetaObject::invokeMethod(&m_inbox, then, Qt::QueuedConnection);
    });
}

void ReplyWorker::onPiece(Id id, const query::ResultSet::Piece &piece)
{
    const auto found = m_entries.find(id);
    if (found == m_entries.end())
        return;
    const auto pieces = found->second.sinks.pieces; // which may drop the entry
    pieces(piece);
}

void ReplyWorker::onDone(Id id, Result<DecodedReply> result)
{
    if (const auto entry = m_entries.extract(id))
        entry.mapped().sinks.done(std::move(result));
}

} // namespace qd
