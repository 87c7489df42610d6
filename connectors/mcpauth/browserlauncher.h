#pragma once

#include "mcpauth/signinprompt.h"
#include "result.h"

#include <QString>
#include <QStringList>

#include <functional>

namespace qd {

/// A program and its words, the URL among them. No shell reads it.
struct BrowserCommand {
    QString program;
    QStringList arguments;
};

/// The command to open `url` with: `wanted`, else the first of $BROWSER (its parts separated by colons) whose program is there,
/// else xdg-open. "%s" in a word becomes the URL; without it the URL comes last. ErrorKind::Unauthorized: there is none, or the URL
/// is not http or https.
[[nodiscard]] Result<BrowserCommand> browserCommand(const QString &wanted, const QString &fromEnvironment, const QString &url);

/// Starts the browser as a process with a session of its own, which outlives this program and prints nowhere. `ended` gets its
/// exit code, or 128 and the signal that ended it, if that comes while this program runs. GUI thread.
[[nodiscard]] Result<void> launchBrowser(const BrowserCommand &command, std::function<void(int code)> ended);

/// Opens pages without asking: for programs that were told to on their command line. A command that fails is told of.
class BrowserPrompt final : public SignInPrompt
{
public:
    explicit BrowserPrompt(QString command) : m_command(std::move(command)) {}
    Call open(const SignInPage &page, QObject *context, Completion<void> completion) override;

private:
    const QString m_command;
};

} // namespace qd
