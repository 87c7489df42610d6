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
    Milliseconds patience{0}; ///< for somebody to sign in, once the page was opened; 0: as long as the sign-in itself has
    QString place;         ///< state folder whose sign-ins are kept apart; empty: the user's own
    /// What was typed in the place of what the list of servers says.
    [[nodiscard]] McpAuthSettings over(const McpAuthSettings &listed) const;
};

/// Opens the page to sign in when that was agreed to in advance, or on the terminal now; without one it is an error that
/// names the option. Where no browser opens it, somebody at a terminal is shown the address, and waited for.
class TerminalSignIn final : public SignInPrompt
{
public:
    /// `streams` and `timers` are borrowed.
    TerminalSignIn(const CliStreams &streams, Timers &timers, const CliSignInChoice &choice)
        : m_streams(streams), m_timers(timers), m_isAgreed(choice.isAgreed), m_patience(choice.patience), m_browser(choice.browser)
    {
    }
    Call open(const SignInPage &page, QObject *context, Completion<void> completion) override;

private:
    [[nodiscard]] Result<void> consent(const SignInPage &page) const;
    void limit(const SignInPage &page);
    [[nodiscard]] bool isLeftToPerson(const SignInPage &page, const Error &error) const;
    Call openInBrowser(const SignInPage &page, QObject *context, Completion<void> completion);

    const CliStreams &m_streams;
    Timers &m_timers;
    const bool m_isAgreed;
    const Milliseconds m_patience;
    BrowserPrompt m_browser;
    QObject m_guard; ///< context of what is waited for
};

/// Signing in to one MCP server from the command line: each step is a line on the error stream. GUI thread.
class CliSignIn final
{
    Q_DISABLE_COPY_MOVE(CliSignIn)

public:
    /// References are borrowed.
    CliSignIn(const CliStreams &streams, const Clock &clock, Timers &timers, SecretStore &secrets, const CliSignInChoice &choice);

    [[nodiscard]] OAuthAuthorizer &authorizer() { return m_authorizer; }
    /// A JSON object with the steps so far as its member `signIn`, if there are any.
    [[nodiscard]] QByteArray withTrail(const QByteArray &object) const;

private:
    [[nodiscard]] QByteArray trailJson() const;

    const CliStreams &m_streams;
    TerminalSignIn m_prompt;
    OAuthAuthorizer m_authorizer;
    oauth::AuthTrail m_trail;
};

} // namespace qd
