#include "mcp/defaultmcpconnector.h"

#include "mcp/groupkeeper.h"
#include "mcp/httpchannel.h"
#include "mcp/rpcsession.h"
#include "mcp/ssechannel.h"
#include "mcp/stdiochannel.h"

#include <utility>

namespace qd {

DefaultMcpConnector::DefaultMcpConnector(const Clock &clock, Timers &timers, SecretStore &secrets, HttpClientOptions options)
    : m_clock(clock), m_timers(timers), m_secrets(secrets), m_options(std::move(options)), m_endings(std::make_shared<QObject>()), m_leaves(std::make_shared<QObject>()), m_eras(std::make_shared<EraMemory>()),
      m_keeper(std::make_shared<GroupKeeper>())
{
}

DefaultMcpConnector::~DefaultMcpConnector()
{
    // A channel that is still to be deleted shares these: without this, what is under way would outlive what it borrows.
    qDeleteAll(QObjectList(m_endings->children()));
    qDeleteAll(QObjectList(m_leaves->children()));
}

void DefaultMcpConnector::keepEras(const QString &path) { m_eras->keepIn(path); }

std::unique_ptr<McpSession> DefaultMcpConnector::makeSession(const McpServerConfig &config)
{
    return std::make_unique<RpcSession>(
        RpcSessionEnvironment{m_clock, m_timers, m_secrets, [this](const McpServerConfig &resolved) { return makeChannel(resolved); }, m_eras}, config);
}

std::unique_ptr<McpChannel> DefaultMcpConnector::makeChannel(const McpServerConfig &resolved)
{
    if (resolved.transport == McpTransport::Stdio)
        return std::make_unique<StdioChannel>(resolved, m_timers, m_endings, m_keeper);
    if (m_authorizer) {
        m_authorizer->setSettings(authServerText(resolved.url), resolved.signIn);
        m_authorizer->setTls(authServerText(resolved.url), resolved.tls);
    }
    HttpClientOptions options = m_options;
    options.tls = resolved.tls;
    options.tlsServer = resolved.url;
    auto client = std::make_shared<HttpClient>(m_clock, m_timers, std::move(options));
    if (resolved.transport == McpTransport::Sse)
        return std::make_unique<SseChannel>(resolved, std::move(client), m_timers, m_authorizer);
    return std::make_unique<HttpChannel>(resolved, std::move(client), m_timers, m_leaves, m_authorizer);
}

bool DefaultMcpConnector::isEnding() const { return isTakingLeave() || !m_endings->children().isEmpty(); }

bool DefaultMcpConnector::isTakingLeave() const { return !m_leaves->children().isEmpty(); }

} // namespace qd
