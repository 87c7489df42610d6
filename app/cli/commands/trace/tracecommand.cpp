#include "commands/trace/tracecommand.h"

#include "commands/trace/tracereport.h"
#include "output/errorreport.h"

namespace qd {

TraceCommand::TraceCommand(const CliContext &context, MonitorConnector &monitor, const SloSettings &settings, TraceRequest request)
    : m_context(context), m_request(std::move(request)), m_controller(monitor, m_list, m_trace, context.clock, settings)
{
    connect(&m_controller, &TraceController::listFinished, this, &TraceCommand::reportList);
    connect(&m_controller, &TraceController::traceFinished, this, &TraceCommand::reportTrace);
}

void TraceCommand::start()
{
    switch (m_request.verb) {
    case TraceVerb::List: (void)m_controller.list(m_request.filter, m_request.range, m_request.limit); return;
    case TraceVerb::Show: m_controller.open(m_request.trace); return;
    case TraceVerb::Exemplar: (void)m_controller.openExemplar(m_request.slo, m_request.range); return;
    }
}

void TraceCommand::fail(const Error &error) { emit finished(reportError(m_context.options, m_context.streams, error)); }

void TraceCommand::reportList(bool isSuccess)
{
    if (!isSuccess)
        return fail(*m_list.error());
    const bool isJson = m_context.options.format == OutputFormat::Json;
    if (isJson)
        m_context.streams.print(tracereport::listJson(m_list.traces(), m_list.isCut()));
    else
        m_context.streams.print(tracereport::listText(m_list.traces()));
    if (!isJson && m_list.isCut())
        m_context.streams.complain(QStringLiteral("only the newest %1 are shown").arg(m_list.traces().size()));
    emit finished(ExitCode::Healthy);
}

void TraceCommand::reportTrace(bool isSuccess)
{
    if (!isSuccess)
        return fail(m_trace.error().value_or(Error{.kind = ErrorKind::NotFound,
                                                   .message = m_request.verb == TraceVerb::Exemplar
                                                       ? QStringLiteral("No trace of the range or of the last day shows it")
                                                       : QStringLiteral("There is no trace with this id")}));
    if (m_context.options.format == OutputFormat::Json)
        m_context.streams.print(tracereport::traceJson(*m_trace.trace(), m_trace.focus()));
    else
        m_context.streams.print(tracereport::traceText(*m_trace.trace(), m_trace.focus()));
    emit finished(ExitCode::Healthy);
}

} // namespace qd
