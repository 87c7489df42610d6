#pragma once

#include "arm/appserviceconnector.h"
#include "azuremonitor/monitorconnector.h"
#include "clock.h"
#include "localstate/auditlog.h"
#include "release/rollbackplan.h"
#include "slosettings.h"

#include <QObject>

#include <functional>

namespace qd {

/// What rollbacks work with; borrowed. `audit` may be null.
struct RollbackSources {
    AppServiceConnector &app;
    MonitorConnector &monitor;
    AuditLog *audit = nullptr;
    const Clock &clock;
    const SloSettings &slo;
};

/// The slots as they are, and what could not be learnt about them.
struct SlotBoardReading {
    SlotBoard board;
    QStringList gaps; ///< a plain sentence each: no telemetry, no audit log, …
};

/// The objective that verdicts and recovery are judged by: the first SLO over the task count.
[[nodiscard]] const SloDefinition *taskSuccessSlo(const SloSettings &settings);
[[nodiscard]] ReleaseObjective releaseObjective(const SloSettings &settings);

/// Reads slots, settings, sticky names, traffic, verdicts and remembered swaps in one go. Slots and settings are needed;
/// the rest may be missing and is told as a gap. GUI thread.
class RollbackLoader final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RollbackLoader)

public:
    explicit RollbackLoader(const RollbackSources &sources, QObject *parent = nullptr);
    Call load(QObject *context, Completion<SlotBoardReading> completion);

private:
    const RollbackSources m_sources;
};

} // namespace qd
