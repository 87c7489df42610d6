#pragma once

#include "azuremonitor/querygovernor.h"
#include "azuremonitor/queryrequest.h"
#include "azuremonitor/queryresources.h"
#include "azuremonitor/queryrunner.h"
#include "entra/tokenservice.h"
#include "server/router.h"
#include "store/telemetrystore.h"

#include <functional>
#include <string>
#include <vector>

namespace qd::lab {

class ArmService;
struct BatchMember;

/// The query APIs of azure facts 2: /v1/apps/{id} (classic tables), /v1/workspaces/{id} (workspace tables),
/// /v1/subscriptions/… (resource-centric), $batch, metadata, and {resourceId}/providers/microsoft.insights/logs of Resource
/// Manager; with sign-in, throttling, KQL, Azure's reply and error bodies. Its parts are borrowed and must outlive it.
class QueryEndpoint
{
public:
    QueryEndpoint(const LabIdentity &identity, const TokenService &tokens, TelemetryStore &store, const Clock &clock,
                  bool throttle);
    void addRoutes(Router &router);
    void addArmRoutes(ArmService &arm);
    /// Refuses queries from now on and interrupts those that run. Any thread.
    void close();

    /// What another API on the application's data answers a caller with: `answer` runs when token, id and rate are fine.
    HttpReply forApplication(const HttpRequest &request, const std::string &id, const std::function<HttpReply()> &answer);
    /// Runs a query on the application's tables. Errors as runQuery().
    Result<QueryOutcome> run(const QueryRequest &query);
    /// One of the application's tables, or null.
    [[nodiscard]] const KqlTable *applicationTable(const std::string &name) const;
    [[nodiscard]] const Clock &clock() const { return m_clock; }

private:
    void addQueryRoute(Router &router, const std::string &path, const QueryResource &resource);
    void addResourceRoutes(Router &router);
    HttpReply answerMetadata(const HttpRequest &request, const std::string &id, const QueryResource &resource) const;
    HttpReply answerById(const HttpRequest &request, const std::string &id, const QueryResource &resource);
    HttpReply answerByResourceId(const HttpRequest &request);
    HttpReply answerBatch(const HttpRequest &request);
    HttpReply answerMember(const HttpRequest &request, const BatchMember &member);
    HttpReply answer(const HttpRequest &request, const QueryResource &resource);
    HttpReply answerQuery(const HttpRequest &request, const QueryResource &resource);
    [[nodiscard]] std::variant<QueryGovernor::Ticket, HttpReply> admit(const std::string &caller, const HttpRequest &request);

    const LabIdentity &m_identity;
    const TokenService &m_tokens;
    TelemetryStore &m_store;
    const Clock &m_clock;
    const QueryResources m_resources;
    QueryGovernor m_governor;
};

} // namespace qd::lab
