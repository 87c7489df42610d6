#pragma once

#include "chaos/chaosfault.h"
#include "result.h"
#include "slo/slodefinition.h"

#include <QList>

namespace qd {

/// What must stay true while the fault is on: a measured value, or a burn rate, on one side of a threshold. A value.
struct ChaosHypothesis {
    SloId slo;
    bool isBurn = false;    ///< the burn of the run's own events, not the SLI's value
    bool isAtLeast = true;
    double threshold = 0;   ///< in the SLI's unit (Percent: 0..1), or a burn rate
    bool operator==(const ChaosHypothesis &) const = default;
};

/// A planned run. A value.
struct ChaosSpec {
    ChaosMode mode = ChaosMode::Throttle;
    QString tenant = QStringLiteral("*");
    int percent = 10;
    Seconds duration{120};
    ChaosHypothesis hypothesis;
    double abortBurn = 14.4; ///< the run ends when an SLO burns faster over its shortest window
    double minEvents = 20;   ///< fewer events of the SLI: no verdict
    bool operator==(const ChaosSpec &) const = default;
};

/// Reads "task-success>=95", "turn-latency<=5s", "cost-per-task<=$0.06", "burn(tool-success)<=6". Percentages may carry
/// a sign. ErrorKind::Invalid names what is not understood and which SLOs there are.
Result<ChaosHypothesis> parseChaosHypothesis(const QString &text, const QList<SloDefinition> &definitions);
/// "Task success stays at or above 95.00 %".
QString chaosHypothesisText(const ChaosHypothesis &hypothesis, const QList<SloDefinition> &definitions);

/// "90", "90s", "2m", "1h". ErrorKind::Invalid.
Result<Seconds> parseChaosDuration(const QString &text);

/// What is wrong with the plan: mode, percentage, tenant, duration (10 s to 1 h), limits. ErrorKind::Invalid.
std::optional<Error> misuseOf(const ChaosSpec &spec, const QList<SloDefinition> &definitions);

/// The fault that carries the plan out.
ChaosFault chaosFaultOf(const ChaosSpec &spec, const QString &run, Instant start);

/// "Throttle 25 % of contoso-retail for 2m".
QString chaosTitle(const ChaosSpec &spec);

} // namespace qd
