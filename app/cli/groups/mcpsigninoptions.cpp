#include "groups/mcpsigninoptions.h"

#include "groups/mcptargetoptions.h"

#include <CLI/CLI.hpp>

#include <QDir>
#include <QRegularExpression>

#include <array>

namespace qd {

namespace {

Error badSignIn(const QString &message) { return {.kind = ErrorKind::Invalid, .message = message}; }

oauth::Grant grantOf(const std::string &name)
{
    return name == "client" ? oauth::Grant::ClientCredentials : name == "enterprise" ? oauth::Grant::EnterpriseManaged : oauth::Grant::AuthorizationCode;
}

/// The first secret that is none of "${env:X}" and "${secret:name}".
std::optional<Error> bareSecret(const McpSignInTyped &typed)
{
    static const QRegularExpression reference(QStringLiteral("^\\$\\{(env|secret):[^}]+\\}$"));
    const std::array secrets{std::pair("--client-secret", &typed.clientSecret), std::pair("--client-key", &typed.clientKey),
                             std::pair("--idp-client-secret", &typed.idpClientSecret), std::pair("--id-token", &typed.idToken)};
    for (const auto &[option, value] : secrets)
        if (!value->empty() && !reference.match(QString::fromStdString(*value)).hasMatch())
            return badSignIn(QStringLiteral("%1 takes ${env:NAME} or ${secret:NAME}: a command line can be read by everybody on this machine").arg(QLatin1String(option)));
    return std::nullopt;
}

McpAuthSettings settingsOf(const McpSignInTyped &typed)
{
    const auto text = [](const std::string &value) { return QString::fromStdString(value); };
    McpAuthSettings settings{.grant = grantOf(typed.grant), .clientId = text(typed.clientId), .clientIssuer = text(typed.clientIssuer), .clientSecret = text(typed.clientSecret),
                             .clientKey = text(typed.clientKey), .keyId = text(typed.keyId), .documentUrl = text(typed.clientDocument), .scopes = {},
                             .callbackPort = static_cast<quint16>(typed.callbackPort), .idpIssuer = text(typed.idpIssuer), .idpClientId = text(typed.idpClientId),
                             .idpClientSecret = text(typed.idpClientSecret), .idToken = text(typed.idToken)};
    for (const std::string &scope : typed.scopes)
        settings.scopes << text(scope).split(u' ', Qt::SkipEmptyParts);
    return settings;
}

} // namespace

void addSignInOptions(CLI::App &verb, McpSignInTyped &typed)
{
    const std::string group = "Sign-in to a protected server (--url, --server)";
    verb.add_option("--browser", typed.browser, "Open the page to sign in with this command, without asking; else $BROWSER or xdg-open, after asking")->type_name("CMD")->group(group);
    verb.add_option("--grant", typed.grant, "code: somebody signs in; client: the client itself; enterprise: an identity provider vouches")
        ->check(CLI::IsMember({"code", "client", "enterprise"}))->group(group);
    verb.add_option("--client-id", typed.clientId, "Our id at the server's authorization server; else found or registered")->type_name("ID")->group(group);
    verb.add_option("--client-issuer", typed.clientIssuer, "Who gave that id; it is shown to nobody else")->type_name("URL")->group(group);
    verb.add_option("--client-secret", typed.clientSecret, "${env:X} or ${secret:name}")->group(group);
    verb.add_option("--client-key", typed.clientKey, "Private key on P-256 (PEM) for signed assertions: ${env:X} or ${secret:name}")->group(group);
    verb.add_option("--key-id", typed.keyId, "Its name (kid)")->group(group);
    verb.add_option("--client-document", typed.clientDocument, "https address of our client id metadata document")->type_name("URL")->group(group);
    repeatable(verb.add_option("--scope", typed.scopes, "Asked for beside what the server wants. May be given several times"))->group(group);
    verb.add_option("--callback-port", typed.callbackPort, "Port of http://127.0.0.1:PORT/callback; else any free one")->check(CLI::Range(0, 65535))->group(group);
    verb.add_option("--idp-issuer", typed.idpIssuer, "Identity provider, with --grant enterprise")->type_name("URL")->group(group);
    verb.add_option("--idp-client-id", typed.idpClientId, "Our id there")->type_name("ID")->group(group);
    verb.add_option("--idp-client-secret", typed.idpClientSecret, "${env:X} or ${secret:name}")->group(group);
    verb.add_option("--id-token", typed.idToken, "An identity token that there is already: ${env:X} or ${secret:name}")->group(group);
}

Result<CliSignInChoice> signInChoice(const McpTarget &target)
{
    const McpSignInTyped &typed = target.signIn;
    if (const auto error = bareSecret(typed))
        return *error;
    if (!typed.idpIssuer.empty() && typed.grant != "enterprise")
        return badSignIn(QStringLiteral("--idp-issuer goes with --grant enterprise"));
    return CliSignInChoice{.settings = settingsOf(typed), .browser = QString::fromStdString(typed.browser), .isAgreed = !typed.browser.empty() || target.guard.isAgreed,
                           .patience = Milliseconds(target.timeoutMs), .place = target.state.empty() ? QString() : QDir(QString::fromStdString(target.state)).absolutePath()};
}

} // namespace qd
