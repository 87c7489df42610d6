#pragma once

#include "azuremonitor/monitorconnector.h"
#include "changestore.h"
#include "slosettings.h"
#include "timerange.h"

#include <QObject>

#include <functional>
#include <optional>
#include <vector>

namespace qd {

class SloController;

/// Keeps the store of changes: asks every source after a good round of tiles, at most once a minute, and at once when
/// the chosen range reaches further back than what was asked for. It is no part of the round. GUI thread.
class ChangeController final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChangeController)

public:
    /// Charts of budgets reach this far back, whatever the chosen range.
    static constexpr std::chrono::hours reach{24 * 31};

    /// How one source is asked for what it knows of a span.
    using Fetch = std::function<Call(TimeSpanRange span, QObject *context, Completion<QList<Change>> completion)>;

    /// All references are borrowed and must outlive the controller; `settings` gives the interval (that of the detail)
    /// and the timeout. Telemetry is a source from the start.
    ChangeController(MonitorConnector &monitor, ChangeStore &store, const SloController &tiles, SloSettings settings,
                     QObject *parent = nullptr);
    ~ChangeController() override;

    /// Another place that knows of changes; `name` is their Change::source.
    void addSource(const QString &name, Fetch fetch);
    /// Asks at once, unless it is asking.
    void refresh();
    [[nodiscard]] bool isLoading() const { return m_pending > 0; }

signals:
    /// Every source has answered or failed. Not sent for a round that was given up.
    void finished();

private:
    struct Source {
        QString name;
        Fetch fetch;
        Call call;
    };

    void onRound(bool isSuccess);
    void onRange(const TimeRange &range);
    void start();
    void abandon();
    void receive(quint64 generation, const QString &name, const Result<QList<Change>> &changes);
    [[nodiscard]] TimeSpanRange span() const;
    Call askTelemetry(TimeSpanRange span, QObject *context, const Completion<QList<Change>> &completion);

    MonitorConnector &m_monitor;
    ChangeStore &m_store;
    const SloController &m_tiles;
    const SloSettings m_settings;
    std::vector<Source> m_sources;
    std::optional<Instant> m_askedAt; ///< by the server's clock; nothing: never, or for too short a span
    Instant m_askedFrom{};
    quint64 m_generation = 0;
    int m_pending = 0;
};

} // namespace qd
