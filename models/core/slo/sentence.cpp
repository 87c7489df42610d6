#include "slo/sentence.h"

#include "format.h"
#include "slo/burnrate.h"

#include <cmath>

namespace qd {

namespace {

/// Sentences are prose, copied and searched for: ordinary spaces.
QString plain(QString text) { return text.replace(QChar(0x2009), u' ').replace(QChar(0x202f), u' '); }

QString budgetNoun(const SloDefinition &definition)
{
    if (definition.window.kind == SloWindow::Kind::CalendarMonth)
        return QStringLiteral("this month's budget");
    return QStringLiteral("the %1-day budget").arg(definition.window.days);
}

QString budgetUsed(const SloTile &tile) { return format::percent(1 - tile.budgetRemaining.value_or(1), 0); }

/// What one event of a Mean SLI is called.
QString eventNoun(const SloDefinition &definition)
{
    if (definition.source != SliSource::Metrics)
        return QStringLiteral("event");
    switch (definition.perRole.value_or(definition.role)) {
    case MetricRole::TaskCount:
    case MetricRole::TaskCost:
    case MetricRole::TaskDuration: return QStringLiteral("task");
    case MetricRole::LlmDuration: return QStringLiteral("model call");
    case MetricRole::ToolCalls:
    case MetricRole::ToolDuration: return QStringLiteral("tool call");
    default: return QStringLiteral("event");
    }
}

QString meanText(const SloDefinition &definition, double value, const QString &noun)
{
    switch (definition.unit) {
    case SliUnit::Money: return format::money(value, definition.currency) % QStringLiteral(" per ") % noun;
    case SliUnit::PerHundred: return format::number(value) % QStringLiteral(" per 100 ") % noun % u's';
    case SliUnit::Duration: return format::duration(Microseconds(std::llround(value * 1e6))) % QStringLiteral(" per ") % noun;
    case SliUnit::Percent: return format::percent(value, 1);
    case SliUnit::Score: break;
    }
    return QStringLiteral("score ") % format::number(value);
}

QString meanTarget(const SloDefinition &definition)
{
    switch (definition.unit) {
    case SliUnit::Money: return format::money(definition.target, definition.currency);
    case SliUnit::Duration: return format::duration(Microseconds(std::llround(definition.target * 1e6)));
    case SliUnit::Percent: return format::percent(definition.target, 1);
    case SliUnit::PerHundred:
    case SliUnit::Score: break;
    }
    return format::number(definition.target);
}

/// " over 6 h", unless it is the hour that people take for granted.
QString burnWindow(const SloTile &tile)
{
    const BurnReading *worst = worstReading(tile.readings);
    if (!worst || worst->pair.longWindow == std::chrono::hours(1))
        return {};
    return QStringLiteral(" over ") % format::duration(worst->pair.longWindow);
}

/// "$0.12 per task against $0.05; " in the window that burns, for SLIs whose value says more than a burn rate.
QString meanPrefix(const SloTile &tile)
{
    const SloDefinition &definition = tile.definition;
    if (definition.kind != SliKind::Mean || !tile.burn)
        return {};
    const bool isLower = definition.better == BetterIs::Lower;
    const double value = isLower ? *tile.burn * definition.target
                                 : definition.best - *tile.burn * (definition.best - definition.target);
    return meanText(definition, value, eventNoun(definition)) % burnWindow(tile) % QStringLiteral(" against ") % meanTarget(definition)
        % QStringLiteral("; ");
}

QString burnText(const SloTile &tile) { return QStringLiteral("burning at ") % format::burn(tile.burn.value_or(0)); }

QString staleSuffix(const SloTile &tile, const TileFacts &facts)
{
    if (!isSourceStale(tile.definition, facts) || !facts.sourceNewest)
        return {};
    return QStringLiteral("; newest telemetry is ") % format::age(facts.now - *facts.sourceNewest) % QStringLiteral(" old");
}

QString burningSentence(const SloTile &tile, const TileFacts &facts)
{
    const QString budget = budgetNoun(tile.definition);
    if (isBudgetSpent(tile.definition, facts.budget))
        return meanPrefix(tile) % budget % QStringLiteral(" is spent (") % budgetUsed(tile) % QStringLiteral(" used), ")
            % burnText(tile) % staleSuffix(tile, facts);
    if (tile.exhaustion)
        return meanPrefix(tile) % QStringLiteral("at this rate ") % budget % QStringLiteral(" is gone in ")
            % format::duration(*tile.exhaustion) % staleSuffix(tile, facts);
    return meanPrefix(tile) % burnText(tile) % QStringLiteral(", ") % budgetUsed(tile) % QStringLiteral(" of ") % budget
        % QStringLiteral(" used") % staleSuffix(tile, facts);
}

const BurnReading *lowTrafficReading(const SloTile &tile)
{
    for (const BurnReading &reading : tile.readings)
        if (reading.isLowTraffic)
            return &reading;
    return nullptr;
}

QString okSentence(const SloTile &tile)
{
    if (const BurnReading *low = lowTrafficReading(tile))
        return QStringLiteral("burning at %1, but only %2 events in %3; %4 are needed to judge")
            .arg(format::burn(low->longBurn.value_or(0)), format::number(low->longEvents),
                 format::duration(low->pair.longWindow), format::number(tile.definition.minEvents));
    const QString used = budgetUsed(tile) % QStringLiteral(" of ") % budgetNoun(tile.definition) % QStringLiteral(" used");
    const BurnReading *worst = worstReading(tile.readings);
    if (!worst || !worst->longBurn)
        return used;
    // A long window remembers an incident that is over.
    if (*worst->longBurn > 1 && worst->shortBurn.value_or(0) <= 1)
        return used % QStringLiteral("; burned at ") % format::burn(*worst->longBurn) % QStringLiteral(" over ")
            % format::duration(worst->pair.longWindow) % QStringLiteral(", now at ") % format::burn(worst->shortBurn.value_or(0));
    const QString text = used % QStringLiteral(", ") % burnText(tile);
    return tile.exhaustion ? QString(text % QStringLiteral("; gone in ") % format::duration(*tile.exhaustion)) : text;
}

QString staleSentence(const TileFacts &facts)
{
    const QString since = facts.sourceNewest ? format::age(facts.now - *facts.sourceNewest) : QStringLiteral("more than a day");
    return QStringLiteral("no telemetry for ") % since % QStringLiteral("; last value shown");
}

QString noTrafficSentence(const TileFacts &facts)
{
    if (!facts.newest || facts.now - *facts.newest < std::chrono::hours(1))
        return QStringLiteral("no events in the last hour, while telemetry arrives");
    return QStringLiteral("no events for ") % format::age(facts.now - *facts.newest) % QStringLiteral(", while telemetry arrives");
}

QString noDataSentence(const SloDefinition &definition)
{
    const bool isMonth = definition.window.kind == SloWindow::Kind::CalendarMonth;
    const QString window = isMonth ? QStringLiteral("this month") : QStringLiteral("in %1 days").arg(definition.window.days);
    const bool isMetric = definition.source == SliSource::Metrics;
    return QStringLiteral("no event ") % window
        % (isMetric ? QStringLiteral("; check the metric names") : QStringLiteral("; check the filters"));
}

QString withoutFullStop(QString text)
{
    while (text.endsWith(u'.'))
        text.chop(1);
    return text;
}

} // namespace

QString tileSentence(const SloTile &tile, const TileFacts &facts)
{
    switch (tile.state) {
    case TileState::Critical:
    case TileState::Warning: return plain(burningSentence(tile, facts));
    case TileState::Stale: return plain(staleSentence(facts));
    case TileState::NoTraffic: return plain(noTrafficSentence(facts));
    case TileState::NoData: return plain(noDataSentence(tile.definition));
    case TileState::Ok: return plain(okSentence(tile));
    case TileState::QueryError:
    case TileState::NoPermission:
    case TileState::Loading: break;
    }
    return QStringLiteral("loading");
}

QString errorSentence(TileState state, const Error &error, std::optional<Microseconds> sinceSuccess)
{
    const QString reason = withoutFullStop(error.message.isEmpty() ? errorKindName(error.kind) : error.message);
    if (sinceSuccess)
        return plain(QStringLiteral("not refreshed for ") % format::age(*sinceSuccess) % QStringLiteral(": ") % reason);
    if (state == TileState::NoPermission)
        return QStringLiteral("no permission: ") % reason;
    const bool isRefused = error.kind == ErrorKind::Query;
    return (isRefused ? QStringLiteral("the query was refused: ") : QStringLiteral("no answer yet: ")) % reason;
}

QString unrefreshedSentence(Microseconds sinceSuccess)
{
    return plain(QStringLiteral("not refreshed for ") % format::age(sinceSuccess) % QStringLiteral("; last value shown"));
}

} // namespace qd
