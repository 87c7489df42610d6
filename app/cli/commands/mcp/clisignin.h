#pragma once

#include "clistreams.h"
#include "mcpauth/browserlauncher.h"
#include "mcpauth/oauthauthorizer.h"

namespace qd {

/// How a verb signs in, as typed and checked.
struct CliSignInChoice {
    McpAuthSettings settings;
    QString browser;       ///< command; empty: $BROWSER or xdg-open
    bool isAgreed = false; ///< the page may be opened without asking
    QString place;         ///< state folder whose sign-ins are kept apart; empty: the user's own
    /// What was typed in the place of what the list of servers says.
    [[nodiscard]] McpAuthSettings over(const McpAuthSettings &listed) const;
};

/// Opens the page to sign in when that was agreed to in advance, or on the terminal now; without one it is an error that
/// names the option.
class TerminalSignIn final : public SignInPrompt
{
public:
    /// `streams` is borrowed.
    TerminalSignIn(const CliStreams &streams, const CliSignInChoice &choice) : m_streams(streams), m_isAgreed(choice.isAgreed), m_browser(choice.browser) {}
    Call open(const SignInPage &page, QObject *context, Completion<void> completion) override;

private:
    [[nodiscard]] Result<void> consent(const SignInPage &page) const;

    const CliStreams &m_streams;
    const bool m_isAgreed;
    BrowserPrompt m_browser;
};

/// Signing in to one MCP server from the command line: each step is a line on the error stream. GUI thread.
class CliSignIn final
{
    Q_DISABLE_COPY_MOVE(CliSignIn)

public:
    /// References are borrowed.
    CliSignIn(const CliStreams &streams, const Clock &clock, Timers &timers, SecretStore &secrets, const CliSignInChoice &choice);

    [[nodiscard]] McpAuthorizer &authorizer() { return m_authorizer; }
    /// The steps so far, as a JSON array.
    [[nodiscard]] QByteArray trailJson() const;
    [[nodiscard]] bool hasTrail() const { return !m_trail.isEmpty(); }

private:
    const CliStreams &m_streams;
    TerminalSignIn m_prompt;
    OAuthAuthorizer m_authorizer;
    oauth::AuthTrail m_trail;
};

} // namespace qd
