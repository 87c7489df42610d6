#include "oauth/oauthplace.h"

namespace qd::lab {

namespace {

constexpr size_t mostSeen = 1000;
const std::string documentUrl = "https://quarterdeck.example/oauth/client.json";

OAuthClient loopbackClient(const std::string &id, const std::string &method)
{
    OAuthClient client;
    client.id = id;
    client.authMethod = method;
    client.redirectUris = {"http://127.0.0.1:0/callback"};
    client.anyLoopbackPort = true;
    return client;
}

} // namespace

OAuthPlace::OAuthPlace(const OAuthVariant &variant, const Clock &clock)
    : m_variant(variant), m_clock(clock), m_keys(makeEcKeyPair()), m_secret("ms:" + randomToken() + " %+/\xC3\xA4") // must be encoded before it goes into a header
{
}

OAuthPlace::~OAuthPlace() { stop(); }

Result<std::unique_ptr<OAuthPlace>> OAuthPlace::start(const OAuthVariant &variant, const Clock &clock)
{
    std::unique_ptr<OAuthPlace> place(new OAuthPlace(variant, clock));
    if (const Result<void> bound = place->bind(); !bound)
        return bound.error();
    place->addClients();
    place->m_server->serve();
    return place;
}

Result<void> OAuthPlace::bind()
{
    Result<std::unique_ptr<LabServer>> server = LabServer::bind(m_front, m_clock, 0);
    if (!server)
        return server.error();
    m_server = std::move(*server);
    m_origin = "http://127.0.0.1:" + std::to_string(m_server->port());
    const std::string providerIssuer = m_variant.isEnterprise ? m_origin + "/idp" : std::string();
    const std::string key = randomToken();
    m_issuer = std::make_unique<OAuthIssuer>(m_variant, m_clock, OAuthIssuer::Setup{m_origin, m_variant.hasPath ? "/tenant" : "", mcpUrl(), providerIssuer, key, {}, {}, {}});
    if (m_variant.isEnterprise)
        m_provider = std::make_unique<OAuthIssuer>(m_variant, m_clock, OAuthIssuer::Setup{m_origin, "/idp", {}, {}, key, m_issuer->issuer(), mcpUrl(), "enterprise-client"});
    m_resource = std::make_unique<OAuthResource>(m_variant, *m_issuer, m_origin, mcpUrl());
    m_resource->addRoutes(m_router);
    m_issuer->addRoutes(m_router);
    if (m_provider)
        m_provider->addRoutes(m_router);
    m_front.setFallback([this](const HttpRequest &request, const PathArguments &) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_seen.size() < mostSeen)
                m_seen.push_back(request.method + " " + request.target.substr(0, request.target.find('?')));
        }
        return m_router.route(request);
    });
    return {};
}

void OAuthPlace::addClients()
{
    m_issuer->clients().add(loopbackClient("known-client", "none"));
    OAuthClient signing = loopbackClient("signed-client", "private_key_jwt");
    signing.publicPem = m_keys.publicPem;
    m_issuer->clients().add(signing);
    OAuthClient machine = signing;
    machine.id = "machine-client";
    machine.authMethod = "client_secret_basic";
    machine.secret = m_secret;
    machine.mayActAlone = true;
    m_issuer->clients().add(machine);
    m_issuer->clients().add(loopbackClient("enterprise-client", "none"));
    m_issuer->clients().addDocument(documentUrl, "{\"client_id\":\"" + documentUrl + "\",\"client_name\":\"Quarterdeck\",\"redirect_uris\":[\"http://127.0.0.1:0/callback\"]}");
    if (!m_provider)
        return;
    OAuthClient employee = loopbackClient("employee-app", "client_secret_basic");
    employee.secret = m_secret;
    m_provider->clients().add(employee);
}

std::vector<std::string> OAuthPlace::seen() const
{
    const std::lock_guard lock(m_mutex);
    return m_seen;
}

} // namespace qd::lab
