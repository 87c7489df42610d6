#pragma once

#include "azurearm/activitylog.h"
#include "azurearm/armnames.h"
#include "azurearm/armrequest.h"
#include "azurearm/etag.h"
#include "azurearm/labfaults.h"
#include "azurearm/operations.h"
#include "azurearm/throttle.h"
#include "entra/tokenservice.h"
#include "server/router.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace qd::lab {

/// A resource provider: which api-versions it knows, newest first, and how it spells errors.
struct ArmProvider {
    std::string name; ///< "Microsoft.Web"
    std::vector<std::string> versions;
    ArmErrorStyle errors = ArmErrorStyle::Common;
};

using ArmHandler = std::function<HttpReply(const ArmRequest &)>;

/// What Resource Manager does before and after every provider: token, role, throttling, api-version, subscription and
/// resource group, request headers, activity log. Serves everything below /subscriptions. Providers and routes are added
/// before the server starts; afterwards any thread. Borrows everything it is made from.
class ArmService
{
public:
    ArmService(const LabIdentity &identity, const TokenService &tokens, const Clock &clock, const ArmNames &names,
               LabFaults &faults, bool isThrottled);

    void addProvider(ArmProvider provider);
    /// `pattern` starts with "/subscriptions/{subscription}"; `action` is what the caller must be allowed to do, e.g.
    /// "Microsoft.Web/sites/read": a reader may do what ends in "/read", and every other action is put into the activity log.
    void add(std::string method, std::string_view pattern, std::string action, ArmHandler handler);
    /// Adds `router`'s way to this service, the operations' status routes and the activity log.
    void addRoutes(Router &router);

    [[nodiscard]] const ArmNames &names() const { return m_names; }
    [[nodiscard]] const Clock &clock() const { return m_clock; }
    [[nodiscard]] ArmOperations &operations() { return m_operations; }
    [[nodiscard]] ActivityLog &activity() { return m_activity; }
    [[nodiscard]] LabFaults &faults() { return m_faults; }
    [[nodiscard]] RowVersions &rowVersions() { return m_rowVersions; }
    /// The request as a line of the activity log, for the lines that follow when its operation has ended.
    [[nodiscard]] Activity activityOf(const ArmRequest &request, const std::string &action) const;

private:
    struct Route {
        std::string method;
        std::vector<std::string> segments;
        std::string action;
        std::string provider; ///< in lower case
        ArmHandler handler;
    };

    HttpReply handle(const HttpRequest &request);
    HttpReply answer(const HttpRequest &request, const ArmCaller &caller);
    HttpReply run(const Route &route, const ArmRequest &request);
    [[nodiscard]] std::optional<HttpReply> refusedRate(bool isRead);
    [[nodiscard]] std::optional<HttpReply> refusedVersion(const HttpRequest &request, const Route &route) const;
    [[nodiscard]] std::optional<HttpReply> refusedPlace(const ArmRequest &request) const;
    [[nodiscard]] bool isAllowed(const ArmCaller &caller, const std::string &action) const;
    [[nodiscard]] HttpReply noSuchType(const HttpRequest &request) const;
    void addOperationRoutes(const std::string &provider);
    void addHeaders(HttpReply &reply, const HttpRequest &request);
    void note(const Route &route, const ArmRequest &request, const HttpReply &reply);

    const LabIdentity &m_identity;
    const TokenService &m_tokens;
    const Clock &m_clock;
    const ArmNames m_names;
    LabFaults &m_faults;
    const bool m_isThrottled;
    TokenBucket m_reads;
    TokenBucket m_writes;
    std::atomic<uint64_t> m_calls{0};
    std::map<std::string, ArmProvider> m_providers; ///< by name in lower case
    std::vector<Route> m_routes;
    RowVersions m_rowVersions;
    ActivityLog m_activity;
    ArmOperations m_operations;
};

} // namespace qd::lab
