#pragma once

#include "confirmservice.h"
#include "mcpauth/oauthauthorizer.h"
#include "mcpbenchstore.h"

#include <QObject>

#include <functional>

namespace qd {

/// Signing in to protected MCP servers from the window: asks before a page is opened, tells the bench how far a sign-in is,
/// and forgets what was kept of one. GUI thread.
class McpSignInDesk final : public QObject, public SignInPrompt
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpSignInDesk)

public:
    /// Borrowed.
    struct Parts {
        const Clock &clock;
        Timers &timers;
        SecretStore &secrets;
        ConfirmService &confirm;
        SignInPrompt &browser; ///< opens what was agreed to
    };

    McpSignInDesk(const Parts &parts, McpBenchStore &store, QObject *parent = nullptr);

    [[nodiscard]] McpAuthorizer &authorizer() { return m_authorizer; }
    /// Asks with server, authorization server, client, scopes and the whole address.
    Call open(const SignInPage &page, QObject *context, Completion<void> completion) override;
    /// Removes the tokens and registrations of this server's address; forgotten() or failed() follows.
    void forget(const McpServerId &id);

signals:
    void forgotten(const qd::McpServerId &id);
    void failed(const qd::Error &error);

private:
    [[nodiscard]] WriteAction actionOf(const SignInPage &page) const;
    /// The line for every server of this address that is connected or about to be; empty: the sign-in is over.
    void show(const QString &server, const QString &line);

    const Parts m_parts;
    McpBenchStore &m_store;
    OAuthAuthorizer m_authorizer;
};

} // namespace qd
