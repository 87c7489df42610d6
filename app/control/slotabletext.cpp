#include "slotabletext.h"

#include "format.h"
#include "slotileorder.h"
#include "slotiletext.h"
#include "texttable.h"

#include <algorithm>

namespace qd {

namespace {

QString sloAgeText(const SloTile &tile, Instant now)
{
    return tile.asOf == Instant{} ? QStringLiteral("–") : format::age(std::max(Microseconds{0}, now - tile.asOf));
}

/// The sentence; a tile that shows old numbers also says why there are no new ones.
QString sloSentence(const SloTile &tile)
{
    if (!tile.error || tile.sentence.contains(tile.error->message))
        return tile.sentence;
    return tile.sentence.isEmpty() ? tile.error->message : tile.sentence + QStringLiteral(" · ") + tile.error->message;
}

} // namespace

QString sloTableText(const QList<SloTile> &tiles, Instant now)
{
    using Align = TextTable::Align;
    TextTable table({{QStringLiteral("STATE")}, {QStringLiteral("OBJECTIVE")}, {QStringLiteral("VALUE"), Align::Right},
                     {QStringLiteral("TARGET"), Align::Right}, {QStringLiteral("BUDGET"), Align::Right},
                     {QStringLiteral("BURN"), Align::Right}, {QStringLiteral("AGE"), Align::Right}, {QStringLiteral("WHY")}});
    for (const SloTile &tile : worstFirst(tiles))
        table.addRow({tileStateGlyph(tile.state) + u' ' + tileStateWord(tile.state), tile.definition.title,
                      tileValueText(tile), objectiveText(tile.definition), budgetText(tile), burnText(tile),
                      sloAgeText(tile, now), sloSentence(tile)});
    return table.text();
}

} // namespace qd
