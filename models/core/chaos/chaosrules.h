#pragma once

#include "chaos/chaosrun.h"
#include "slo/evaluate.h"
#include "slo/slotile.h"

#include <QList>

namespace qd {

/// "planned", "running", … and "pass", "fail", …: for JSON, logs and tables.
QString chaosPhaseName(ChaosPhase phase);
QString chaosVerdictName(ChaosVerdict verdict);
QString chaosEndingName(ChaosEnding ending);

[[nodiscard]] inline bool isOver(ChaosPhase phase) { return phase >= ChaosPhase::Verified; }
/// The fault may be on.
[[nodiscard]] inline bool isOn(ChaosPhase phase) { return phase == ChaosPhase::Running || phase == ChaosPhase::Restoring; }

/// The step is one that a run's life has; a phase may also stay as it is.
bool isStep(ChaosPhase from, ChaosPhase to);

/// An SLO that burns too fast for a run to go on, or to begin: its burn over the shortest window, with enough events.
struct BurnExcess {
    SloId slo;
    QString title;
    double burn = 0;
};
std::optional<BurnExcess> burnExcess(const QList<SloTile> &tiles, double limit);

/// The hypothesis against what was measured over the whole run. Inconclusive with fewer than the least events.
ChaosVerdict chaosVerdict(const ChaosSpec &spec, const std::optional<ChaosReading> &last);

/// The value that the hypothesis speaks of: the SLI of the run's counts, or their burn.
std::optional<double> chaosValue(const ChaosHypothesis &hypothesis, const SloDefinition &definition, SliCounts counts);

/// Whom a run would hit.
struct ChaosBlast {
    struct Tenant {
        QString name;
        double tasksPerMinute = 0;
        bool operator==(const Tenant &) const = default;
    };
    QList<Tenant> tenants;    ///< with traffic in the last 15 minutes, busiest first
    bool operator==(const ChaosBlast &) const = default;
};

/// The part of the fleet's traffic that the plan names, and a line each for the sheet: "about 2.4 of 9.6 tasks a minute".
QStringList chaosEffects(const ChaosSpec &spec, const ChaosBlast &blast);

} // namespace qd
