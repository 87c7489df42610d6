#include "groups/changesverbs.h"

#include "commands/changes/changescommand.h"
#include "slofiles.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace qd {

void ChangesVerbs::addTo(CLI::App &app)
{
    CLI::App *changes = app.add_subcommand("changes", "What was changed, ranked by how well it explains the burn of an SLO");
    changes->add_option("--slo", m_slo, "Id of the SLO; without it, the worst");
    changes->add_option("--limit", m_limit, "How many to print")->check(CLI::Range(1, 1000))->capture_default_str();
    changes->callback([this] { m_isChosen = true; });
}

Result<VerbGroup::CommandMaker> ChangesVerbs::prepare(const CliContext &context)
{
    auto settings = loadSloSettings(context.options.sloFile, context.options.dictionaryFile);
    if (!settings)
        return settings.error();
    const SloId slo(QString::fromStdString(m_slo));
    const bool isKnown = slo.isEmpty() || std::ranges::any_of(settings->definitions, [&slo](const SloDefinition &definition) { return definition.id == slo; });
    if (!isKnown)
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("There is no SLO \"%1\"").arg(slo.value)};
    const auto range = context.options.range.isEmpty() ? Result<TimeRange>(TimeRange::lastHour()) : TimeRange::parse(context.options.range);
    if (!range)
        return range.error();
    settings->queryTimeout = context.options.timeout;
    return CommandMaker([context, ready = *settings, slo, span = *range, limit = m_limit](Session *session) {
        return std::make_unique<ChangesCommand>(context, *session, ready, ChangesCommand::Question{slo, span, limit});
    });
}

} // namespace qd
