#pragma once

#include "http/call.h"
#include "mcp/mcptypes.h"

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QUrl>

#include <functional>

namespace qd {

/// What a protected MCP server answered instead of serving a request.
struct McpRefusal {
    QString server;        ///< its URL, as configured
    int status = 401;      ///< 401, or 403 for want of scopes
    QByteArray challenge;  ///< its WWW-Authenticate header
    QByteArray sent;       ///< the Authorization value that was refused; empty: none was sent
    int tries = 0;         ///< how often authorize() has been asked for this very request and status before
    std::function<void(const QString &step)> tell; ///< may be empty; told each step, without secrets
};

/// Gets bearer tokens for MCP servers. Calls for one server share one sign-in; it may take as long as a person does, so
/// whoever waits must not count that as the server's silence. GUI thread.
class McpAuthorizer
{
public:
    virtual ~McpAuthorizer() = default;
    /// For one server, before its first request. Without, everything is found out.
    virtual void setSettings(const QString &server, const McpAuthSettings &settings) = 0;
    /// How the server is trusted over TLS: its authorities count for the whole sign-in, our certificate is shown to the server's
    /// origin alone, and nobody who signs in takes any certificate, whatever the settings say.
    virtual void setTls(const QString &server, const TlsSettings &tls) = 0;
    /// The Authorization value to send to this server from the start; empty while there is none.
    [[nodiscard]] virtual QByteArray held(const QString &server) const = 0;
    /// Another Authorization value, after which the request may be sent again. Errors: Unauthorized and Forbidden (no token is
    /// to be had, or none that is enough), Cancelled (the user said no), Protocol, and those of HttpClient.
    virtual Call authorize(const McpRefusal &refusal, QObject *context, Completion<QByteArray> completion) = 0;
};

/// False for commands, and for servers whose configuration has its own Authorization header.
[[nodiscard]] bool isSignInPossible(const McpServerConfig &config);

/// A server's URL as authorizers know it.
[[nodiscard]] QString authServerText(const QUrl &url);

/// True for a refusal that signing in may cure: 401, or 403 with the Bearer error insufficient_scope.
[[nodiscard]] bool isCurable(int status, const QByteArray &challenge);

} // namespace qd
