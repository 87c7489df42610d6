#include "slotileorder.h"

#include <algorithm>

namespace qd {

double burnPressure(const SloTile &tile)
{
    double pressure = 0;
    for (const BurnReading &reading : tile.readings)
        if (reading.longBurn && reading.pair.factor > 0)
            pressure = std::max(pressure, *reading.longBurn / reading.pair.factor);
    return pressure;
}

bool isWorse(const SloTile &left, const SloTile &right)
{
    if (left.state != right.state)
        return left.state < right.state;
    return burnPressure(left) > burnPressure(right);
}

QList<SloTile> worstFirst(QList<SloTile> tiles)
{
    std::ranges::stable_sort(tiles, isWorse);
    return tiles;
}

} // namespace qd
