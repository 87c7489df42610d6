#include "commands/slostatuscommand.h"

#include "output/jsonwriter.h"
#include "slotabletext.h"
#include "slotileorder.h"

#include <algorithm>

namespace qd {

ExitCode SloStatusCommand::tell()
{
    const QList<SloTile> tiles = worstFirst(controller().tiles());
    const Instant now = controller().serverClock().now();
    if (isJson())
        streams().print(json::sloStatus({controller().range(), controller().span(), now, tiles, health().sources()}));
    else
        streams().print(sloTableText(tiles, now));
    for (const SourceHealth &source : health().sources())
        if (!source.warning.isEmpty())
            streams().complain(QStringLiteral("warning: ") + source.warning);
    const bool isCritical = std::ranges::any_of(tiles, [](const SloTile &tile) { return tile.state == TileState::Critical; });
    return isCritical ? ExitCode::Critical : ExitCode::Healthy;
}

} // namespace qd
