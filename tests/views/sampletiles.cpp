#include "sampletiles.h"

#include "manualclock.h"

#include <cmath>

namespace qd::test {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

struct Sample {
    const char *id;
    const char *title;
    const char *description;
    SliKind kind;
    SliUnit unit;
    BetterIs better;
    double target;
    double best;
    double good;
    double bad;
    double noise;
};

const std::vector<Sample> &samples()
{
    static const std::vector<Sample> table{
        {"task-success", "Task success", "Share of agent tasks that end completed, of all that were not blocked by a budget.",
         SliKind::Ratio, SliUnit::Percent, BetterIs::Higher, 0.99, 0, 0.9968, 0.842, 0.002},
        {"tool-success", "Tool-call success", "Share of tool calls that return ok.", SliKind::Ratio, SliUnit::Percent,
         BetterIs::Higher, 0.99, 0, 0.9972, 0.788, 0.002},
        {"cost-per-task", "Cost per task", "Mean model and tool cost of one task.", SliKind::Mean, SliUnit::Money,
         BetterIs::Lower, 0.05, 0, 0.0312, 0.0587, 0.002},
        {"repair-retries", "Repair retries", "Schema repair attempts per hundred tasks.", SliKind::Mean, SliUnit::PerHundred,
         BetterIs::Lower, 10, 0, 4.2, 31.5, 0.6},
        {"turn-latency", "p95 turn latency", "95th percentile of a whole agent turn.", SliKind::Percentile, SliUnit::Duration,
         BetterIs::Lower, 5, 0, 3.05, 6.84, 0.25},
        {"gateway-availability", "Gateway availability", "Share of requests that the gateway answers without a 5xx.",
         SliKind::Ratio, SliUnit::Percent, BetterIs::Higher, 0.999, 0, 0.9997, 0.981, 0.0002},
        {"groundedness", "Groundedness", "Mean groundedness of evaluated answers.", SliKind::Mean, SliUnit::Score,
         BetterIs::Higher, 4, 5, 4.61, 3.42, 0.08},
        {"model-errors", "Model errors", "Model calls that fail, per hundred.", SliKind::Mean, SliUnit::PerHundred,
         BetterIs::Lower, 5, 0, 1.1, 12.4, 0.3}};
    return table;
}

const Sample &sample(const QString &id)
{
    for (const Sample &candidate : samples()) {
        if (id == QLatin1String(candidate.id))
            return candidate;
    }
    return samples().front();
}

QString sampleSentence(TileState state)
{
    switch (state) {
    case TileState::Critical: return QStringLiteral("Burning 18.2× in the last hour and 21.4× in 5 minutes: at this rate the 30-day budget is gone in 39 h.");
    case TileState::Warning: return QStringLiteral("Burning 3.4× over the last day: at this rate the 30-day budget is gone in 6 d.");
    case TileState::QueryError: return QStringLiteral("The query was refused: 'where' operator: failed to resolve column 'outcom' (line 3, column 9).");
    case TileState::NoPermission: return QStringLiteral("Signed in, but Log Analytics Reader is missing on the workspace.");
    case TileState::Stale: return QStringLiteral("The newest telemetry is 45 minutes old; nothing has arrived since 11:15 UTC.");
    case TileState::NoData: return QStringLiteral("No event of this kind in the last 30 days.");
    case TileState::NoTraffic: return QStringLiteral("The agents are alive, but no task has come for 2 h.");
    case TileState::Loading: return {};
    case TileState::Ok: return QStringLiteral("On track: at the present rate the 30-day budget lasts.");
    }
    return {};
}

struct SampleNumbers {
    double budget;
    double burn;
};

SampleNumbers sampleNumbers(TileState state)
{
    switch (state) {
    case TileState::Critical: return {0.08, 18.2};
    case TileState::Warning: return {0.46, 3.4};
    case TileState::Stale: return {0.64, 0.6};
    case TileState::NoTraffic: return {0.81, 0.0};
    case TileState::QueryError: return {0.72, 0.4};
    default: return {0.81, 0.3};
    }
}

QList<BurnReading> sampleReadings(const SloDefinition &definition, TileState state)
{
    QList<BurnReading> readings;
    const double burn = sampleNumbers(state).burn;
    double share = 1;
    for (const BurnPair &pair : definition.burnPairs) {
        BurnReading reading{.pair = pair};
        reading.longBurn = burn * share;
        reading.shortBurn = burn * share * 1.17;
        reading.longEvents = 412.0 * static_cast<double>(pair.longWindow.count()) / 60.0;
        reading.shortEvents = 412.0 * static_cast<double>(pair.shortWindow.count()) / 60.0;
        reading.isFiring = burn * share >= pair.factor;
        readings.append(reading);
        share *= 0.42;
    }
    return readings;
}

QList<BurnPair> samplePairs()
{
    return {{minutes(60), minutes(5), 14.4, BurnSeverity::Page},
            {hours(6), minutes(30), 6, BurnSeverity::Page},
            {hours(24), hours(2), 3, BurnSeverity::Ticket},
            {hours(72), hours(6), 1, BurnSeverity::Ticket}};
}

bool sampleHasNumbers(TileState state)
{
    return state != TileState::Loading && state != TileState::NoData && state != TileState::NoPermission
        && state != TileState::QueryError;
}

void addBudget(SloTile &tile)
{
    const SampleNumbers numbers = sampleNumbers(tile.state);
    tile.budgetRemaining = numbers.budget;
    tile.budgetTotal = 2966;
    tile.budgetSpent = std::round(2966 * (1 - numbers.budget));
    tile.burn = numbers.burn;
    if (tile.state == TileState::Critical)
        tile.exhaustion = hours(39);
    if (tile.state == TileState::Warning)
        tile.exhaustion = hours(144);
    tile.readings = sampleReadings(tile.definition, tile.state);
}

} // namespace

