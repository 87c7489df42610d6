#include "changecontroller.h"

#include "change/changequery.h"
#include "log.h"
#include "slocontroller.h"

#include <algorithm>
#include <utility>

namespace qd {

ChangeController::ChangeController(MonitorConnector &monitor, ChangeStore &store, const SloController &tiles,
                                   SloSettings settings, QObject *parent)
    : QObject(parent), m_monitor(monitor), m_store(store), m_tiles(tiles), m_settings(std::move(settings))
{
    addSource(telemetryChangeSource(),
              [this](TimeSpanRange span, QObject *context, const Completion<QList<Change>> &completion) {
                  return askTelemetry(span, context, completion);
              });
    connect(&tiles, &SloController::roundFinished, this, &ChangeController::onRound);
    connect(&tiles, &SloController::rangeChanged, this, &ChangeController::onRange);
}

ChangeController::~ChangeController() { abandon(); }

void ChangeController::addSource(const QString &name, Fetch fetch) { m_sources.push_back({name, std::move(fetch), {}}); }

void ChangeController::refresh()
{
    if (!isLoading())
        start();
}

void ChangeController::onRound(bool isSuccess)
{
    if (!isSuccess || isLoading())
        return;
    // A clock that was set back must not silence the changes for good.
    const Instant now = m_tiles.serverClock().now();
    if (!m_askedAt || now < *m_askedAt || now - *m_askedAt >= m_settings.detailInterval)
        start();
}

void ChangeController::onRange(const TimeRange &range)
{
    if (!m_askedAt || range.resolve(m_tiles.serverClock().now()).from >= m_askedFrom)
        return;
    abandon();
    m_askedAt.reset();
}

TimeSpanRange ChangeController::span() const
{
    const Instant now = m_tiles.serverClock().now();
    return {std::min<Instant>(m_tiles.span().from, now - reach), std::max(m_tiles.span().to, now)};
}

void ChangeController::start()
{
    const TimeSpanRange asked = span();
    m_askedAt = m_tiles.serverClock().now();
    m_askedFrom = asked.from;
    m_pending = static_cast<int>(m_sources.size());
    const quint64 generation = ++m_generation;
    for (Source &source : m_sources)
        source.call = source.fetch(asked, this, [this, generation, name = source.name](const Result<QList<Change>> &changes) {
            receive(generation, name, changes);
        });
}

void ChangeController::abandon()
{
    ++m_generation;
    m_pending = 0;
    for (Source &source : m_sources)
        std::exchange(source.call, Call()).cancel();
}

Call ChangeController::askTelemetry(TimeSpanRange span, QObject *context, const Completion<QList<Change>> &completion)
{
    return m_monitor.query({.kql = buildChangeQuery(m_monitor.target().schema, span), .timespan = span, .timeout = m_settings.queryTimeout},
                           context, [this, completion](const Result<MonitorReply> &reply) {
                               completion(!reply ? Result<QList<Change>>(reply.error())
                                                 : readChanges(reply->tables.isEmpty() ? Table{} : reply->tables.constFirst(),
                                                               m_tiles.serverClock().now()));
                           });
}

void ChangeController::receive(quint64 generation, const QString &name, const Result<QList<Change>> &changes)
{
    if (generation != m_generation)
        return;
    if (changes) {
        m_store.apply(name, *changes, m_tiles.serverClock().now());
    } else {
        log::info(log::ui, QStringLiteral("changes could not be read from %1: %2").arg(name, changes.error().message));
        m_store.fail(name, changes.error());
    }
    if (--m_pending == 0)
        emit finished();
}

} // namespace qd
