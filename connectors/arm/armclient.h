#pragma once

#include "arm/armquota.h"
#include "arm/armrequest.h"
#include "auth/tokenprovider.h"
#include "http/callstate.h"
#include "http/httpclient.h"

#include <QUrl>

#include <functional>

namespace qd {

/// Where Resource Manager is, and the scope of its tokens.
struct ArmEndpoint {
    QUrl url = QUrl(QStringLiteral("https://management.azure.com"));
    QString scope = QStringLiteral("https://management.azure.com/.default");
};

using ArmProgressHandler = std::function<void(const ArmProgress &)>;

/// Resource Manager for one account: sign-in (renewed once when refused), paging, ETags, throttling (a 429 is waited
/// out for every verb, because nothing was done), both styles of long-running operations. A failing status is an Error
/// (armerrors.h). Links that the service gives are followed as they are, but only on the endpoint's own origin.
/// Destroying it completes running calls with Cancelled. GUI thread.
class ArmClient
{
public:
    /// Everything is borrowed.
    ArmClient(HttpClient &http, TokenProvider &tokens, Timers &timers, const Clock &clock, ArmEndpoint endpoint);
    Q_DISABLE_COPY_MOVE(ArmClient)

    Call send(const ArmRequest &request, QObject *context, Completion<ArmReply> completion);
    /// Follows nextLink; completes with the bodies of all pages. Errors: Protocol when the limits or the origin are left.
    Call list(const ArmRequest &request, QObject *context, Completion<QList<QByteArray>> completion, ArmListLimits limits = {});
    /// Sends and watches until the service says how it ended. Cancelling, and the deadline, stop the watching only: the
    /// error says that the operation may go on. A PUT completes with the resource as it is then.
    Call run(const ArmRequest &request, QObject *context, Completion<ArmReply> completion, ArmWatch watch = {},
             ArmProgressHandler progress = {});

    [[nodiscard]] const ArmQuota &quota() const { return m_quota; }
    [[nodiscard]] const ArmEndpoint &endpoint() const { return m_endpoint; }
    [[nodiscard]] Timers &timers() { return m_timers; }

    /// For the client's own parts: one request to a URL of this origin. A link of another origin is refused.
    Call sendTo(const QUrl &url, const ArmRequest &request, QObject *context, Completion<ArmReply> completion);
    /// The URL of a link that the service gave: unchanged, of this origin and of a sensible length; else an Error.
    [[nodiscard]] Result<QUrl> follow(const QByteArray &link) const;

private:
    [[nodiscard]] QUrl urlOf(const ArmRequest &request) const;

    HttpClient &m_http;
    TokenProvider &m_tokens;
    Timers &m_timers;
    const Clock &m_clock;
    const ArmEndpoint m_endpoint;
    ArmQuota m_quota;
    QObject m_running; ///< parent of the running exchanges, listings and operations
};

} // namespace qd
