#include "slotiletext.h"

#include "format.h"

#include <QCoreApplication>

#include <cmath>

namespace qd {

namespace {

QString tileText(const char *text) { return QCoreApplication::translate("SloTile", text); }

QString noValue() { return QStringLiteral("–"); }

} // namespace

QString sliValueText(const SloDefinition &definition, double value)
{
    switch (definition.unit) {
    case SliUnit::Percent: return format::percent(value, format::percentDecimals(definition.target));
    case SliUnit::Duration: return format::duration(Microseconds(std::llround(value * 1e6)));
    case SliUnit::Money: return format::money(value, definition.currency);
    case SliUnit::PerHundred: return format::number(value) + QStringLiteral("\u2009/100");
    case SliUnit::Score: return format::number(value);
    }
    return format::number(value);
}

QString objectiveText(const SloDefinition &definition)
{
    const bool isShare = definition.kind == SliKind::Ratio || definition.kind == SliKind::Threshold;
    const bool isFloor = isShare || definition.better == BetterIs::Higher;
    return (isFloor ? QStringLiteral("≥ ") : QStringLiteral("≤ ")) + sliValueText(definition, definition.target);
}

QString tileValueText(const SloTile &tile) { return tile.value ? sliValueText(tile.definition, *tile.value) : noValue(); }

QString budgetText(const SloTile &tile)
{
    return tile.budgetRemaining ? format::percent(*tile.budgetRemaining, 0) : noValue();
}

QString burnText(const SloTile &tile) { return tile.burn ? format::burn(*tile.burn) : noValue(); }

QString tileStateWord(TileState state)
{
    switch (state) {
    case TileState::Critical: return tileText("critical");
    case TileState::Warning: return tileText("warning");
    case TileState::QueryError: return tileText("query error");
    case TileState::NoPermission: return tileText("no permission");
    case TileState::Stale: return tileText("stale");
    case TileState::NoData: return tileText("no data");
    case TileState::NoTraffic: return tileText("no traffic");
    case TileState::Loading: return tileText("loading");
    case TileState::Ok: return tileText("ok");
    }
    return {};
}

QString tileStateGlyph(TileState state)
{
    switch (state) {
    case TileState::Critical: return QStringLiteral("⬣");
    case TileState::Warning: return QStringLiteral("▲");
    case TileState::QueryError: return QStringLiteral("✕");
    case TileState::NoPermission: return QStringLiteral("⊘");
    case TileState::Stale: return QStringLiteral("◍");
    case TileState::NoData: return QStringLiteral("◌");
    case TileState::NoTraffic: return QStringLiteral("○");
    case TileState::Loading: return QStringLiteral("◔");
    case TileState::Ok: return QStringLiteral("●");
    }
    return {};
}

} // namespace qd
