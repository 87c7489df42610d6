#include "groups/mcpprobeverbs.h"

#include "commands/mcp/mcpcommand.h"
#include "commands/mcp/mcpdoctorcommand.h"
#include "commands/mcp/mcploadcommand.h"
#include "commands/mcp/mcpreplaycommand.h"
#include "groups/mcpsigninoptions.h"
#include "groups/mcptargetoptions.h"
#include "mcp/jsonslice.h"
#include "mcp/recordfile.h"

#include <CLI/CLI.hpp>

namespace qd {

void McpProbeVerbs::addTo(CLI::App &mcp)
{
    CLI::App *doctor = mcp.add_subcommand("doctor", "Every step of reaching a server, which one fails, and what mends it");
    addTarget(*doctor);
    doctor->add_option("--timeout", m_timeoutMs, "Milliseconds that each step may take")->check(CLI::Range(100, 600000))->capture_default_str()->type_name("MS");
    doctor->footer(mcpFooter("0 all is well"));
    doctor->callback([this] { m_verb = Verb::Doctor; });
    addLoad(mcp);
    addReplay(mcp);
}

void McpProbeVerbs::addLoad(CLI::App &mcp)
{
    CLI::App *load = mcp.add_subcommand("load", "Call one tool over and over: time, throughput, errors, and which instances answer");
    load->add_option("tool", m_tool, "Name of the tool")->required();
    load->add_option("--args", m_arguments, "Arguments: a JSON object, @file, or - for standard input")->capture_default_str();
    load->add_option("--concurrency", m_concurrency, "Calls under way at once")->check(CLI::Range(1, load::maxConcurrency))->capture_default_str();
    load->add_option("--connections", m_connections, "Connections that they are spread over")->check(CLI::Range(1, load::maxConcurrency))->capture_default_str();
    load->add_option("--rate", m_rate, "Calls a second, due at fixed times; else as fast as answers come")->check(CLI::Range(0.001, load::maxRate));
    load->add_option("--duration", m_seconds, "Seconds that it lasts")->check(CLI::Range(0.001, 3600.0));
    load->add_option("--calls", m_calls, "How many calls; without it and --duration: 100")->check(CLI::Range(std::int64_t(1), std::int64_t(load::maxCalls)));
    load->add_option("--instance-header", m_header, "Header of the answers that names the instance")->type_name("NAME");
    load->add_option("--instance-path", m_path, "JSON path in the result that names it, e.g. $.structuredContent.host")->type_name("PATH")->excludes("--instance-header");
    addTarget(*load);
    addMcpTimeoutOption(*load, m_target);
    load->footer("Calls are real: what the tool does is done that often. A command needs --yes.\n" + mcpFooter("0 done, 1 a call failed"));
    load->callback([this] { m_verb = Verb::Load; });
}

void McpProbeVerbs::addReplay(CLI::App &mcp)
{
    CLI::App *replay = mcp.add_subcommand("replay", "Say to a server what was said in a recorded session; ends with 1 when it answers differently");
    replay->add_option("recording", m_recording, "The file that `mcp run --record` wrote")->required();
    repeatable(replay->add_option("--ignore", m_ignored, "Path in answers that may differ, e.g. /content/0/text. May be given several times")->type_name("PATH"));
    replay->add_option("--record", m_record, "Also write down the new session")->type_name("FILE");
    addTarget(*replay);
    addMcpTimeoutOption(*replay, m_target);
    replay->footer("Calls are real. What was masked in the recording is sent as ***.\n" + mcpFooter("0 the same, 1 it answers differently"));
    replay->callback([this] { m_verb = Verb::Replay; });
}

void McpProbeVerbs::addTarget(CLI::App &verb)
{
    addMcpCommandWords(verb, m_target);
    tellMcpWays(verb, m_target, "--stdio, --url, --server, or a command after --");
    addMcpServerOptions(verb, m_target);
    addMcpStateOption(verb, m_target);
    addSignInOptions(verb, m_target.signIn);
}

Result<VerbGroup::CommandMaker> McpProbeVerbs::prepare(const CliContext &context) const
{
    return m_verb == Verb::Load ? prepareLoad(context) : m_verb == Verb::Replay ? prepareReplay(context) : prepareDoctor(context);
}

Result<VerbGroup::CommandMaker> McpProbeVerbs::prepareLoad(const CliContext &context) const
{
    const auto config = serverOfTarget(m_target);
    if (!config)
        return config.error();
    const auto arguments = mcpInput(QString::fromStdString(m_arguments), context.streams);
    if (!arguments)
        return arguments.error();
    if (!jsonslice::isObject(*arguments))
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("The arguments are not a JSON object")};
    load::Plan plan{.tool = QString::fromStdString(m_tool), .arguments = QString::fromUtf8(*arguments), .concurrency = m_concurrency,
                    .connections = m_connections, .rate = m_rate, .instanceHeader = QString::fromStdString(m_header), .instancePath = QString::fromStdString(m_path)};
    if (m_seconds > 0)
        plan.duration = Milliseconds(static_cast<qint64>(m_seconds * 1000));
    if (m_calls > 0 || m_seconds <= 0)
        plan.calls = m_calls > 0 ? m_calls : 100;
    if (const auto fault = load::faultOf(plan))
        return Error{.kind = ErrorKind::Invalid, .message = *fault};
    const auto signIn = signInChoice(m_target);
    if (!signIn)
        return signIn.error();
    return VerbGroup::CommandMaker([context, config = *config, plan, signIn = *signIn](Session *) { return std::make_unique<McpLoadCommand>(context, config, plan, signIn); });
}

/// Consent is one of the steps: without it the doctor says so.
Result<VerbGroup::CommandMaker> McpProbeVerbs::prepareDoctor(const CliContext &context) const
{
    McpTarget target = m_target;
    target.guard.isAgreed = true;
    const auto config = serverOfTarget(target);
    if (!config)
        return config.error();
    const auto signIn = signInChoice(m_target);
    if (!signIn)
        return signIn.error();
    return VerbGroup::CommandMaker([context, config = *config, isAgreed = isAgreedTo(*config, m_target), patience = Milliseconds(m_timeoutMs), signIn = *signIn](Session *) {
        return std::make_unique<McpDoctorCommand>(context, config, isAgreed, patience, signIn);
    });
}

Result<VerbGroup::CommandMaker> McpProbeVerbs::prepareReplay(const CliContext &context) const
{
    const QString name = QString::fromStdString(m_recording);
    const auto recording = loadRecording(name);
    if (!recording)
        return Error{.kind = ErrorKind::Invalid, .message = recording.error().message};
    const auto config = serverOfTarget(m_target);
    if (!config)
        return config.error();
    const auto signIn = signInChoice(m_target);
    if (!signIn)
        return signIn.error();
    McpReplayRequest request{.recording = *recording, .name = name, .recordFile = QString::fromStdString(m_record), .ignored = {}};
    for (const std::string &path : m_ignored)
        request.ignored << QString::fromStdString(path);
    return VerbGroup::CommandMaker([context, place = McpPlace{.config = *config, .subscription = {}, .guard = m_target.guard, .signIn = *signIn, .erasPath = erasPathOf(m_target)}, request](Session *) {
        return std::make_unique<McpReplayCommand>(context, place, request);
    });
}

} // namespace qd
