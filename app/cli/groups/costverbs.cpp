#include "groups/costverbs.h"

#include "commands/cost/costcommand.h"
#include "commands/cost/ratescommand.h"
#include "ratecardfiles.h"
#include "session.h"
#include "slofiles.h"

#include <CLI/CLI.hpp>

namespace qd {

void CostVerbs::addTo(CLI::App &app)
{
    CLI::App *cost = app.add_subcommand("cost", "What the fleet costs: chargeback, budgets and forecast, rate card");
    cost->require_subcommand(1);
    CLI::App *chargeback = cost->add_subcommand("chargeback", "Spend by tenant, model, agent or tool, priced by the rate card");
    chargeback->add_option("--by", m_by, "tenant, model, agent, tool or all")->check(CLI::IsMember({"tenant", "model", "agent", "tool", "all"}))->capture_default_str();
    chargeback->add_option("--period", m_period, "month or today; --range instead takes whole days")->check(CLI::IsMember({"month", "today"}))->capture_default_str();
    chargeback->add_flag("--csv", m_isCsv, "Print every view as CSV");
    chargeback->callback([this] { m_verb = Verb::Chargeback; });
    CLI::App *forecast = cost->add_subcommand("forecast", "Every tenant's month: budget, breaker, expected spend, when it runs out");
    forecast->add_option("--tenant", m_tenant, "Only this tenant");
    forecast->callback([this] { m_verb = Verb::Forecast; });
    CLI::App *rates = cost->add_subcommand("rates", "The rate card in force; with a file, checks that file");
    rates->add_option("file", m_card, "A card to check instead");
    rates->callback([this] { m_verb = Verb::Rates; });
    for (CLI::App *verb : {chargeback, forecast})
        verb->add_option("--rates", m_card, "Use this rate card");
}

Result<VerbGroup::CommandMaker> CostVerbs::prepare(const CliContext &context)
{
    auto card = m_card.empty() ? loadRateCard() : loadRateCardFile(QString::fromStdString(m_card));
    if (!card)
        return card.error();
    if (m_verb == Verb::Rates)
        return CommandMaker([context, card = *card](Session *) { return std::make_unique<RatesCommand>(context, card); });
    auto settings = loadSloSettings(context.options.sloFile, context.options.dictionaryFile);
    if (!settings)
        return settings.error();
    settings->queryTimeout = context.options.timeout;
    CostQuestion question{.card = card->card, .settings = *settings, .by = QString::fromStdString(m_by), .tenant = QString::fromStdString(m_tenant)};
    question.isForecast = m_verb == Verb::Forecast;
    question.isCsv = m_isCsv;
    question.isToday = m_period == "today";
    if (!context.options.range.isEmpty()) {
        const auto range = TimeRange::parse(context.options.range);
        if (!range)
            return range.error();
        question.range = *range;
    }
    return CommandMaker([context, question](Session *session) { return std::make_unique<CostCommand>(context, session->monitor(), question, guardSetup(session->profile())); });
}

} // namespace qd
