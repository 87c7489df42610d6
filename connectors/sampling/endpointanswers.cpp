#include "sampling/endpointanswers.h"

#include <utility>

namespace qd {

EndpointAnswers::EndpointAnswers(std::shared_ptr<ModelEndpoint> endpoint, std::shared_ptr<McpClientAnswers> others)
    : m_endpoint(std::move(endpoint)), m_others(std::move(others))
{
}

McpAbilities EndpointAnswers::abilities() const
{
    McpAbilities abilities = m_others->abilities();
    abilities.hasSampling = true;
    abilities.hasSamplingTools = true;
    return abilities;
}

Call EndpointAnswers::listRoots(const McpServerId &server, QObject *context, Completion<QList<McpRoot>> completion)
{
    return m_others->listRoots(server, context, std::move(completion));
}

Call EndpointAnswers::sample(const McpSamplingRequest &request, QObject *context, Completion<McpSamplingAnswer> completion)
{
    return m_endpoint->ask(request, context, std::move(completion));
}

Call EndpointAnswers::elicit(const McpElicitation &request, QObject *context, Completion<McpElicitationAnswer> completion)
{
    return m_others->elicit(request, context, std::move(completion));
}

void EndpointAnswers::elicitationDone(const McpServerId &server, const QString &id) { m_others->elicitationDone(server, id); }

} // namespace qd
