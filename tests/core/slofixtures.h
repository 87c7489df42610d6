#pragma once

#include "slo/evaluate.h"
#include "slo/slodefinition.h"

namespace qd::test {

inline SloDefinition taskSuccess()
{
    SloDefinition slo{.id = SloId(QStringLiteral("task-success"))};
    slo.where = {{QStringLiteral("outcome"), {QStringLiteral("blocked")}, true}};
    slo.good = {{QStringLiteral("outcome"), {QStringLiteral("completed")}, false}};
    return slo;
}

inline QList<BurnPair> ownPairs()
{
    using namespace std::chrono_literals;
    return {{1h, 5min, 3, BurnSeverity::Page}, {6h, 30min, 2, BurnSeverity::Page},
            {24h, 2h, 1.5, BurnSeverity::Ticket}, {72h, 6h, 1, BurnSeverity::Ticket}};
}

inline SloDefinition costPerTask()
{
    SloDefinition slo{.id = SloId(QStringLiteral("cost-per-task")), .kind = SliKind::Mean, .unit = SliUnit::Money};
    slo.better = BetterIs::Lower;
    slo.role = MetricRole::TaskCost;
    slo.target = 0.05;
    slo.burnPairs = ownPairs();
    return slo;
}

inline SloDefinition modelErrors()
{
    SloDefinition slo{.id = SloId(QStringLiteral("model-errors")), .kind = SliKind::Mean, .unit = SliUnit::PerHundred};
    slo.better = BetterIs::Lower;
    slo.role = MetricRole::LlmErrors;
    slo.perRole = MetricRole::LlmDuration;
    slo.target = 5;
    slo.burnPairs = ownPairs();
    return slo;
}

inline SloDefinition turnLatency()
{
    SloDefinition slo{.id = SloId(QStringLiteral("turn-latency")), .kind = SliKind::Percentile, .source = SliSource::Requests};
    slo.unit = SliUnit::Duration;
    slo.better = BetterIs::Lower;
    slo.valueField = QStringLiteral("duration");
    slo.where = {{QStringLiteral("name"), {QStringLiteral("POST /chat")}, false}};
    slo.target = 5;
    return slo;
}

inline SloDefinition availability()
{
    SloDefinition slo{.id = SloId(QStringLiteral("gateway-availability")), .kind = SliKind::Ratio, .source = SliSource::Requests};
    slo.where = {{QStringLiteral("name"), {QStringLiteral("POST /chat")}, false}};
    slo.good = {{QStringLiteral("resultCode"), {QStringLiteral("5*")}, true}};
    slo.target = 0.999;
    return slo;
}

inline SloDefinition groundedness()
{
    SloDefinition slo{.id = SloId(QStringLiteral("groundedness")), .kind = SliKind::Mean, .source = SliSource::Events};
    slo.unit = SliUnit::Score;
    slo.valueField = QStringLiteral("gen_ai.evaluation.score.value");
    slo.where = {{QStringLiteral("name"), {QStringLiteral("gen_ai.evaluation.result")}, false},
                 {QStringLiteral("gen_ai.evaluation.name"), {QStringLiteral("groundedness")}, false}};
    slo.target = 4;
    slo.best = 5;
    slo.burnPairs = ownPairs();
    return slo;
}

inline QList<SloDefinition> mixedSlos()
{
    return {taskSuccess(), costPerTask(), modelErrors(), turnLatency(), availability(), groundedness()};
}

} // namespace qd::test
