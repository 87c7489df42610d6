#include "groups/chaosverbs.h"

#include "commands/chaos/chaosruncommand.h"
#include "commands/chaos/chaosstatecommands.h"
#include "slofiles.h"

#include <CLI/CLI.hpp>

namespace qd {

namespace {

Result<SloSettings> sloSettingsOf(const CliContext &context)
{
    auto settings = loadSloSettings(context.options.sloFile, context.options.dictionaryFile);
    if (settings)
        settings->queryTimeout = context.options.timeout;
    return settings;
}

} // namespace

void ChaosVerbs::addTo(CLI::App &app)
{
    CLI::App *chaos = app.add_subcommand("chaos", "Faults on purpose: run, look, stop");
    chaos->require_subcommand(1);
    addRun(*chaos);
    chaos->add_subcommand("status", "What is on, whoever began it; ends with 1 while a fault is on")->callback([this] { m_verb = Verb::Status; });
    chaos->add_subcommand("stop-all", "The big stop: takes every fault back and blocks new runs")->callback([this] { m_verb = Verb::StopAll; });
    CLI::App *release = chaos->add_subcommand("release", "Let new runs start again");
    addGuardOptions(*release, m_guard);
    release->callback([this] { m_verb = Verb::Release; });
}

void ChaosVerbs::addRun(CLI::App &chaos)
{
    CLI::App *run = chaos.add_subcommand("run", "Inject a fault, watch the hypothesis, take it back, prove it gone. Ctrl+C takes it back");
    run->add_option("--mode", m_mode, "throttle, malformed or outage")->check(CLI::IsMember({"throttle", "malformed", "outage"}))->capture_default_str();
    run->add_option("--tenant", m_tenant, "Whose tasks; * for all")->capture_default_str();
    run->add_option("--percent", m_percent, "Share of the tasks")->check(CLI::Range(1, 100))->capture_default_str();
    run->add_option("--for", m_duration, "How long: 90s, 2m, 1h")->capture_default_str();
    run->add_option("--hypothesis", m_hypothesis, "What must stay true: task-success>=95, burn(task-success)<=6")->capture_default_str();
    run->add_option("--abort-burn", m_abortBurn, "Take the fault back when an SLO burns faster than this")->capture_default_str();
    run->add_option("--min-events", m_minEvents, "Fewer events: no verdict")->capture_default_str();
    addGuardOptions(*run, m_guard);
    run->callback([this] { m_verb = Verb::Run; });
}

Result<VerbGroup::CommandMaker> ChaosVerbs::prepareRun(const CliContext &context)
{
    const auto settings = sloSettingsOf(context);
    if (!settings)
        return settings.error();
    const auto duration = parseChaosDuration(QString::fromStdString(m_duration));
    if (!duration)
        return duration.error();
    const auto hypothesis = parseChaosHypothesis(QString::fromStdString(m_hypothesis), settings->definitions);
    if (!hypothesis)
        return hypothesis.error();
    const ChaosSpec spec{.mode = chaosModeFromName(QString::fromStdString(m_mode)).value_or(ChaosMode::Off),
                         .tenant = QString::fromStdString(m_tenant), .percent = m_percent, .duration = *duration,
                         .hypothesis = *hypothesis, .abortBurn = m_abortBurn, .minEvents = m_minEvents};
    if (const auto misuse = misuseOf(spec, settings->definitions))
        return *misuse;
    return CommandMaker([context, spec, slo = *settings, guard = m_guard](Session *session) {
        return std::make_unique<ChaosRunCommand>(context, *session, guard, slo, spec);
    });
}

Result<VerbGroup::CommandMaker> ChaosVerbs::prepare(const CliContext &context)
{
    if (m_verb == Verb::Run)
        return prepareRun(context);
    const auto settings = sloSettingsOf(context);
    if (!settings)
        return settings.error();
    return CommandMaker([context, slo = *settings, guard = m_guard, verb = m_verb](Session *session) -> std::unique_ptr<Command> {
        if (verb == Verb::Status)
            return std::make_unique<ChaosStatusCommand>(context, *session, slo);
        if (verb == Verb::StopAll)
            return std::make_unique<ChaosStopCommand>(context, *session, slo);
        return std::make_unique<ChaosReleaseCommand>(context, *session, guard, slo);
    });
}

} // namespace qd
