#pragma once

#include "http/timers.h"
#include "release/releasequery.h"
#include "release/rollbackstatus.h"
#include "release/verification.h"
#include "rollbackloader.h"
#include "writeguard.h"

#include <QObject>

namespace qd {

/// How long a rollback waits for what.
struct RollbackTimes {
    Milliseconds swapDeadline{10 * 60 * 1000};
    Milliseconds pollInterval{3000};      ///< of the swap, and of a site whose state is unclear
    Milliseconds probeInterval{3000};
    int probes = 10;
    Milliseconds watchInterval{10000};    ///< of telemetry
    Milliseconds watchLimit{10 * 60 * 1000};
};

/// The newest of these intents that is a rollback of this site, or null.
[[nodiscard]] const AuditRecord *unfinishedRollback(const QList<AuditRecord> &unfinished, const QString &siteId);
/// The plan that the audit log kept.
[[nodiscard]] RollbackPlan intendedRollback(const AuditRecord &intent);

/// One rollback from plan to proof: reads, plans, asks, reads again, swaps, probes what production serves, waits until
/// telemetry tells of recovery. Whatever the swap's answer is, the site itself says what is true. Started with work
/// that was left unfinished, it finds out how that ended. One at a time. GUI thread.
class RollbackFlow final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RollbackFlow)

public:
    /// Everything is borrowed.
    struct Parts {
        RollbackSources sources;
        WriteGuard &guard;
        Timers &timers;
    };
    explicit RollbackFlow(const Parts &parts, RollbackRules rules = {}, RollbackTimes times = {}, QObject *parent = nullptr);
    ~RollbackFlow() override;

    /// Makes a plan for this slot, or for the last known good one. False while a write runs.
    bool plan(std::optional<SlotName> source = std::nullopt);
    /// The plan of going back to what was there before the last swap, ours or one that is remembered. Within the
    /// cooldown it runs only when the verification of that swap failed.
    bool planUndo();
    /// Carries the plan out. False when there is none, or it cannot run.
    bool start();
    /// Probes again, and then watches telemetry anew. False unless a swap was made.
    bool verifyAgain();
    /// Stops what waits; a swap that was begun goes on at the service, and its true state is read.
    void cancel();
    /// Among intents without an outcome, as LeasedGuard finds them, takes up the newest rollback of this app: finds out
    /// what became of it, and settles it. False when there is none, or the flow is busy.
    bool resume(const QList<AuditRecord> &unfinished);

    [[nodiscard]] const RollbackStatus &status() const { return m_status; }

signals:
    void changed();
    /// A reading was made on the way: newer than the board that is shown.
    void boardRead(const qd::SlotBoardReading &reading);
    /// Done or Failed was reached.
    void ended();

private:
    using State = RollbackStatus::State;

    bool beginPlan(std::optional<SlotName> source, RollbackKind kind);
    void judgeLastSwap(const SlotBoardReading &reading, std::optional<SlotName> source);
    void askForecast(const SlotBoardReading &reading, std::optional<SlotName> source, RollbackKind kind);
    void askRights(const SlotBoard &board, std::optional<SlotName> source, RollbackKind kind, const Result<QList<SlotDifference>> &differences);
    void onForecast(const SlotBoard &board, std::optional<SlotName> source, RollbackKind kind, const RollbackForecast &forecast);
    [[nodiscard]] WriteAction action() const;
    void onAdmitted(const Result<WriteTicket> &ticket);
    void recheck();
    void onRechecked(const Result<SlotBoardReading> &reading);
    void swap();
    void onSwapped(const Result<void> &result);
    void readTruth(const QString &note);
    void readTruthAgain();
    void onTruth(const Result<ProbeReading> &reading);
    void judgeTruth(const ProbeReading &reading);
    void readProduction(Completion<ProbeReading> completion);
    void probe();
    void probeAgain();
    void onProbe(const Result<ProbeReading> &reading);
    void onVerified();
    void watch();
    void onRecovery(const Result<MonitorReply> &reply);
    void judgeWatch(const ReleaseCheck &recovery, double total);
    void resumeFrom(const AuditRecord &record);
    void withdraw(const QString &why);
    void failSwap(WriteOutcome::Status status, const QString &note);
    void settleTicket(const WriteOutcome &outcome);
    void finish(State state, const QString &note);
    void enter(State state, const QString &note);
    void later(Milliseconds wait, void (RollbackFlow::*step)());

    const Parts m_parts;
    const RollbackRules m_rules;
    const RollbackTimes m_times;
    RollbackLoader m_loader;
    RollbackStatus m_status;
    std::optional<WriteTicket> m_ticket;
    Call m_running;
    quint64 m_step = 0;       ///< timers of an older step do nothing
    int m_probesLeft = 0;
    int m_truthsLeft = 0;     ///< readings of the old version that it takes to believe that nothing happened
    Microseconds m_phaseStart{0};
    Instant m_since{};        ///< what recovery counts from
    bool m_verificationFailed = false;
};

} // namespace qd
