#include "commands/sloexplaincommand.h"

#include "output/explaintext.h"
#include "output/jsonwriter.h"

namespace qd {

ExitCode SloExplainCommand::tell()
{
    const SloTile &tile = controller().tiles().constFirst();
    if (isJson())
        streams().print(json::sloExplain({controller().range(), controller().span(), controller().serverClock().now(), {tile}, {}},
                                         controller().queries()));
    else
        streams().print(explainText(tile, controller().range().text(), controller().queries()));
    return tile.state == TileState::Critical ? ExitCode::Critical : ExitCode::Healthy;
}

} // namespace qd
