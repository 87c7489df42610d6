#pragma once

#include "mcpauth/authclient.h"
#include "mcpauth/authdiscovery.h"
#include "mcpauth/authrun.h"
#include "mcpauth/mcpsignin.h"

namespace qd {

/// Forgets a sign-in: what is kept of the server goes out of the keychain first, then every authorization server that takes
/// revocations (RFC 7009) is told that its tokens are over; an identity provider's token goes, too. Ends with what the keychain
/// said, false when nothing was kept; that a server could not be told is a step of the trail alone. GUI thread.
class McpSignOut final : public AuthRun<bool>
{
public:
    /// `settings`: references resolved; what a client proves itself with where nothing is kept of it.
    static Call start(const McpSignInParts &parts, const oauth::WebUrl &server, const McpAuthSettings &settings, QObject *context, Completion<bool> completion);

private:
    McpSignOut(const McpSignInParts &parts, const oauth::WebUrl &server, McpAuthSettings settings, QObject *context, Completion<bool> completion);

    void forget(const QList<KeptAtIssuer> &kept);
    void forgetNext();
    void nextIssuer();
    void onServer(const Result<DiscoveredAuth> &found);
    void nextToken();
    void tellFailure(const QString &why);

    McpSignInParts m_parts;
    const oauth::WebUrl m_server;
    const McpAuthSettings m_settings;
    AddressGuard m_guard;
    AuthClient m_client;
    QList<KeptAtIssuer> m_kept; ///< those that are still to be told; the first one is at its turn
    oauth::ServerMetadata m_metadata;
    QList<std::pair<QString, QString>> m_tokens; ///< of the first one: kind and token
    QStringList m_names; ///< of servers that are still to be forgotten
    bool m_wasKept = false;
    Result<void> m_forgotten;
};

} // namespace qd
