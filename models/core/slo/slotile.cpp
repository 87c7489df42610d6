#include "slo/slotile.h"

namespace qd {

QString tileStateName(TileState state)
{
    switch (state) {
    case TileState::Critical: return QStringLiteral("critical");
    case TileState::Warning: return QStringLiteral("warning");
    case TileState::QueryError: return QStringLiteral("query-error");
    case TileState::NoPermission: return QStringLiteral("no-permission");
    case TileState::Stale: return QStringLiteral("stale");
    case TileState::NoData: return QStringLiteral("no-data");
    case TileState::NoTraffic: return QStringLiteral("no-traffic");
    case TileState::Loading: return QStringLiteral("loading");
    case TileState::Ok: return QStringLiteral("ok");
    }
    return QStringLiteral("loading");
}

QList<SloTile> loadingTiles(const QList<SloDefinition> &definitions)
{
    QList<SloTile> tiles;
    for (const SloDefinition &definition : definitions)
        tiles.append(SloTile{.id = definition.id, .definition = definition});
    return tiles;
}

} // namespace qd
