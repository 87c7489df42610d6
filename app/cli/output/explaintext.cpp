#include "output/explaintext.h"

#include "format.h"
#include "output/celltext.h"
#include "printabletext.h"
#include "slotiletext.h"
#include "texttable.h"

namespace qd {

namespace {

QString windowLabel(const SloWindow &window)
{
    return window.kind == SloWindow::Kind::CalendarMonth ? QStringLiteral("the calendar month") : QStringLiteral("%1 days").arg(window.days);
}

QString kindText(const SloDefinition &definition)
{
    switch (definition.kind) {
    case SliKind::Ratio: return QStringLiteral("share of good events");
    case SliKind::Threshold: return QStringLiteral("share of events within %1").arg(sliValueText(definition, definition.limit));
    case SliKind::Mean: return QStringLiteral("mean");
    case SliKind::Percentile: return QStringLiteral("%1th percentile").arg(definition.percentile);
    }
    return {};
}

QString verdict(const BurnReading &reading)
{
    if (reading.isFiring)
        return QStringLiteral("fires");
    return reading.isLowTraffic ? QStringLiteral("too few events") : QStringLiteral("quiet");
}

QString burnCell(const std::optional<double> &burn) { return burn ? format::burn(*burn) : QStringLiteral("–"); }

QString windowTable(const SloTile &tile)
{
    using Align = TextTable::Align;
    TextTable table({{QStringLiteral("LONG"), Align::Right}, {QStringLiteral("SHORT"), Align::Right}, {QStringLiteral("FACTOR"), Align::Right},
                     {QStringLiteral("BURN LONG"), Align::Right}, {QStringLiteral("BURN SHORT"), Align::Right},
                     {QStringLiteral("EVENTS LONG"), Align::Right}, {QStringLiteral("EVENTS SHORT"), Align::Right},
                     {QStringLiteral("SEVERITY")}, {QStringLiteral("VERDICT")}});
    for (const BurnReading &reading : tile.readings)
        table.addRow({format::age(reading.pair.longWindow), format::age(reading.pair.shortWindow), format::burn(reading.pair.factor),
                      burnCell(reading.longBurn), burnCell(reading.shortBurn), format::number(reading.longEvents),
                      format::number(reading.shortEvents),
                      reading.pair.severity == BurnSeverity::Page ? QStringLiteral("page") : QStringLiteral("ticket"), verdict(reading)});
    return table.text();
}

QString factLine(const QString &name, const QString &value)
{
    return QStringLiteral("  ") + name.leftJustified(11) + printableText(value) + u'\n';
}

QString indented(const QString &kql)
{
    QString text;
    for (const QString &line : kql.split(u'\n'))
        text += QStringLiteral("    ") + printableText(line) + u'\n';
    return text;
}

QString purposeText(SliQuery::Purpose purpose)
{
    switch (purpose) {
    case SliQuery::Purpose::Bands: return QStringLiteral("burn windows and budget");
    case SliQuery::Purpose::Series: return QStringLiteral("value and sparkline");
    case SliQuery::Purpose::Range: return QStringLiteral("percentile over the range");
    case SliQuery::Purpose::Freshness: return QStringLiteral("newest record of each source");
    }
    return {};
}

} // namespace

QString explainText(const SloTile &tile, const QString &rangeText, const QList<SliQuery> &queries)
{
    const SloDefinition &definition = tile.definition;
    QString text = printableText(definition.title) + QStringLiteral(" (") + printableText(tile.id.value) + QStringLiteral(")\n");
    if (!definition.description.isEmpty())
        text += QStringLiteral("  ") + printableText(definition.description) + u'\n';
    text += u'\n';
    text += factLine(QStringLiteral("state"), tileStateGlyph(tile.state) + u' ' + tileStateWord(tile.state));
    text += factLine(QStringLiteral("why"), tile.sentence);
    text += factLine(QStringLiteral("SLI"), kindText(definition));
    text += factLine(QStringLiteral("objective"), objectiveText(definition) + QStringLiteral(" over ") + windowLabel(definition.window));
    text += factLine(QStringLiteral("value"), tileValueText(tile) + QStringLiteral(" of ") + format::number(tile.events) + QStringLiteral(" events in ") + rangeText);
    text += factLine(QStringLiteral("budget"), budgetText(tile) + QStringLiteral(" left"));
    if (tile.exhaustion)
        text += factLine(QStringLiteral("gone in"), format::duration(*tile.exhaustion));
    if (tile.newest)
        text += factLine(QStringLiteral("newest"), format::timestamp(*tile.newest));
    text += u'\n' + windowTable(tile);
    for (const SliQuery &query : queries)
        text += QStringLiteral("\nKQL: %1, from %2 to %3\n").arg(purposeText(query.purpose), instantText(query.span.from), instantText(query.span.to))
            + indented(query.kql);
    return text;
}

} // namespace qd