SloDefinition sampleDefinition(const QString &id)
{
    const Sample &from = sample(id);
    SloDefinition definition;
    definition.id = SloId(id);
    definition.title = QString::fromUtf8(from.title);
    definition.description = QString::fromUtf8(from.description);
    definition.kind = from.kind;
    definition.unit = from.unit;
    definition.better = from.better;
    definition.target = from.target;
    definition.best = from.best;
    definition.burnPairs = samplePairs();
    return definition;
}

std::vector<SliPoint> sampleSeries(int count, double from, double to, Microseconds step, double noise)
{
    std::vector<SliPoint> points;
    for (int i = 0; i < count; ++i) {
        const double fall = std::clamp((static_cast<double>(i) / count - 0.8) / 0.1, 0.0, 1.0);
        const double wobble = noise * (std::sin(i * 0.9) + 0.6 * std::sin(i * 2.3 + 1));
        SliPoint point{ManualClock::start - (count - i) * step, from + (to - from) * fall + wobble, 40.0 + i % 7};
        if (i % 23 == 22) {
            point.value.reset();
            point.events = 0;
        }
        points.push_back(point);
    }
    return points;
}

SloTile sampleTile(const QString &id, TileState state)
{
    const Sample &from = sample(id);
    SloTile tile{.id = SloId(id), .definition = sampleDefinition(id), .state = state, .sentence = sampleSentence(state)};
    const double end = state == TileState::Critical ? from.bad : (state == TileState::Warning ? (from.bad + from.good) / 2 : from.good);
    if (state != TileState::Loading)
        tile.asOf = ManualClock::start - Seconds(4);
    if (sampleHasNumbers(state)) {
        tile.value = end;
        tile.events = 412;
        tile.series = sampleSeries(60, from.good, end, minutes(1), from.noise);
        if (from.unit == SliUnit::Percent) {
            for (SliPoint &point : tile.series) {
                if (point.value)
                    point.value = std::min(1.0, *point.value);
            }
        }
        tile.newest = ManualClock::start - (state == TileState::Stale ? Microseconds(minutes(45)) : Microseconds(Seconds(42)));
        addBudget(tile);
    }
    if (state == TileState::NoTraffic) {
        tile.value.reset();
        tile.events = 0;
        tile.series = sampleSeries(60, from.good, from.good, minutes(1), from.noise);
        for (size_t i = 20; i < tile.series.size(); ++i)
            tile.series[i].value.reset();
    }
    if (state == TileState::Stale)
        tile.asOf = ManualClock::start - minutes(6);
    return tile;
}

