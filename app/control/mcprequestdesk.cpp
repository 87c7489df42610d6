#include "mcprequestdesk.h"

#include <utility>

namespace qd {

namespace {

using RequestStatus = McpPendingRequest::Status;

} // namespace

McpAbilities McpRequestDesk::abilities() const { return {.hasRoots = true, .hasSampling = true, .hasSamplingTools = true, .hasForms = true, .hasUrls = true}; }

Call McpRequestDesk::listRoots(const McpServerId &server, QObject *context, Completion<QList<McpRoot>> completion)
{
    const auto state = CallState<QList<McpRoot>>::create(context, std::move(completion));
    const QList<McpRoot> roots = m_rootsOf ? m_rootsOf(server) : QList<McpRoot>();
    QStringList told;
    for (const McpRoot &root : roots)
        told << root.uri;
    const quint64 id = m_store.append({.server = server, .kind = McpPendingRequest::Kind::Roots, .at = m_clock.now(), .elicitation = {}, .sampling = {}, .answer = {}});
    m_store.settle(id, RequestStatus::Answered, told.join(u'\n'));
    state->finish(roots);
    return state->handle();
}

template<typename T>
Call McpRequestDesk::keep(McpPendingRequest request, const std::shared_ptr<CallState<T>> &state)
{
    request.at = m_clock.now();
    const quint64 id = m_store.append(std::move(request));
    m_waiting.emplace(id, state);
    state->setStop([this, id] {
        m_waiting.erase(id);
        const McpPendingRequest *kept = m_store.request(id);
        m_store.settle(id, kept && kept->isDone ? RequestStatus::Answered : RequestStatus::Withdrawn); // done: the server itself said so
    });
    return state->handle();
}

Call McpRequestDesk::sample(const McpSamplingRequest &request, QObject *context, Completion<McpSamplingAnswer> completion)
{
    const auto state = CallState<McpSamplingAnswer>::create(context, std::move(completion));
    if (m_waiting.size() < maxWaiting)
        return keep({.server = request.server, .kind = McpPendingRequest::Kind::Sampling, .elicitation = {}, .sampling = request, .answer = {}}, state);
    state->finish(Error{.kind = ErrorKind::Cancelled, .message = QStringLiteral("Too many questions are waiting.")});
    return state->handle();
}

Call McpRequestDesk::elicit(const McpElicitation &request, QObject *context, Completion<McpElicitationAnswer> completion)
{
    const auto state = CallState<McpElicitationAnswer>::create(context, std::move(completion));
    const auto kind = request.mode == McpElicitation::Mode::Url ? McpPendingRequest::Kind::Url : McpPendingRequest::Kind::Form;
    if (m_waiting.size() < maxWaiting)
        return keep({.server = request.server, .kind = kind, .elicitation = request, .sampling = {}, .answer = {}}, state);
    state->finish(McpElicitationAnswer{.action = McpElicitationAnswer::Action::Cancel, .content = {}});
    return state->handle();
}

void McpRequestDesk::elicitationDone(const McpServerId &server, const QString &id) { m_store.markDone(server, id); }

void McpRequestDesk::settle(quint64 id, const McpElicitationAnswer &answer)
{
    const auto waiting = m_waiting.find(id);
    if (waiting == m_waiting.end())
        return;
    const auto taken = waiting->second;
    m_waiting.erase(waiting);
    using Action = McpElicitationAnswer::Action;
    m_store.settle(id, answer.action == Action::Accept ? RequestStatus::Answered : answer.action == Action::Decline ? RequestStatus::Declined : RequestStatus::Dismissed, answer.content);
    if (const auto *elicitation = std::get_if<Elicitation>(&taken))
        (*elicitation)->finish(answer);
    else
        std::get<Sampling>(taken)->finish(Error{.kind = ErrorKind::Cancelled, .message = QStringLiteral("The user refused.")});
}

void McpRequestDesk::accept(quint64 id, const QString &content) { settle(id, {.action = McpElicitationAnswer::Action::Accept, .content = content}); }

void McpRequestDesk::visited(quint64 id) { settle(id, {.action = McpElicitationAnswer::Action::Accept, .content = {}, .isDone = true}); }

void McpRequestDesk::decline(quint64 id) { settle(id, {.action = McpElicitationAnswer::Action::Decline, .content = {}}); }

void McpRequestDesk::dismiss(quint64 id) { settle(id, {.action = McpElicitationAnswer::Action::Cancel, .content = {}}); }

void McpRequestDesk::answer(quint64 id, const McpSamplingAnswer &answer)
{
    const auto waiting = m_waiting.find(id);
    const auto *sampling = waiting == m_waiting.end() ? nullptr : std::get_if<Sampling>(&waiting->second);
    if (!sampling)
        return;
    const Sampling taken = *sampling;
    m_waiting.erase(waiting);
    m_store.settle(id, RequestStatus::Answered, answer.content.isEmpty() ? answer.text : answer.content);
    taken->finish(answer);
}

} // namespace qd
