#pragma once

#include "azuremonitor/monitorconnector.h"
#include "chaos/chaosquery.h"
#include "chaosstop.h"
#include "localstate/localflags.h"
#include "sessionprofile.h"
#include "slosettings.h"
#include "writeguard.h"

#include <functional>

namespace qd {

class SloController;

/// What a run needs to know of its surroundings. A value.
struct ChaosSettings {
    QList<SloDefinition> definitions;
    MetricDictionary dictionary;
    QString target;                              ///< resource id of the named value
    Milliseconds poll{5000};                     ///< between looks at telemetry
    Microseconds grace = Seconds(15);            ///< tasks that began this long after the end must be free of the fault
    Microseconds patience = std::chrono::minutes(3); ///< for telemetry to show it
};

/// The settings for an account.
ChaosSettings chaosSettings(const SloSettings &slo, const SessionProfile &profile);

/// The flag that keeps new runs from starting; its value says since when and by whom.
QString chaosBlockFlag();

/// One chaos run from the checks to the proof that it is over: block, live fault and burn are looked at first; the guard
/// is asked; the named value is written with its ETag; telemetry is watched; the fault is taken back when its time is
/// up, the burn passes the limit, or somebody says so; then telemetry has to show tasks without it. GUI thread.
class ChaosFlow final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChaosFlow)

public:
    /// What the flow works with; borrowed. The clock is the server's.
    struct Parts {
        ChaosSwitch &faults;
        WriteGuard &guard;
        MonitorConnector &monitor;
        SloController &tiles;
        LocalFlags &flags;
        const Clock &clock;
        Timers &timers;
    };

    ChaosFlow(const Parts &parts, ChaosSettings settings, QObject *parent = nullptr);
    ~ChaosFlow() override;

    /// changed() follows with every step, finished() at the end. Does nothing while a run goes on.
    void start(const ChaosSpec &spec);
    /// Takes the fault back, or gives up the start.
    void stop();
    [[nodiscard]] const ChaosRun &run() const { return m_run; }
    [[nodiscard]] bool isBusy() const { return m_run.phase != ChaosPhase::Planned && !isOver(m_run.phase); }
    /// Who would be hit; for the form, before anything is asked for.
    Call blast(QObject *context, Completion<ChaosBlast> completion);

signals:
    void changed();
    void finished();

private:
    void checkBlock();
    void checkLive();
    void checkBurn(const ChaosLive &live);
    void ask(const ChaosLive &live, const ChaosBlast &blast);
    void write(const QString &etag);
    void onWritten(const Result<ChaosLive> &written);
    void tick();
    void look();
    void readTelemetry();
    void lookAtLive();
    void watchBurn();
    void restore(ChaosEnding ending, const QString &sentence);
    void onStopped(const ChaosStop::Outcome &outcome);
    void lookForQuiet();
    void onTagged(const Result<chaosquery::Tagged> &tagged);
    void addReading(const ChaosReading &reading);
    void fail(const Error &error);
    void end(ChaosPhase phase, const QString &sentence);
    void settle(WriteOutcome::Status status);
    void enter(ChaosPhase phase, const QString &sentence);
    void query(const QString &kql, TimeSpanRange span, std::function<void(const Result<Table> &)> done);
    [[nodiscard]] const SloDefinition &definition() const;

    const Parts m_parts;
    const ChaosSettings m_settings;
    ChaosRun m_run;
    ChaosStop m_stop;
    Call m_call;                        ///< the step that runs before the fault is on
    std::optional<WriteTicket> m_ticket;
    double m_hits = 0;
    quint64 m_generation = 0;           ///< of the run: late replies of the one before are dropped
    int m_ticks = 0;
};

} // namespace qd
