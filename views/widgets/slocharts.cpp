#include "widgets/slocharts.h"

#include "format.h"
#include "slotiletext.h"
#include "widgets/statusglyph.h"

#include <QCoreApplication>

namespace qd {

namespace {

QString chartsText(const char *text)
{
    return QCoreApplication::translate("SloCharts", text);
}

QString chartsWindow(const SloWindow &window)
{
    return window.kind == SloWindow::Kind::CalendarMonth ? chartsText("this month")
                                                         : chartsText("%1 d").arg(window.days);
}

QString chartsDescription(const SloTile &tile, const QString &what)
{
    return chartsText("%1 of %2. Now %3, objective %4. %5")
        .arg(what, tile.definition.title, tileValueText(tile), objectiveText(tile.definition), sentenceOf(tile));
}

QString chartsDefaultSentence(TileState state)
{
    switch (state) {
    case TileState::Loading: return chartsText("Waiting for the first numbers.");
    case TileState::NoData: return chartsText("No event in the whole budget window.");
    case TileState::NoTraffic: return chartsText("The source is alive, but nothing has called it for an hour.");
    case TileState::Stale: return chartsText("These numbers are old.");
    case TileState::QueryError: return chartsText("The query failed.");
    case TileState::NoPermission: return chartsText("A right to read this is missing.");
    case TileState::Critical:
    case TileState::Warning:
    case TileState::Ok: break;
    }
    return tileStateWord(state);
}

} // namespace

ChartSpec sliChartSpec(const SloTile &tile, const std::vector<SliPoint> &points, const QList<Change> &markers,
                       const QString &reach)
{
    const SloDefinition definition = tile.definition;
    ChartSpec spec;
    spec.title = definition.title;
    spec.subtitle = points.empty() ? QString() : (reach.isEmpty() ? reachText(points) : reach) % QStringLiteral(" · UTC");
    spec.description = chartsDescription(tile, chartsText("History"));
    spec.points = points;
    spec.objective = definition.target;
    spec.objectiveLabel = chartsText("objective %1").arg(objectiveText(definition));
    spec.markers = markers;
    spec.formatValue = [definition](double value) { return sliValueText(definition, value); };
    spec.lastTone = lookOf(tile.state).tone;
    spec.isFromZero = definition.unit == SliUnit::Money || definition.unit == SliUnit::PerHundred;
    if (definition.unit == SliUnit::Percent)
        spec.upperBound = 1;
    if (definition.better == BetterIs::Higher && definition.best > definition.target)
        spec.upperBound = definition.best;
    spec.lowerBound = 0;
    return spec;
}

ChartSpec burnDownSpec(const SloTile &tile, const std::vector<SliPoint> &points, const QList<Change> &markers)
{
    ChartSpec spec;
    spec.title = chartsText("Error budget left");
    spec.subtitle = points.empty() ? QString() : reachText(points) % QStringLiteral(" · UTC");
    spec.description = chartsDescription(tile, chartsText("Remaining error budget"))
        % chartsText(" Budget left: %1.").arg(budgetText(tile));
    spec.points = points;
    spec.markers = markers;
    spec.formatValue = [](double value) { return format::percent(value, 0); };
    spec.series = SeriesRole::Dependency;
    spec.lastTone = lookOf(tile.state).tone;
    spec.isArea = true;
    spec.isFromZero = true;
    spec.upperBound = 1;
    return spec;
}

QString reachText(const std::vector<SliPoint> &points)
{
    if (points.size() < 2)
        return {};
    // Points are the starts of steps, so the last step belongs to the reach as well.
    const Microseconds step = points[1].at - points[0].at;
    return chartsText("last %1").arg(format::duration(points.back().at - points.front().at + step));
}

ValueText valueText(const SloTile &tile)
{
    const QString text = tileValueText(tile);
    if (tile.value && tile.definition.unit == SliUnit::Score && tile.definition.best > 0)
        return {text, chartsText("of %1").arg(format::number(tile.definition.best))};
    const qsizetype gap = std::max(text.lastIndexOf(QChar(0x2009)), text.lastIndexOf(QLatin1Char(' ')));
    const bool startsWithNumber = !text.isEmpty() && (text.at(0).isDigit() || text.at(0) == QLatin1Char('-'));
    return gap > 0 && startsWithNumber ? ValueText{text.left(gap), text.mid(gap + 1)} : ValueText{text, {}};
}

QString objectiveLine(const SloDefinition &definition)
{
    const QString prefix = definition.kind == SliKind::Percentile
        ? chartsText("p%1").arg(format::number(definition.percentile)) : chartsText("SLO");
    return prefix % QLatin1Char(' ') % objectiveText(definition) % QStringLiteral(" · ") % chartsWindow(definition.window);
}

QString sentenceOf(const SloTile &tile)
{
    if (!tile.sentence.isEmpty())
        return tile.sentence;
    return tile.error && !tile.error->message.isEmpty() ? tile.error->message : chartsDefaultSentence(tile.state);
}

} // namespace qd
