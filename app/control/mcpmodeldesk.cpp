#include "mcpmodeldesk.h"

#include "http/callstate.h"
#include "http/httprequest.h"

namespace qd {

McpModelDesk::McpModelDesk(const Clock &clock, Timers &timers, SecretStore &secrets, QObject *parent)
    : QObject(parent), m_clock(clock), m_timers(timers), m_key(secrets, keyName())
{
}

QString McpModelDesk::keyName() { return QStringLiteral("mcp.model.key"); }

QString McpModelDesk::problemOf(const ModelEndpointSettings &settings)
{
    const QUrl &url = settings.url;
    if (url.isEmpty())
        return {};
    const bool isSafe = url.scheme() == QLatin1String("https") || (url.scheme() == QLatin1String("http") && isLoopback(url));
    if (!url.isValid() || url.host().isEmpty() || !isSafe)
        return tr("The address is https, or http on this machine.");
    if (!url.userInfo().isEmpty() || url.hasQuery())
        return tr("A key does not belong into the address.");
    return settings.model.isEmpty() ? tr("The endpoint needs the name of a model.") : QString();
}

void McpModelDesk::use(const ModelEndpointSettings &settings, bool hasKey)
{
    m_endpoint.reset();
    m_settings = settings;
    if (settings.url.isEmpty() || !problemOf(settings).isEmpty())
        return;
    m_http = std::make_unique<HttpClient>(m_clock, m_timers);
    m_endpoint = std::make_unique<ModelEndpoint>(*m_http, settings, hasKey ? &m_key : nullptr);
}

Call McpModelDesk::propose(const McpSamplingRequest &request, QObject *context, Completion<McpSamplingAnswer> completion)
{
    if (m_endpoint)
        return m_endpoint->ask(request, context, std::move(completion));
    const auto state = CallState<McpSamplingAnswer>::create(context, std::move(completion));
    state->finish(Error{.kind = ErrorKind::Invalid, .message = tr("No model is set up.")});
    return state->handle();
}

} // namespace qd
