#include "commands/cost/ratescommand.h"

#include "commands/cost/costtext.h"

#include <utility>

namespace qd {

RatesCommand::RatesCommand(const CliContext &context, LoadedRateCard card) : m_context(context), m_card(std::move(card)) {}

void RatesCommand::start()
{
    if (m_context.options.format == OutputFormat::Json)
        m_context.streams.print(json::rateCard(m_card));
    else
        m_context.streams.print(rateCardText(m_card));
    emit finished(ExitCode::Healthy);
}

} // namespace qd
