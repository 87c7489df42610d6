#include "features/mcp/mcpexplorer.h"

#include "mcp/jsonslice.h"
#include "mcp/schemaform.h"
#include "mcp/uritemplate.h"

// What of McpExplorer sends the call that stands in the form.
namespace qd {

void McpExplorer::send(const McpCallOptions &options)
{
    if (!m_desk.view || m_subject.name.isEmpty() || m_desk.view->call().isBusy())
        return;
    const CallSubject &subject = m_desk.view->call().subject();
    switch (subject.kind) {
    case McpCallRecord::Kind::Tool: return sendTool(m_subject.server, subject.name, options);
    case McpCallRecord::Kind::Prompt: return sendPrompt(m_subject.server, subject.name);
    case McpCallRecord::Kind::Resource: return sendResource(m_subject.server, subject);
    }
}

void McpExplorer::sendTool(const McpServerId &server, const QString &tool, const McpCallOptions &options)
{
    CallPanel &call = m_desk.view->call();
    const ToolForm &form = call.subject().form;
    const Result<QString> arguments = call.isRaw() ? Result<QString>(call.rawText()) : argumentsOf(form, call.values(), call.base());
    call.setProblems(arguments ? QList<ToolProblem>() : problemsOf(form, call.values()));
    McpCallOptions wanted = options;
    if (wanted.meta.isEmpty())
        wanted.meta = call.meta();
    if (!wanted.meta.isEmpty() && !jsonslice::isObject(wanted.meta.toUtf8()))
        return call.setProblem(tr("What goes into _meta is no JSON object."));
    if (arguments)
        m_desk.controller->calls().callTool(server, tool, *arguments, wanted);
}

void McpExplorer::sendPrompt(const McpServerId &server, const QString &prompt)
{
    CallPanel &call = m_desk.view->call();
    const QList<ToolProblem> problems = missingArguments();
    call.setProblems(problems);
    if (!problems.isEmpty())
        return;
    QList<std::pair<QString, QString>> arguments;
    const ToolValues values = call.values();
    for (const ToolField &field : call.subject().form.fields)
        if (values.contains(field.path))
            arguments.append({field.name, values.value(field.path)});
    m_desk.controller->calls().getPrompt(server, prompt, arguments);
}

/// Prompts have no schema that would say that a text may be empty.
QList<ToolProblem> McpExplorer::missingArguments() const
{
    QList<ToolProblem> problems;
    const ToolValues values = m_desk.view->call().values();
    for (const ToolField &field : m_desk.view->call().subject().form.fields)
        if (field.isRequired && values.value(field.path).isEmpty())
            problems.append({field.path, tr("%1: a value is required.").arg(field.name)});
    return problems;
}

/// The values of a template go into its address; it must be an address afterwards.
void McpExplorer::sendResource(const McpServerId &server, const CallSubject &subject)
{
    if (!subject.isTemplate)
        return m_desk.controller->calls().readResource(server, subject.name);
    const ToolValues values = m_desk.view->call().values();
    QHash<QString, QString> given;
    for (const ToolField &field : subject.form.fields)
        if (const QString value = values.value(field.path); !value.isEmpty())
            given.insert(field.name, value);
    const auto address = uritemplate::expand(subject.name, given);
    m_desk.view->call().setProblem(address ? QString() : address.error().message);
    if (address)
        m_desk.controller->calls().readResource(server, *address, subject.name);
}

} // namespace qd
