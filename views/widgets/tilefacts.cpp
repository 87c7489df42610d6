#include "widgets/tilefacts.h"

#include "format.h"
#include "slotiletext.h"
#include "widgets/slocharts.h"

#include <QCoreApplication>

namespace qd {

namespace {

QString factsText(const char *text)
{
    return QCoreApplication::translate("TileFacts", text);
}

QString factsBudget(const SloTile &tile)
{
    if (!tile.budgetRemaining)
        return budgetText(tile);
    return factsText("%1 (%2 of %3 spent)")
        .arg(budgetText(tile), format::number(tile.budgetSpent), format::number(tile.budgetTotal));
}

} // namespace

QList<std::pair<QString, QString>> tileFacts(const SloTile &tile)
{
    const QString none = QStringLiteral("–");
    return {{factsText("Budget left"), factsBudget(tile)},
            {factsText("Gone in"), tile.exhaustion ? format::duration(*tile.exhaustion) : none},
            {factsText("Objective"), objectiveLine(tile.definition)},
            {factsText("Events in range"), format::number(tile.events)},
            {factsText("Newest telemetry"), tile.newest ? format::timestamp(*tile.newest) : none}};
}

} // namespace qd
