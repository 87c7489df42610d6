#include "groups/rollbackverbs.h"

#include "commands/rollback/rollbackcommand.h"
#include "commands/rollback/rollbackunfinishedcommand.h"
#include "slofiles.h"

#include <CLI/CLI.hpp>

namespace qd {

CLI::App *RollbackVerbs::addVerb(const char *name, const char *help, Verb verb)
{
    CLI::App *added = m_group->add_subcommand(name, help);
    added->callback([this, verb] {
        m_isChosen = true;
        m_verb = verb;
    });
    return added;
}

void RollbackVerbs::addTo(CLI::App &app)
{
    m_group = app.add_subcommand("rollback", "Deployment slots, and going back to the last known good one");
    m_group->require_subcommand(1);
    addVerb("board", "The slots: what they run, how it did, which one is last known good", Verb::Board);
    CLI::App *plan = addVerb("plan", "What a rollback would change, and whether it may run; changes nothing", Verb::Plan);
    CLI::App *run = addVerb("run", "Swap, then prove it: by a probe, then by telemetry", Verb::Run);
    CLI::App *undo = addVerb("undo", "Bring back what the last swap took away; within the cooldown only if that swap did not help", Verb::Undo);
    addVerb("status", "Whether a rollback was left unfinished, and what production serves now; changes nothing", Verb::Status);
    addVerb("settle", "Follow a rollback that was left unfinished to its end, and close it in the audit log", Verb::Settle);
    for (CLI::App *verb : {plan, run})
        verb->add_option("--to", m_to, "Slot to go to instead of the last known good one");
    for (CLI::App *verb : {run, undo})
        addGuardOptions(*verb, m_guard);
}

Result<VerbGroup::CommandMaker> RollbackVerbs::prepare(const CliContext &context)
{
    auto settings = loadSloSettings(context.options.sloFile, context.options.dictionaryFile);
    if (!settings)
        return settings.error();
    settings->queryTimeout = context.options.timeout;
    if (m_verb == Verb::Status || m_verb == Verb::Settle)
        return CommandMaker([context, slo = *settings, isSettle = m_verb == Verb::Settle](Session *session) -> std::unique_ptr<Command> {
            return std::make_unique<RollbackUnfinishedCommand>(context, *session, slo, isSettle);
        });
    RollbackRequest request{.verb = static_cast<RollbackRequest::Verb>(m_verb), .to = {}, .guard = m_guard};
    if (!m_to.empty())
        request.to = SlotName(QString::fromStdString(m_to));
    return CommandMaker([context, slo = *settings, request](Session *session) -> std::unique_ptr<Command> {
        return std::make_unique<RollbackCommand>(context.options, context.streams, *session, context.clock, slo, request);
    });
}

} // namespace qd
