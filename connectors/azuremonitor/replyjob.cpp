#include "azuremonitor/replyjob.h"

#include <algorithm>
#include <utility>

namespace qd {

namespace {

constexpr qsizetype wireSlice = 16 * 1024; ///< unpacked at once: a thousandfold of it must not matter
constexpr qsizetype plainSlice = 256 * 1024;

Error unpackError()
{
    return {.kind = ErrorKind::Protocol,
            .message = QStringLiteral("The answer could not be unpacked."),
            .detail = QStringLiteral("bad or cut gzip data")};
}

} // namespace

ReplyJob::ReplyJob(const MonitorReplyLimits &limits, bool isPacked, bool wantsCells, Sinks sinks)
    : m_limits(limits), m_wantsCells(wantsCells), m_sinks(std::move(sinks)), m_stream(limits, m_sinks.pieces)
{
    if (isPacked)
        m_inflater.emplace();
}

bool ReplyJob::put(std::optional<QByteArray> wire)
{
    const std::lock_guard lock(m_mutex);
    if (m_isOver)
        return false;
    m_queue.push_back(std::move(wire));
    return !std::exchange(m_isBusy, true);
}

void ReplyJob::drop()
{
    const std::lock_guard lock(m_mutex);
    m_isOver = true;
    m_queue.clear();
}

std::optional<std::optional<QByteArray>> ReplyJob::next()
{
    const std::lock_guard lock(m_mutex);
    if (m_isOver || m_queue.empty()) {
        m_isBusy = false;
        return std::nullopt;
    }
    std::optional<QByteArray> wire = std::move(m_queue.front());
    m_queue.pop_front();
    return wire;
}

void ReplyJob::work()
{
    while (const auto wire = next()) {
        if (*wire)
            take(**wire);
        else
            finish();
    }
}

void ReplyJob::take(const QByteArray &wire)
{
    const qsizetype slice = m_inflater ? wireSlice : plainSlice;
    for (qsizetype at = 0; at < wire.size(); at += slice) {
        const qsizetype size = std::min(slice, wire.size() - at);
        if (!m_inflater)
            m_stream.feed({wire.constData() + at, static_cast<size_t>(size)});
        else if (!unpack(wire.mid(at, size)))
            return done(unpackError());
        if (m_stream.isBroken())
            return done(m_stream.finish());
    }
}

bool ReplyJob::unpack(const QByteArray &slice)
{
    m_plain.resize(0);
    const Inflater::Outcome outcome = m_inflater->add(slice, m_plain, m_limits.bytes);
    m_stream.feed({m_plain.constData(), static_cast<size_t>(m_plain.size())});
    return outcome != Inflater::Outcome::Corrupt;
}

void ReplyJob::finish()
{
    if (m_inflater && !m_inflater->isComplete())
        return done(unpackError());
    Result<DecodedReply> result = m_stream.finish();
    if (result && m_wantsCells)
        for (const query::ResultSet &table : result->tables)
            result->cells.append(table.toTable());
    done(std::move(result));
}

void ReplyJob::done(Result<DecodedReply> result)
{
    {
        const std::lock_guard lock(m_mutex);
        m_queue.clear();
        if (std::exchange(m_isOver, true))
            return;
    }
    m_sinks.done(std::move(result));
}

} // namespace qd
