#include "groups/traceverbs.h"

#include "commands/trace/tracecommand.h"
#include "session.h"
#include "slofiles.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace qd {

void TraceVerbs::addTo(CLI::App &app)
{
    CLI::App *trace = app.add_subcommand("trace", "Traces of agent tasks");
    trace->require_subcommand(1);
    CLI::App *list = trace->add_subcommand("list", "The newest traces of the range");
    list->add_option("--filter", m_filter, "words, err, dur>2s, cost>0.05, tokens>5000, tool:x, tenant:x, model:x, prompt:x, agent:x; - negates");
    list->add_option("--limit", m_limit, "At most this many")->check(CLI::Range(1, maxListedTraces))->capture_default_str();
    list->callback([this] { m_verb = TraceVerb::List; });
    CLI::App *show = trace->add_subcommand("show", "One trace as a waterfall");
    show->add_option("id", m_trace, "Id of the trace (operation_Id)")->required();
    show->callback([this] { m_verb = TraceVerb::Show; });
    CLI::App *exemplar = trace->add_subcommand("exemplar", "The trace that shows best why an SLO burns");
    exemplar->add_option("slo", m_slo, "Id of the SLO, e.g. task-success")->required();
    exemplar->callback([this] { m_verb = TraceVerb::Exemplar; });
}

Result<VerbGroup::CommandMaker> TraceVerbs::prepare(const CliContext &context)
{
    const CliOptions &options = context.options;
    const auto range = options.range.isEmpty() ? Result<TimeRange>(TimeRange::lastHour()) : TimeRange::parse(options.range);
    if (!range)
        return range.error();
    auto settings = loadSloSettings(options.sloFile, options.dictionaryFile);
    if (!settings)
        return settings.error();
    settings->queryTimeout = options.timeout;
    TraceRequest request{.verb = *m_verb, .filter = QString::fromStdString(m_filter), .trace = TraceId(QString::fromStdString(m_trace)),
                         .slo = SloId(QString::fromStdString(m_slo)), .range = range->resolve(context.clock.now()), .limit = m_limit};
    if (const auto filter = TraceFilter::parse(request.filter); !filter) {
        Error error = filter.error();
        error.message += QStringLiteral(" (at character %1 of the filter)").arg(error.position ? error.position->column : 1);
        error.position.reset(); // it points into the filter, not into the range
        return error;
    }
    const auto &slos = settings->definitions;
    if (request.verb == TraceVerb::Exemplar && std::ranges::find(slos, request.slo, &SloDefinition::id) == slos.cend())
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("There is no SLO \"%1\"").arg(request.slo.value)};
    return CommandMaker([context, request, ready = *settings](Session *session) -> std::unique_ptr<Command> {
        return std::make_unique<TraceCommand>(context, session->monitor(), ready, request);
    });
}

} // namespace qd
