#pragma once

#include "chaosflow.h"
#include "chaosstore.h"
#include "leasedguard.h"
#include "poller.h"

namespace qd {

/// An account's faults on purpose: watches the gateway's named value, so that another console's or a forgotten run is
/// seen too; runs one run; holds the big stop and the block that follows it. GUI thread.
class ChaosDesk final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChaosDesk)

public:
    /// Borrowed.
    struct Parts {
        ApimConnector &apim;
        LeasedGuard &guard;
        MonitorConnector &monitor;
        SloController &tiles;
        LocalFlags &flags;
        ChaosStore &store;
        const Clock &clock;
        Timers &timers;
    };

    static constexpr Milliseconds watchInterval{30000};
    static constexpr Milliseconds journalPatience{1000}; ///< the big stop does not wait longer for the journal

    /// `isConfigured`: the profile names a gateway; otherwise nothing is asked.
    ChaosDesk(const Parts &parts, const ChaosSettings &settings, bool isConfigured, QObject *parent = nullptr);

    /// Looks at once and then every 30 s.
    void watch();
    /// Looks at the gateway and at the block now; looked() follows.
    void refresh();
    /// Asks telemetry who has traffic.
    void refreshBlast();
    [[nodiscard]] ChaosFlow &flow() { return m_flow; }
    /// The big stop: takes every fault back and blocks new runs until released. Needs neither lease nor confirmation.
    void stopAll();
    /// Lets new runs start again; asked and journalled.
    void release();
    [[nodiscard]] bool isStopping() const { return m_isStopping; }

signals:
    void looked();
    void stopped(const qd::ChaosStop::Outcome &outcome);
    /// Null error: done.
    void released(const std::optional<qd::Error> &error);

private:
    void onLive(const Result<ChaosLive> &live);
    void publish(const std::function<void(ChaosBoard &)> &change);
    void beginStop();
    void onStopped(const ChaosStop::Outcome &outcome);
    void settleStop();
    void setBlock(const QString &value, std::function<void(const Result<void> &)> done);
    void settleForgotten();
    [[nodiscard]] QString stopSentence(const ChaosStop::Outcome &outcome) const;

    const Parts m_parts;
    const ChaosSettings m_settings;
    ChaosSwitch m_faults;
    ChaosFlow m_flow;
    ChaosStop m_stop;
    Poller m_poller;
    std::optional<WriteTicket> m_ticket;
    std::optional<ChaosStop::Outcome> m_outcome; ///< of a stop whose ticket is still awaited
    bool m_isStopping = false;
    bool m_isAwaitingTicket = false;
};

} // namespace qd
