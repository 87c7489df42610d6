#pragma once

#include "azuremonitor/monitorconnector.h"
#include "poller.h"
#include "serverclock.h"
#include "slo/evaluate.h"
#include "slosettings.h"
#include "slostore.h"
#include "sourcehealthstore.h"
#include "timerange.h"

#include <QObject>
#include <QTimer>

#include <optional>
#include <vector>

namespace qd {

/// Keeps the SLO tiles up to date: asks for all of them in one round of at most four queries, judges the replies and
/// hands the tiles to the store. One round at a time; the newest range wins; replies of superseded rounds are dropped.
/// A failed round keeps the last good numbers and marks every tile with the error. GUI thread.
class SloController final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SloController)

public:
    /// Loading: no round has ended yet. CatchingUp: a round runs after a failure or a change of range. Live: the last
    /// round succeeded and the next is timed. Fixed: the range has fixed ends, so there is no polling. Paused: stopped
    /// or hidden. Offline: the last round got no usable answer. Failing: it got one, but a refusal or an error.
    enum class Mode { Loading, CatchingUp, Live, Fixed, Paused, Offline, Failing };
    Q_ENUM(Mode)

    /// All references are borrowed and must outlive the controller. The stores get their first entries at once.
    SloController(MonitorConnector &monitor, SloStore &store, SourceHealthStore &health, const Clock &clock,
                  SloSettings settings, QObject *parent = nullptr);
    ~SloController() override;

    /// First round now, then one every interval until stop().
    void start();
    /// Ends polling and gives up a running round.
    void stop();
    /// One round now. False when one is running already.
    bool refresh();
    /// Another range: the running round is given up and a new one starts. A range with fixed ends stops polling.
    void setRange(const TimeRange &range);
    /// A hidden window is not polled for; showing it refreshes at once.
    void setHidden(bool hidden);

    [[nodiscard]] TimeRange range() const { return m_range; }
    [[nodiscard]] Mode mode() const { return m_mode; }
    [[nodiscard]] bool isRefreshing() const { return m_round.has_value(); }
    /// Until the next timed round; nothing while none is timed (paused, fixed range, or one is running).
    [[nodiscard]] std::optional<Milliseconds> nextRoundIn() const { return m_poller.remaining(); }
    [[nodiscard]] Milliseconds interval() const { return m_settings.interval; }
    /// After this long without a successful round tiles are stale.
    [[nodiscard]] Microseconds staleAfterRefresh() const { return m_settings.interval * 5; }
    /// The newest tiles, also while the store is frozen; in the order of the definitions.
    [[nodiscard]] const QList<SloTile> &tiles() const { return m_tiles; }
    /// What the last round asked, and for which span; empty before the first.
    [[nodiscard]] const QList<SliQuery> &queries() const { return m_queries; }
    [[nodiscard]] TimeSpanRange span() const { return m_span; }
    /// End of the last successful round.
    [[nodiscard]] std::optional<Instant> lastSuccess() const { return m_health.lastSuccess; }
    [[nodiscard]] std::optional<Error> lastError() const { return m_health.lastError; }
    /// The clock that ages are to be told by.
    [[nodiscard]] const Clock &serverClock() const { return m_clock; }

signals:
    void roundStarted();
    /// The round has ended and the stores are up to date. Not sent for rounds that were given up.
    void roundFinished(bool isSuccess);
    void rangeChanged(const qd::TimeRange &range);
    void modeChanged(qd::SloController::Mode mode);

private:
    struct Round {
        quint64 generation = 0;
        Instant startedAt;
        TimeSpanRange span;
        QList<SliQuery> queries;
        std::vector<std::optional<Result<MonitorReply>>> replies;
        std::vector<Call> calls;
        qsizetype remaining = 0;
    };

    void startRound();
    void abandonRound();
    void finishEmptyRound(quint64 generation);
    void receive(quint64 generation, qsizetype index, Result<MonitorReply> reply);
    void finishRound(const Round &round);
    [[nodiscard]] bool observeServerTime(const Round &round);
    [[nodiscard]] std::optional<Error> applyReplies(const Round &round);
    void applyError(const Error &error);
    void applyTiles(const QList<SloTile> &tiles);
    void noteSuccess(const Round &round, const QHash<SloId, SliSample> &samples);
    void publishHealth();
    void judgeAges();
    void updateMode();
    [[nodiscard]] Mode settledMode() const;

    MonitorConnector &m_monitor;
    SloStore &m_store;
    SourceHealthStore &m_healthStore;
    ServerClock m_clock;
    const SloSettings m_settings;
    TimeRange m_range = TimeRange::lastHour();
    Poller m_poller;
    QTimer m_ageTimer;
    QList<SloTile> m_tiles;
    SourceHealth m_health;
    std::optional<Round> m_round;
    QList<SliQuery> m_queries;
    TimeSpanRange m_span;
    quint64 m_generation = 0;
    Mode m_mode = Mode::Loading;
    bool m_catchingUp = false;
    bool m_repeatedForSkew = false;
};

} // namespace qd
