#include "groups/auditverbs.h"

#include "commands/audit/auditcommands.h"

#include <CLI/CLI.hpp>

namespace qd {

void AuditVerbs::addTo(CLI::App &app)
{
    CLI::App *audit = app.add_subcommand("audit", "This machine's log of every write");
    audit->require_subcommand(1);
    CLI::App *list = audit->add_subcommand("list", "The newest records");
    list->add_option("--limit", m_limit, "How many")->check(CLI::Range(1, 10000))->capture_default_str();
    list->callback([this] { m_verb = Verb::List; });
    audit->add_subcommand("verify", "Check the chain: finds edits, deletions, reordering and truncation; ends with 1 when something is wrong")
        ->callback([this] { m_verb = Verb::Verify; });
}

Result<VerbGroup::CommandMaker> AuditVerbs::prepare(const CliContext &context)
{
    return CommandMaker([context, limit = m_limit, verb = m_verb](Session *) -> std::unique_ptr<Command> {
        if (verb == Verb::List)
            return std::make_unique<AuditListCommand>(context.options, context.streams, limit);
        return std::make_unique<AuditVerifyCommand>(context.options, context.streams);
    });
}

} // namespace qd
