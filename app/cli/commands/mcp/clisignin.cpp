#include "commands/mcp/clisignin.h"

#include "http/callstate.h"
#include "interrupts.h"
#include "mcp/jsontext.h"
#include "printabletext.h"

#include <QPointer>

#include <nlohmann/json.hpp>

#include <array>

#include <unistd.h>

namespace qd {

namespace {

bool canBeAsked(QIODevice &device)
{
    const auto *file = qobject_cast<QFileDevice *>(&device);
    return file && file->handle() >= 0 && isatty(file->handle()) == 1;
}

/// The verb's time-out is that of each request of the sign-in, too.
HttpClientOptions boundedBy(Milliseconds patience)
{
    HttpClientOptions options;
    options.longestTry = patience;
    return options;
}

constexpr std::array ownIdentity{&McpAuthSettings::clientId, &McpAuthSettings::clientIssuer, &McpAuthSettings::clientSecret, &McpAuthSettings::clientKey, &McpAuthSettings::keyId};
constexpr std::array otherTexts{&McpAuthSettings::documentUrl, &McpAuthSettings::idpIssuer, &McpAuthSettings::idpClientId, &McpAuthSettings::idpClientSecret, &McpAuthSettings::idToken};

} // namespace

/// Another client's secret does not go with a typed id.
McpAuthSettings CliSignInChoice::over(const McpAuthSettings &listed) const
{
    McpAuthSettings made = listed;
    for (const auto member : ownIdentity)
        if (!settings.clientId.isEmpty() || !(settings.*member).isEmpty())
            made.*member = settings.*member;
    for (const auto member : otherTexts)
        if (!(settings.*member).isEmpty())
            made.*member = settings.*member;
    if (settings.grant != oauth::Grant::AuthorizationCode)
        made.grant = settings.grant;
    if (!settings.scopes.isEmpty())
        made.scopes = settings.scopes;
    if (settings.callbackPort > 0)
        made.callbackPort = settings.callbackPort;
    return made;
}

Result<void> TerminalSignIn::consent(const SignInPage &page) const
{
    if (m_isAgreed)
        return {};
    if (!canBeAsked(m_streams.in))
        return Error{.kind = ErrorKind::Unauthorized,
                     .message = QStringLiteral("The server wants somebody to sign in at %1, and there is no terminal to ask on. Agree with --browser COMMAND or --yes.").arg(printableText(page.host))};
    m_streams.complain(QStringLiteral("%1 wants you to sign in at %2, as client %3%4.\n  %5")
                           .arg(printableText(page.server), printableText(page.host), printableText(page.clientId),
                                page.scopes.isEmpty() ? QString() : QStringLiteral(", for %1").arg(printableText(page.scopes.join(u' '))), printableText(page.url)));
    m_streams.complain(QStringLiteral("Type yes to open this page in the browser:"));
    const PlainInterrupts plain;
    const bool isAgreed = m_streams.in.readLine(1024).trimmed() == "yes";
    return isAgreed ? Result<void>() : Result<void>(Error{.kind = ErrorKind::Unauthorized, .message = QStringLiteral("The page was not opened.")});
}

/// Somebody at a terminal can open the page without us. The address stands on the terminal alone: its state is for one person.
bool TerminalSignIn::isLeftToPerson(const SignInPage &page, const Error &error) const
{
    if (!canBeAsked(m_streams.in))
        return false;
    m_streams.complain(QStringLiteral("%1\nOpen this page yourself; it comes back to this machine:\n  %2").arg(printableText(error.message), printableText(page.url)));
    return true;
}

Call TerminalSignIn::openInBrowser(const SignInPage &page, QObject *context, Completion<void> completion)
{
    SignInPage watched = page;
    watched.gaveUp = [this, page, guard = QPointer(&m_guard)](const Error &error) {
        if (guard && !isLeftToPerson(page, error) && page.gaveUp)
            page.gaveUp(error);
    };
    return m_browser.open(watched, context, [this, page, completion = std::move(completion)](const Result<void> &opened) {
        completion(opened || isLeftToPerson(page, opened.error()) ? Result<void>() : opened);
    });
}

void TerminalSignIn::limit(const SignInPage &page)
{
    if (m_patience.count() <= 0)
        return;
    m_timers.after(m_patience, &m_guard, [gaveUp = page.gaveUp, patience = m_patience] {
        if (gaveUp)
            gaveUp({.kind = ErrorKind::Unauthorized, .message = QStringLiteral("Nobody signed in within %1 s (--timeout).").arg(static_cast<double>(patience.count()) / 1000), .vendorCode = nobodySignedIn});
    });
}

Call TerminalSignIn::open(const SignInPage &page, QObject *context, Completion<void> completion)
{
    const auto agreed = consent(page);
    if (agreed) {
        limit(page);
        return openInBrowser(page, context, std::move(completion));
    }
    const auto state = CallState<void>::create(context, std::move(completion));
    state->finish(agreed);
    return state->handle();
}

CliSignIn::CliSignIn(const CliStreams &streams, const Clock &clock, Timers &timers, SecretStore &secrets, const CliSignInChoice &choice)
    : m_streams(streams), m_prompt(streams, timers, choice), m_authorizer(OAuthParts{clock, timers, secrets, m_prompt}, boundedBy(choice.patience), choice.place)
{
    QObject::connect(&m_authorizer, &OAuthAuthorizer::stepTaken, &m_authorizer, [this](const QString &, const oauth::AuthStep &step) {
        m_trail.append(step);
        m_streams.complain(QStringLiteral("sign-in: %1").arg(printableText(step.line())));
    });
}

QByteArray CliSignIn::withTrail(const QByteArray &object) const
{
    const QByteArray text = object.trimmed();
    if (m_trail.isEmpty() || !text.endsWith('}'))
        return object;
    const QByteArray made = text.chopped(1).trimmed() + ",\"signIn\":" + trailJson() + '}';
    return indentedJson(QString::fromUtf8(made), made.size() * 8).toUtf8() + '\n';
}

QByteArray CliSignIn::trailJson() const
{
    nlohmann::ordered_json steps = nlohmann::ordered_json::array();
    for (const oauth::AuthStep &step : m_trail) {
        nlohmann::ordered_json one{{"what", step.what.toStdString()}};
        if (!step.url.isEmpty())
            one["url"] = step.url.toStdString();
        if (step.status > 0)
            one["status"] = step.status;
        one["decision"] = step.decision.toStdString();
        one["failed"] = step.isFailure;
        steps.push_back(std::move(one));
    }
    return QByteArray::fromStdString(steps.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

} // namespace qd
