#pragma once

#include "commands/sloroundcommand.h"

namespace qd {

/// `slo explain ID`: the definition, the KQL that was asked, the burn windows and the verdict of one SLO; the settings
/// hold that one definition.
class SloExplainCommand final : public SloRoundCommand
{
    Q_OBJECT

public:
    using SloRoundCommand::SloRoundCommand;

protected:
    ExitCode tell() override;
};

} // namespace qd
