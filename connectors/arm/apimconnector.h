#pragma once

#include "clock.h"
#include "http/call.h"
#include "ids.h"

#include <QList>
#include <QObject>
#include <QString>
#include <QUrl>

#include <optional>

namespace qd {

using ApiId = StrongId<struct ApiIdTag>;                   ///< name of an API in the service, e.g. "orders-mcp"
using SubscriptionId = StrongId<struct SubscriptionIdTag>; ///< name of an API Management subscription (a team's key)

/// Which document a policy is (azure facts 6.2).
struct PolicyScope {
    enum class Kind { Service, Product, Api, Operation };
    Kind kind = Kind::Service;
    QString product;   ///< Product
    ApiId api;         ///< Api, Operation
    QString operation; ///< Operation
    bool operator==(const PolicyScope &) const = default;
};

/// A policy as the service holds it: raw XML with C# expressions verbatim, which is why it is not well-formed XML.
struct PolicyText {
    QString xml;
    QString etag; ///< quoted, as the service sent it; empty: there is no policy at this scope
    Instant readAt;
    QString requestId;
    bool operator==(const PolicyText &) const = default;
};

struct ApimService {
    QString id;       ///< resource id
    QString name;
    QUrl gatewayUrl;
    QString sku;
    QString provisioningState;
    bool operator==(const ApimService &) const = default;
};

struct ApimApi {
    ApiId id;
    QString resourceId;
    QString displayName;
    QString path;        ///< below the gateway's address
    QString type;        ///< "http", "mcp", …
    QUrl serviceUrl;     ///< upstream; empty for a REST-backed MCP server
    QString mcpEndpoint; ///< of an MCP server: URI template below `path`, e.g. "/mcp"
    bool isSubscriptionRequired = false;
    QString subscriptionHeader; ///< e.g. "Ocp-Apim-Subscription-Key"
    bool operator==(const ApimApi &) const = default;
};

struct ApimSubscription {
    SubscriptionId id;
    QString displayName;
    QString scope;
    QString state; ///< "active", "suspended", …
    bool operator==(const ApimSubscription &) const = default;
};

struct NamedValue {
    QString id;
    QString displayName;
    QString value;   ///< empty when secret
    bool isSecret = false;
    QString etag;    ///< quoted; empty: there is none
    bool operator==(const NamedValue &) const = default;
};

/// API Management by Resource Manager (azure facts 6). Writes carry the ETag that was read: an empty one means "there is
/// none yet" and refuses to overwrite; a stale one is ErrorKind::Conflict with HTTP status 412. GUI thread.
class ApimConnector
{
public:
    virtual ~ApimConnector() = default;

    virtual Call service(QObject *context, Completion<ApimService> completion) = 0;
    virtual Call apis(QObject *context, Completion<QList<ApimApi>> completion) = 0;
    virtual Call subscriptions(QObject *context, Completion<QList<ApimSubscription>> completion) = 0;
    /// The primary key (listSecrets). A secret: kept in memory only as long as it is needed, never shown or logged.
    virtual Call subscriptionKey(const SubscriptionId &id, QObject *context, Completion<QString> completion) = 0;
    /// A scope without a policy completes with empty `xml` and `etag`.
    virtual Call readPolicy(const PolicyScope &scope, QObject *context, Completion<PolicyText> completion) = 0;
    /// Completes with the policy as the service re-serialised it and its new ETag. A refused document is
    /// ErrorKind::Invalid with the service's position (Error::position) and message.
    virtual Call writePolicy(const PolicyScope &scope, const QString &xml, const QString &etag, QObject *context,
                             Completion<PolicyText> completion) = 0;
    virtual Call deletePolicy(const PolicyScope &scope, const QString &etag, QObject *context, Completion<void> completion) = 0;
    /// A value that does not exist completes with an empty etag.
    virtual Call namedValue(const QString &id, QObject *context, Completion<NamedValue> completion) = 0;
    virtual Call writeNamedValue(const NamedValue &value, QObject *context, Completion<NamedValue> completion) = 0;
    virtual Call deleteNamedValue(const QString &id, const QString &etag, QObject *context, Completion<void> completion) = 0;
};

/// Resource id of what the scope means, for audit and history.
QString policyResourceId(const QString &serviceId, const PolicyScope &scope);
/// The way back; nothing when the id is no policy of that service.
std::optional<PolicyScope> policyScopeOf(const QString &serviceId, const QString &resourceId);

} // namespace qd
