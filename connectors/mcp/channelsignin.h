#pragma once

#include "http/httprequest.h"
#include "http/httpresponse.h"
#include "mcp/mcpchannel.h"
#include "mcp/mcptypes.h"
#include "mcpauth/mcpauthorizer.h"

namespace qd {

/// What the channels over HTTP share of signing in: the token that goes along, and what a refusal leads to. A server whose
/// configuration has its own Authorization header is not signed in to. Borrows the channel, whose noted() and secretUsed()
/// it emits. GUI thread.
class ChannelSignIn
{
public:
    /// `authorizer` is borrowed; null: a refusal is a refusal.
    ChannelSignIn(McpChannel &channel, const McpServerConfig &config, McpAuthorizer *authorizer);

    /// The token that there is, when there is one.
    void addTo(HttpRequest &request) const;
    /// Whether this answer is one that a sign-in may cure.
    [[nodiscard]] bool isCure(const HttpResponse &head) const;
    /// Another Authorization value for a request that was answered so; `tries`: how often that was asked for it before.
    /// Errors are Unauthorized in the place of what might be taken for evidence of the server's era, or for a cancel.
    Call start(const HttpRequest &request, const HttpResponse &head, int tries, QObject *context, Completion<QByteArray> completion) const;
    /// Sets what start() gave.
    void renew(HttpRequest &request, const QByteArray &value) const;

private:
    void tellSecret(const QByteArray &value) const;

    McpChannel &m_channel;
    const QString m_server;
    McpAuthorizer *const m_authorizer;
};

} // namespace qd
