#include "mcpcalls.h"

#include "mcpcallaction.h"
#include "mcpconnections.h"

#include <algorithm>

namespace qd {

namespace {

using CallStatus = McpCallRecord::Status;
using CallKind = McpCallRecord::Kind;

} // namespace

McpCalls::McpCalls(Parts parts, McpCallStore &store, QObject *parent) : QObject(parent), m_parts(parts), m_store(store) {}

void McpCalls::setGuard(WriteGuard *guard)
{
    m_guardAge += guard != m_guard ? 1 : 0;
    m_guard = guard;
}

bool McpCalls::begin(const McpSubjectId &id, const QString &arguments)
{
    if (m_store.call(id).isBusy())
        return false;
    McpCallRecord record{.kind = id.kind, .server = id.server, .name = id.name, .arguments = arguments, .status = CallStatus::Running, .started = m_parts.clock.now()};
    if (!m_parts.connections.session(id.server)) {
        record.status = CallStatus::Failed;
        record.error = Error{.kind = ErrorKind::Network, .message = tr("Connect to the server first.")};
    }
    m_running[id] = {.call = {}, .generation = ++m_generation};
    m_store.setCall(record);
    return record.status == CallStatus::Running;
}

bool McpCalls::isCurrent(const McpSubjectId &id, int generation) const
{
    const auto running = m_running.find(id);
    return running != m_running.end() && running->second.generation == generation;
}

bool McpCalls::needsGuard(const McpServerId &id, const QString &tool) const
{
    const McpServerState *state = m_parts.servers.server(id);
    if (!state || !state->isPassing)
        return false;
    const auto known = std::find_if(state->tools.cbegin(), state->tools.cend(), [&tool](const McpTool &candidate) { return candidate.name == tool; });
    return known == state->tools.cend() || !known->isReadOnly.value_or(false);
}

void McpCalls::callTool(const McpServerId &server, const QString &tool, const QString &arguments, const McpCallOptions &options)
{
    const McpSubjectId id{server, CallKind::Tool, tool};
    if (!begin(id, arguments))
        return;
    if (needsGuard(server, tool))
        admit(id, arguments, options);
    else
        run(id, arguments, options, std::nullopt);
}

void McpCalls::admit(const McpSubjectId &id, const QString &arguments, const McpCallOptions &options)
{
    const int generation = m_generation;
    if (!m_guard)
        return finish(id, generation, Error{.kind = ErrorKind::Forbidden, .message = tr("No account is signed in that could allow this call.")});
    McpCallRecord record = m_store.call(id);
    record.status = CallStatus::Waiting;
    m_store.setCall(record);
    m_running[id].call = m_guard->admit(mcpCallAction(id.server, id.name, arguments), this, [=, this, age = m_guardAge](const Result<WriteTicket> &ticket) {
        if (!ticket)
            return finish(id, generation, ticket.error());
        if (age != m_guardAge)
            return finish(id, generation, Error{.kind = ErrorKind::Forbidden, .message = tr("The account that allowed this call is not signed in any more.")});
        if (isCurrent(id, generation))
            run(id, arguments, options, *ticket);
        else
            m_guard->settle(*ticket, {.status = WriteOutcome::Status::Cancelled});
    });
}

void McpCalls::run(const McpSubjectId &id, const QString &arguments, const McpCallOptions &options, std::optional<WriteTicket> ticket)
{
    const int generation = m_running[id].generation;
    const auto settle = [this, ticket, age = m_guardAge](const Result<McpCallResult> &result) {
        if (ticket && age == m_guardAge)
            m_guard->settle(*ticket, mcpCallOutcome(result));
    };
    McpSession *session = m_parts.connections.session(id.server);
    if (!session) {
        const Error lost{.kind = ErrorKind::Network, .message = tr("The connection was lost before the call.")};
        settle(lost);
        return finish(id, generation, lost);
    }
    McpCallRecord record = m_store.call(id);
    record.status = CallStatus::Running;
    m_store.setCall(record);
    m_running[id].call = session->callTool(id.name, arguments, this,
                                           [this, id, generation, settle](const Result<McpCallResult> &result) {
                                               settle(result);
                                               finish(id, generation, result);
                                           },
                                           [this, id, generation](const McpProgress &progress) { onProgress(id, generation, progress); }, options);
}

void McpCalls::onProgress(const McpSubjectId &id, int generation, const McpProgress &progress)
{
    if (!isCurrent(id, generation))
        return;
    McpCallRecord running = m_store.call(id);
    running.progress = progress;
    m_store.setCall(running);
}

void McpCalls::getPrompt(const McpServerId &server, const QString &prompt, const QList<std::pair<QString, QString>> &arguments)
{
    const McpSubjectId id{server, CallKind::Prompt, prompt};
    if (begin(id, {}))
        m_running[id].call = m_parts.connections.session(server)->getPrompt(
            prompt, arguments, this, [this, id, generation = m_generation](const Result<QList<McpContent>> &contents) { takeContents(id, generation, contents); });
}

void McpCalls::readResource(const McpServerId &server, const QString &uri, const QString &listed)
{
    const McpSubjectId id{server, CallKind::Resource, listed.isEmpty() ? uri : listed};
    if (begin(id, uri == id.name ? QString() : uri))
        m_running[id].call = m_parts.connections.session(server)->readResource(
            uri, this, [this, id, generation = m_generation](const Result<QList<McpContent>> &contents) { takeContents(id, generation, contents); });
}

void McpCalls::takeContents(const McpSubjectId &id, int generation, const Result<QList<McpContent>> &contents)
{
    if (!contents)
        return finish(id, generation, contents.error());
    McpCallResult result{.content = *contents};
    result.elapsed = std::chrono::duration_cast<Milliseconds>(m_parts.clock.now() - m_store.call(id).started);
    finish(id, generation, result);
}

void McpCalls::finish(const McpSubjectId &id, int generation, const Result<McpCallResult> &result)
{
    if (!isCurrent(id, generation))
        return;
    m_running.erase(id);
    McpCallRecord record = m_store.call(id);
    if (result) {
        record.result = *result;
        record.status = CallStatus::Done;
    } else {
        record.error = result.error();
        record.status = result.error().kind == ErrorKind::Cancelled ? CallStatus::Cancelled : CallStatus::Failed;
    }
    m_store.setCall(record);
}

void McpCalls::cancel(const McpSubjectId &id)
{
    if (const auto running = m_running.find(id); running != m_running.end())
        running->second.call.cancel();
}

} // namespace qd
