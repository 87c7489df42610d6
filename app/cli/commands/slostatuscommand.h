#pragma once

#include "commands/sloroundcommand.h"

namespace qd {

/// `slo status`: one refresh of all tiles, printed worst first. Healthy, Critical, or what kept it from answering.
class SloStatusCommand final : public SloRoundCommand
{
    Q_OBJECT

public:
    using SloRoundCommand::SloRoundCommand;

protected:
    ExitCode tell() override;
};

} // namespace qd