QList<SloTile> sampleTilesOfEveryState()
{
    return {sampleTile(QStringLiteral("task-success"), TileState::Critical),
            sampleTile(QStringLiteral("cost-per-task"), TileState::Warning),
            sampleTile(QStringLiteral("tool-success"), TileState::QueryError),
            sampleTile(QStringLiteral("repair-retries"), TileState::NoPermission),
            sampleTile(QStringLiteral("turn-latency"), TileState::Stale),
            sampleTile(QStringLiteral("groundedness"), TileState::NoData),
            sampleTile(QStringLiteral("model-errors"), TileState::NoTraffic),
            sampleTile(QStringLiteral("turn-latency-2"), TileState::Loading),
            sampleTile(QStringLiteral("gateway-availability"), TileState::Ok)};
}

QList<SloTile> sampleIncident()
{
    return {sampleTile(QStringLiteral("task-success"), TileState::Critical),
            sampleTile(QStringLiteral("tool-success"), TileState::Critical),
            sampleTile(QStringLiteral("repair-retries"), TileState::Warning),
            sampleTile(QStringLiteral("cost-per-task"), TileState::Ok),
            sampleTile(QStringLiteral("turn-latency"), TileState::Ok),
            sampleTile(QStringLiteral("gateway-availability"), TileState::Ok),
            sampleTile(QStringLiteral("groundedness"), TileState::Ok),
            sampleTile(QStringLiteral("model-errors"), TileState::Ok)};
}

QList<Change> sampleMarkers()
{
    const auto change = [](Instant at, ChangeKind kind, const QString &title, const QString &detail) {
        return Change{.id = ChangeId(title), .at = at, .kind = kind, .title = title, .detail = detail};
    };
    return {change(ManualClock::start - hours(24 * 21), ChangeKind::Deployment, QStringLiteral("build 2026.11.1 in blue"), {}),
            change(ManualClock::start - hours(24 * 12), ChangeKind::PromptVersion, QStringLiteral("order-helper v13"), {}),
            change(ManualClock::start - hours(24 * 6), ChangeKind::Chaos, QStringLiteral("latency +2 s"), {}),
            change(ManualClock::start - minutes(12), ChangeKind::PromptVersion, QStringLiteral("order-helper v14"), QStringLiteral("previous v13"))};
}

SloDetail sampleDetail(const SloTile &tile)
{
    const Sample &from = sample(tile.id.value);
    SloDetail detail;
    detail.id = tile.id;
    detail.state = SloDetail::State::Ready;
    detail.series = sampleSeries(720, from.good, tile.value.value_or(from.good), hours(1), from.noise);
    double left = 1;
    const double end = tile.budgetRemaining.value_or(1);
    for (int i = 0; i < 720; ++i) {
        left -= i > 640 ? (0.75 - end) / 80 : 0.25 / 640;
        detail.burnDown.push_back({ManualClock::start - (720 - i) * Microseconds(hours(1)), left, 412});
    }
    detail.asOf = ManualClock::start - Seconds(4);
    return detail;
}

QString sampleQuery()
{
    return QStringLiteral("customMetrics\n| where name == \"agent.task.count\"\n| extend outcome = tostring(customDimensions.outcome)\n"
                          "| where outcome != \"blocked\"\n| summarize good = sumif(valueSum, outcome == \"completed\"),\n"
                          "            total = sum(valueSum) by bin(timestamp, 1h)\n| order by timestamp asc");
}

} // namespace qd::test
