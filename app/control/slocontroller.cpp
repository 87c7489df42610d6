#include "slocontroller.h"

#include "format.h"
#include "sourceerrors.h"

#include <algorithm>
#include <utility>

namespace qd {

namespace {

/// A clock that is further off than this gets a warning: people would misread every age.
constexpr Microseconds skewWorthAWarning = std::chrono::minutes(2);
/// A range that ends longer ago than this is history: telemetry is judged as of its end.
constexpr Microseconds historyAfter = std::chrono::minutes(1);

/// The error to show for a round: the first that is not merely the consequence of giving up the others.
std::optional<Error> roundError(const std::vector<std::optional<Result<MonitorReply>>> &replies)
{
    std::optional<Error> cancelled;
    for (const auto &reply : replies) {
        if (!reply || reply->has_value())
            continue;
        if (reply->error().kind != ErrorKind::Cancelled)
            return reply->error();
        cancelled = reply->error();
    }
    return cancelled;
}

QString skewWarning(Microseconds skew)
{
    if (std::chrono::abs(skew) <= skewWorthAWarning)
        return {};
    const QString amount = format::duration(std::chrono::abs(skew));
    return skew.count() > 0
        ? SloController::tr("This computer's clock is %1 behind the server's; times are shown by the server's clock.").arg(amount)
        : SloController::tr("This computer's clock is %1 ahead of the server's; times are shown by the server's clock.").arg(amount);
}

} // namespace

SloController::SloController(MonitorConnector &monitor, SloStore &store, SourceHealthStore &health, const Clock &clock,
                             SloSettings settings, QObject *parent)
    : QObject(parent), m_monitor(monitor), m_store(store), m_healthStore(health), m_clock(clock),
      m_settings(std::move(settings)), m_poller(m_settings.interval, m_settings.maxInterval)
{
    m_health.name = m_settings.sourceName;
    connect(&m_poller, &Poller::due, this, &SloController::refresh);
    connect(&m_ageTimer, &QTimer::timeout, this, &SloController::judgeAges);
    applyTiles(loadingTiles(m_settings.definitions));
    publishHealth();
}

SloController::~SloController() { abandonRound(); }

void SloController::start()
{
    if (!m_poller.isPausedBy(Poller::Pause::Stopped))
        return;
    m_poller.setPaused(Poller::Pause::Stopped, false);
    m_ageTimer.start(m_settings.ageTick);
    refresh();
}

void SloController::stop()
{
    m_poller.setPaused(Poller::Pause::Stopped, true);
    m_ageTimer.stop();
    abandonRound();
    updateMode();
}

bool SloController::refresh()
{
    if (m_round)
        return false;
    startRound();
    return true;
}

void SloController::setRange(const TimeRange &range)
{
    if (range == m_range)
        return;
    m_range = range;
    abandonRound();
    m_poller.setPaused(Poller::Pause::FixedRange, range.isAbsolute());
    m_catchingUp = true;
    emit rangeChanged(range);
    if (!m_poller.isPausedBy(Poller::Pause::Stopped))
        startRound();
}

void SloController::setHidden(bool hidden)
{
    m_poller.setPaused(Poller::Pause::Hidden, hidden);
    updateMode();
}

void SloController::startRound()
{
    m_catchingUp = m_catchingUp || m_health.lastError.has_value();
    const Instant now = m_clock.now();
    Round round{.generation = ++m_generation, .startedAt = now, .span = m_range.resolve(now)};
    round.queries = buildRefreshQueries(m_settings.definitions, m_settings.dictionary, m_monitor.target().schema, round.span);
    round.remaining = round.queries.size();
    m_queries = round.queries;
    m_span = round.span;
    round.replies.resize(static_cast<size_t>(round.remaining));
    m_poller.begin();
    for (qsizetype i = 0; i < round.queries.size(); ++i) {
        const SliQuery &query = round.queries.at(i);
        round.calls.push_back(m_monitor.query(
            {.kql = query.kql, .timespan = query.span, .timeout = m_settings.queryTimeout}, this,
            [this, generation = round.generation, i](Result<MonitorReply> reply) { receive(generation, i, std::move(reply)); }));
    }
    m_health.runningQueries = static_cast<int>(round.remaining);
    m_round = std::move(round);
    publishHealth();
    updateMode();
    emit roundStarted();
    if (m_queries.isEmpty())
        QMetaObject::invokeMethod(this, [this, generation = m_generation] { finishEmptyRound(generation); }, Qt::QueuedConnection);
}

void SloController::finishEmptyRound(quint64 generation)
{
    if (m_round && m_round->generation == generation)
        finishRound(*std::exchange(m_round, std::nullopt));
}

void SloController::abandonRound()
{
    if (!m_round)
        return;
    const Round given = *std::exchange(m_round, std::nullopt);
    for (const Call &call : given.calls)
        call.cancel();
    m_poller.abandon();
    m_repeatedForSkew = false;
    m_health.runningQueries = 0;
    publishHealth();
}

void SloController::receive(quint64 generation, qsizetype index, Result<MonitorReply> reply)
{
    if (!m_round || m_round->generation != generation)
        return;
    const bool isFailure = !reply.has_value();
    m_round->replies[static_cast<size_t>(index)] = std::move(reply);
    m_health.runningQueries = static_cast<int>(--m_round->remaining);
    if (m_round->remaining == 0) {
        finishRound(*std::exchange(m_round, std::nullopt));
        return;
    }
    if (isFailure)
        for (const Call &call : m_round->calls)
            call.cancel();
    publishHealth(); // last: who hears it may start another round
}

void SloController::finishRound(const Round &round)
{
    std::optional<Error> error = roundError(round.replies);
    const bool clockMoved = observeServerTime(round);
    // The span was worked out on a clock that turned out wrong: ask again, once, before anything is shown.
    if (!error && clockMoved && !m_range.isAbsolute() && !std::exchange(m_repeatedForSkew, true)) {
        startRound();
        return;
    }
    m_repeatedForSkew = false;
    m_catchingUp = false;
    if (!error)
        error = applyReplies(round);
    if (error)
        applyError(*error);
    publishHealth();
    updateMode();
    emit roundFinished(!error);
}

bool SloController::observeServerTime(const Round &round)
{
    std::optional<Instant> latest;
    for (const auto &reply : round.replies)
        if (reply && reply->has_value() && reply->value().serverTime)
            latest = std::max(latest.value_or(Instant::min()), *reply->value().serverTime);
    if (!latest)
        return false;
    const bool hasMoved = m_clock.observe(*latest);
    m_health.clockSkew = m_clock.skew();
    return hasMoved;
}

std::optional<Error> SloController::applyReplies(const Round &round)
{
    QList<Table> tables;
    for (const auto &reply : round.replies)
        tables.append(reply->value().tables.isEmpty() ? Table{} : reply->value().tables.constFirst());
    const auto samples = readRefresh(m_settings.definitions, round.queries, tables, round.span);
    if (!samples)
        return samples.error();
    const Instant now = m_clock.now();
    const bool isHistory = round.span.to + historyAfter < round.startedAt;
    QList<SloTile> tiles;
    for (const SloDefinition &definition : m_settings.definitions) {
        tiles.append(evaluateSlo(definition, samples->value(definition.id), isHistory ? round.span.to : now));
        tiles.last().asOf = now;
    }
    m_poller.setPaused(Poller::Pause::FixedRange, m_range.isAbsolute());
    m_poller.succeeded();
    noteSuccess(round, *samples);
    applyTiles(tiles);
    return std::nullopt;
}

void SloController::applyError(const Error &error)
{
    m_poller.setPaused(Poller::Pause::FixedRange, false); // a fixed range, too, is asked for until its answer is there
    m_poller.failed(error.retryAfter);
    const Instant now = m_clock.now();
    m_health.state = sourceStateOf(error);
    m_health.lastError = error;
    const auto wait = m_poller.remaining();
    m_health.nextRetry = wait ? std::optional(now + *wait) : std::nullopt;
    QList<SloTile> tiles;
    for (const SloTile &tile : std::as_const(m_tiles))
        tiles.append(withError(tile, error, now, staleAfterRefresh()));
    applyTiles(tiles);
}

void SloController::applyTiles(const QList<SloTile> &tiles)
{
    m_tiles = tiles;
    m_store.apply(m_tiles);
}

void SloController::noteSuccess(const Round &round, const QHash<SloId, SliSample> &samples)
{
    const Instant now = m_clock.now();
    m_health.state = SourceState::Ok;
    m_health.lastSuccess = now;
    m_health.lastError.reset();
    m_health.nextRetry.reset();
    m_health.warning = skewWarning(m_clock.skew());
    m_health.latency = Milliseconds{0};
    for (const auto &reply : round.replies) {
        m_health.latency = std::max(*m_health.latency, reply->value().elapsed);
        if (m_health.warning.isEmpty() && !reply->value().warnings.isEmpty())
            m_health.warning = reply->value().warnings.constFirst();
    }
    std::optional<Instant> newest;
    for (const SliSample &sample : samples)
        if (sample.sourceNewest)
            newest = std::max(newest.value_or(Instant::min()), *sample.sourceNewest);
    const bool isLive = round.span.to + historyAfter >= round.startedAt;
    m_health.ingestionLag.reset();
    if (newest && isLive)
        m_health.ingestionLag = std::max(Microseconds{0}, now - *newest);
}

void SloController::publishHealth() { m_healthStore.apply(m_health); }

void SloController::judgeAges()
{
    if (m_range.isAbsolute())
        return;
    const Instant now = m_clock.now();
    QList<SloTile> tiles = m_tiles;
    for (SloTile &tile : tiles)
        if (tile.asOf != Instant{})
            tile = withAge(tile, now, staleAfterRefresh());
    if (tiles != m_tiles)
        applyTiles(tiles);
}

SloController::Mode SloController::settledMode() const
{
    if (m_health.lastError)
        return isUnreachable(*m_health.lastError) ? Mode::Offline : Mode::Failing;
    if (m_poller.isPausedBy(Poller::Pause::Stopped) || m_poller.isPausedBy(Poller::Pause::Hidden))
        return Mode::Paused;
    if (m_range.isAbsolute())
        return Mode::Fixed;
    return m_health.lastSuccess ? Mode::Live : Mode::Loading;
}

void SloController::updateMode()
{
    const bool isFirst = m_round && !m_health.lastSuccess && !m_health.lastError;
    const Mode mode = isFirst ? Mode::Loading : m_round && m_catchingUp ? Mode::CatchingUp : settledMode();
    if (std::exchange(m_mode, mode) != mode)
        emit modeChanged(mode);
}

} // namespace qd
