#pragma once

#include "azuremonitor/metadatajson.h"
#include "azuremonitor/querygovernor.h"
#include "azuremonitor/queryrequest.h"
#include "entra/tokenservice.h"
#include "kql/schema.h"
#include "server/router.h"
#include "store/telemetrystore.h"

#include <string>
#include <vector>

namespace qd::lab {

/// Audiences that the two query APIs take, both together: for a token that is good for all of the lab.
std::vector<std::string> queryAudiences();

/// POST and GET /v1/apps/{id}/query (classic tables) and /v1/workspaces/{id}/query (workspace tables), and GET of their
/// metadata, as azure facts 2 describe them: sign-in, throttling, KQL, Azure's reply and error bodies. Its parts are borrowed and must outlive it.
class QueryEndpoint
{
public:
    QueryEndpoint(const LabIdentity &identity, const TokenService &tokens, TelemetryStore &store, const Clock &clock,
                  bool throttle);
    void addRoutes(Router &router);
    /// Refuses queries from now on and interrupts those that run. Any thread.
    void close();

private:
    /// One of the two APIs.
    struct Resource {
        std::string id;
        std::vector<std::string> audiences;
        KqlSchema schema;
        MetadataSubject subject;
    };
    void addRoute(Router &router, const std::string &method, const std::string &path, const Resource &resource);
    HttpReply answerMetadata(const HttpRequest &request, const std::string &id, const Resource &resource) const;
    HttpReply answer(const HttpRequest &request, const std::string &id, const Resource &resource);
    HttpReply answerCaller(const HttpRequest &request, const Resource &resource, const std::string &caller);
    HttpReply answerQuery(const HttpRequest &request, const QueryRequest &query, const Resource &resource);

    const LabIdentity &m_identity;
    const TokenService &m_tokens;
    TelemetryStore &m_store;
    const Clock &m_clock;
    const bool m_throttle;
    QueryGovernor m_governor;
    Resource m_application;
    Resource m_workspace;
};

} // namespace qd::lab
