#include "mcpauth/browserlauncher.h"

#include "http/callstate.h"
#include "mcpauth/browserprocess.h"
#include "mcpauth/weburl.h"

#include <QCoreApplication>
#include <QProcess>
#include <QStandardPaths>

#include <algorithm>
#include <utility>

namespace qd {

namespace {

Error noBrowser(const QString &why) { return {.kind = ErrorKind::Unauthorized, .message = QStringLiteral("No browser could be started: %1").arg(why)}; }

std::optional<BrowserCommand> commandOf(const QString &text, const QString &url)
{
    QStringList words = QProcess::splitCommand(text);
    if (words.isEmpty() || QStandardPaths::findExecutable(words.first()).isEmpty())
        return std::nullopt;
    BrowserCommand command{.program = words.takeFirst(), .arguments = words};
    const bool hasPlace = std::any_of(words.cbegin(), words.cend(), [](const QString &word) { return word.contains(QLatin1String("%s")); });
    for (QString &word : command.arguments)
        word.replace(QLatin1String("%s"), url);
    if (!hasPlace)
        command.arguments << url;
    return command;
}

} // namespace

Result<BrowserCommand> browserCommand(const QString &wanted, const QString &fromEnvironment, const QString &url)
{
    if (!oauth::parseWebUrl(url))
        return noBrowser(QStringLiteral("the page is not a plain http or https address."));
    if (!wanted.trimmed().isEmpty()) {
        const auto command = commandOf(wanted, url);
        return command ? Result<BrowserCommand>(*command) : Result<BrowserCommand>(noBrowser(QStringLiteral("“%1” is not a program.").arg(wanted.left(200))));
    }
    QStringList offered = fromEnvironment.split(u':', Qt::SkipEmptyParts);
    offered << QStringLiteral("xdg-open");
    for (const QString &one : offered)
        if (const auto command = commandOf(one, url))
            return *command;
    return noBrowser(QStringLiteral("there is neither $BROWSER nor xdg-open; name one with --browser."));
}

Result<void> launchBrowser(const BrowserCommand &command, std::function<void(int code)> ended)
{
    const auto process = startBrowser(command);
    if (!process)
        return noBrowser(process.error().message);
    new BrowserWatch(*process, std::move(ended), QCoreApplication::instance());
    return {};
}

Call BrowserPrompt::open(const SignInPage &page, QObject *context, Completion<void> completion)
{
    const auto state = CallState<void>::create(context, std::move(completion));
    const auto command = browserCommand(m_command, qEnvironmentVariable("BROWSER"), page.url);
    state->finish(command ? launchBrowser(*command, [program = command->program, gaveUp = page.gaveUp](int code) {
        if (code != 0 && gaveUp)
            gaveUp({.kind = ErrorKind::Unauthorized, .message = QStringLiteral("Nobody can sign in: the browser's command %1 ended with exit code %2.").arg(program.left(200)).arg(code)});
    }) : Result<void>(command.error()));
    return state->handle();
}

} // namespace qd
