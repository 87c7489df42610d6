#pragma once

#include "ratecardfiles.h"
#include "verbgroup.h"

namespace qd {

/// `cost rates`: the card, newest price of a model first.
class RatesCommand final : public Command
{
    Q_OBJECT

public:
    RatesCommand(const CliContext &context, LoadedRateCard card);
    void start() override;

private:
    const CliContext m_context;
    const LoadedRateCard m_card;
};

} // namespace qd
