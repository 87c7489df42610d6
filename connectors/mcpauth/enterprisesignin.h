#pragma once

#include "mcpauth/mcpsignin.h"

namespace qd {

/// Enterprise-managed authorization: gets an ID-JAG for one MCP server from the identity provider, with the identity token
/// that is given or kept, else by the browser. Errors as those of its parts; ErrorKind::Unauthorized when the provider's
/// policy does not allow it.
class EnterpriseSignIn final : public AuthRun<QString>
{
public:
    struct Wish {
        McpAuthSettings settings; ///< references resolved
        QString audience;         ///< issuer of the MCP server's authorization server
        QString resource;
        QStringList scopes;
        QString server;
    };
    /// What is missing in the settings, or on the server's side.
    [[nodiscard]] static std::optional<Error> refusal(const Wish &wish, const oauth::ServerMetadata &server);
    /// Under which server name the provider's identity token is kept: it is for no MCP server.
    [[nodiscard]] static QString keptAt(const McpAuthSettings &settings) { return QStringLiteral("identity-provider:%1").arg(settings.idpClientId); }
    static Call start(const McpSignInParts &parts, const Wish &wish, QObject *context, Completion<QString> completion);

private:
    EnterpriseSignIn(const McpSignInParts &parts, Wish wish, const oauth::WebUrl &provider, QObject *context, Completion<QString> completion);

    void onProvider(const oauth::ServerMetadata &provider);
    void askPerson();
    void onCode(const QString &code, const QString &redirectUri);
    void exchange(const QString &idToken, bool isKept);
    [[nodiscard]] ClientProof proof() const;

    McpSignInParts m_parts;
    const Wish m_wish;
    AddressGuard m_guard;
    AuthClient m_client;
    oauth::ServerMetadata m_provider;
    oauth::Pkce m_pkce;
};

} // namespace qd
