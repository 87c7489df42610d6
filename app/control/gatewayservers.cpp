#include "gatewayservers.h"

namespace qd {

namespace {

/// Address of an MCP server behind the gateway.
QUrl gatewayAddress(const QUrl &gateway, const ApimApi &api)
{
    QUrl url = gateway;
    const bool needsSlash = !api.mcpEndpoint.isEmpty() && !api.mcpEndpoint.startsWith(u'/');
    url.setPath(QString(u'/' + api.path + (needsSlash ? QStringLiteral("/") : QString()) + api.mcpEndpoint));
    return url;
}

QString keyName(const QString &subscription) { return QStringLiteral("session.gateway-key.") + subscription; }

McpServerConfig gatewayServer(const QUrl &gateway, const ApimApi &api, const QString &subject)
{
    // API Management passes the legacy era on; a question about the other one would count against the subscription's limits.
    McpServerConfig config{.id = McpServerId(api.id.value), .url = gatewayAddress(gateway, api), .era = McpEra::Legacy};
    const QString header = api.subscriptionHeader.isEmpty() ? QStringLiteral("Ocp-Apim-Subscription-Key") : api.subscriptionHeader;
    if (!subject.isEmpty())
        config.headers = {{header, QStringLiteral("${secret:%1}").arg(keyName(subject))}};
    return config;
}

} // namespace

GatewayServers::GatewayServers(ApimConnector &apim, SecretStore &keys, QObject *parent) : QObject(parent), m_apim(apim), m_keys(keys) {}

GatewayServers::~GatewayServers() = default;

void GatewayServers::read()
{
    m_isReading = true;
    m_context = std::make_unique<QObject>();
    m_apim.service(m_context.get(), [this](const Result<ApimService> &service) {
        if (!service)
            return fail(service.error());
        m_gateway = service->gatewayUrl;
        if (!m_gateway.isValid() || m_gateway.host().isEmpty())
            return fail({.kind = ErrorKind::Decode, .message = tr("The service names no gateway.")});
        readApis();
    });
}

void GatewayServers::readApis()
{
    m_apim.apis(m_context.get(), [this](const Result<QList<ApimApi>> &apis) {
        if (!apis)
            return fail(apis.error());
        m_apis = *apis;
        m_apis.removeIf([](const ApimApi &api) { return api.type != QLatin1String("mcp"); });
        readSubscriptions();
    });
}

/// Without the right to see subscriptions the servers are there all the same.
void GatewayServers::readSubscriptions()
{
    m_apim.subscriptions(m_context.get(), [this](const Result<QList<ApimSubscription>> &subscriptions) {
        if (!subscriptions)
            return finish({}, subscriptions.error());
        m_subjects.clear();
        for (const ApimSubscription &one : *subscriptions)
            if (one.state == QLatin1String("active"))
                m_subjects << one.id.value;
        readKey();
    });
}

void GatewayServers::choose(const QString &subscription)
{
    m_wanted = subscription;
    if (m_isReading || !m_gateway.isValid())
        return;
    m_isReading = true;
    m_context = std::make_unique<QObject>();
    readKey();
}

void GatewayServers::readKey()
{
    const QString subject = m_wanted.isEmpty() ? m_subjects.value(0) : m_wanted;
    if (!subject.isEmpty() && !m_subjects.contains(subject))
        return fail({.kind = ErrorKind::Invalid,
                     .message = tr("There is no active subscription \"%1\"; known are: %2").arg(subject, m_subjects.join(QStringLiteral(", ")))});
    if (subject.isEmpty())
        return finish({}, Error{.kind = ErrorKind::NotFound, .message = tr("The gateway has no active subscription.")});
    m_apim.subscriptionKey(SubscriptionId(subject), m_context.get(), [this, subject](const Result<QString> &key) {
        if (!key)
            return finish({}, key.error());
        m_keys.write(keyName(subject), *key, m_context.get(), [this, subject](const Result<void> &stored) {
            finish(stored ? subject : QString(), stored ? std::nullopt : std::optional(stored.error()));
        });
    });
}

void GatewayServers::finish(const QString &subject, const std::optional<Error> &keyError)
{
    m_isReading = false;
    m_subject = subject;
    m_keyError = keyError;
    QList<McpServerConfig> servers;
    for (const ApimApi &api : std::as_const(m_apis))
        servers.append(gatewayServer(m_gateway, api, subject));
    emit found(servers);
}

void GatewayServers::fail(const Error &error)
{
    m_isReading = false;
    m_wanted.clear();
    emit failed(error);
}

} // namespace qd
