#include "mcp/doctor.h"

/// What people are told: an answer's meaning, and what mends a failure.
namespace qd::doctor {

namespace {

constexpr qsizetype longestShown = 200;

QString hostOf(const McpServerConfig &config)
{
    const int port = config.url.port(config.url.scheme() == QLatin1String("https") ? 443 : 80);
    return QStringLiteral("%1:%2").arg(config.url.host()).arg(port);
}

bool hasAuthorization(const McpServerConfig &config)
{
    for (const auto &[name, value] : config.headers)
        if (name.compare(QLatin1String("Authorization"), Qt::CaseInsensitive) == 0 || name.contains(QLatin1String("key"), Qt::CaseInsensitive))
            return true;
    return false;
}

bool isPage(const Answer &answer)
{
    return answer.mediaType == QLatin1String("text/html") || answer.body.trimmed().startsWith(QLatin1String("<!doctype"), Qt::CaseInsensitive)
        || answer.body.trimmed().startsWith(QLatin1String("<html"), Qt::CaseInsensitive);
}

/// The old transport is a stream for GET; what refuses that may well be an endpoint of the new one.
QString otherTransportFix() { return QStringLiteral("Try it without --sse (in the list: \"type\": \"http\"), or correct the path: nothing there speaks the old transport."); }

bool isPlainToTls(const Answer &answer, const McpServerConfig &config)
{
    return answer.status == 400 && config.url.scheme() == QLatin1String("http") && answer.body.contains(QLatin1String("HTTPS"));
}

QString httpsFix(const McpServerConfig &config) { return QStringLiteral("Try https: %1 may speak TLS, and takes nothing in plain text.").arg(hostOf(config)); }

QString statusFix(const Answer &answer, const McpServerConfig &config)
{
    const QString path = config.url.path().isEmpty() ? QStringLiteral("/") : config.url.path();
    if (answer.status >= 300 && answer.status < 400)
        return QStringLiteral("Use %1, where it redirects to.").arg(answer.location.left(longestShown));
    if (isPlainToTls(answer, config))
        return httpsFix(config);
    if (config.transport == McpTransport::Sse && (answer.status == 400 || (answer.status >= 404 && answer.status <= 406)))
        return otherTransportFix();
    if (answer.status == 404 || answer.status == 410)
        return QStringLiteral("Correct the path: nothing is at %1; most servers listen at /mcp, old ones at /sse.").arg(path);
    if (answer.status == 405)
        return QStringLiteral("Correct the path, or set the transport to SSE: %1 takes no POST.").arg(path);
    if (answer.status == 407)
        return QStringLiteral("Give the proxy its name and password in the system's proxy settings.");
    if (answer.status == 429)
        return QStringLiteral("Wait: the server takes no more requests for now.");
    if (answer.status >= 500)
        return QStringLiteral("Look into the server's own log: it fails by itself, or what stands before it cannot reach it.");
    return QStringLiteral("Check that the address is the one of the MCP endpoint, not of the site that it belongs to.");
}

QString foundText(const Answer &answer)
{
    QString text = QStringLiteral("HTTP %1").arg(answer.status);
    if (!answer.mediaType.isEmpty())
        text += QStringLiteral(", ") + answer.mediaType.left(longestShown);
    if (!answer.server.isEmpty())
        text += QStringLiteral(", by ") + answer.server.left(longestShown);
    return text;
}

/// Failures of our own files, by TlsTrust's words; empty: it is none.
QString tlsFileFix(const QString &code, const TlsSettings &tls)
{
    const QString key = tls.keyFile.isEmpty() ? tls.certificateFile : tls.keyFile;
    if (code == QLatin1String("tls-ca"))
        return QStringLiteral("Give --ca (in the list: tls.ca) the whole path of a PEM file with the authority's certificate: %1 is none.").arg(tls.caFile);
    if (code == QLatin1String("tls-certificate"))
        return QStringLiteral("Give --client-certificate (in the list: tls.certificate) the whole path of a PEM file with a valid certificate of yours.");
    if (code == QLatin1String("tls-key"))
        return QStringLiteral("Give --certificate-key (in the list: tls.key) the whole path of a PEM file with the certificate's RSA or EC key: %1 is none.").arg(key);
    if (code == QLatin1String("tls-key-passphrase"))
        return QStringLiteral("Write the key without its passphrase to a file that only you can read: (umask 077; openssl pkey -in %1 -out NEW.pem).").arg(key);
    if (code == QLatin1String("tls-key-mismatch"))
        return QStringLiteral("Give the key that %1 was made with: %2 is another one's.").arg(tls.certificateFile, key);
    if (code == QLatin1String("tls-client"))
        return QStringLiteral("Give a certificate that the server takes: --client-certificate FILE --certificate-key FILE (in the list: tls.certificate, tls.key).");
    return {};
}

QString tlsFix(const Error &error, const McpServerConfig &config)
{
    if (const QString fix = tlsFileFix(error.vendorCode, config.tls); !fix.isEmpty())
        return fix;
    const QString why = error.message + u' ' + error.detail;
    if (why.contains(QLatin1String("wrong version number")) || why.contains(QLatin1String("record layer")) || why.contains(QLatin1String("unexpected"))
        || why.contains(QLatin1String("packet length")))
        return QStringLiteral("Use the port that speaks TLS: %1 answers in plain text.").arg(hostOf(config));
    if (why.contains(QLatin1String("expired")))
        return QStringLiteral("Renew the server's certificate: it has expired.");
    if (why.contains(QLatin1String("host name"), Qt::CaseInsensitive) || why.contains(QLatin1String("hostname"), Qt::CaseInsensitive))
        return QStringLiteral("Use a name that the certificate is for: it is not for %1.").arg(config.url.host());
    if (error.kind == ErrorKind::Timeout || error.kind == ErrorKind::Network)
        return QStringLiteral("Check that %1 speaks TLS: it does not answer the handshake.").arg(hostOf(config));
    return QStringLiteral("Name the authority that signed the server's certificate with --ca FILE (in the list: tls.ca), make it known to this machine, or use a certificate of a known one.");
}

QString httpFix(const Error &error, const McpServerConfig &config)
{
    if (error.kind == ErrorKind::Tls)
        return tlsFix(error, config);
    if (config.url.scheme() == QLatin1String("http") && error.kind != ErrorKind::Timeout)
        return httpsFix(config) + QStringLiteral(" If it does not, look into its log: it takes the connection and gives no answer.");
    const bool mayWantOurs = config.url.scheme() == QLatin1String("https") && config.tls.certificateFile.isEmpty() && error.kind == ErrorKind::Network;
    return mayWantOurs ? QStringLiteral("Look into the server's log: it takes the connection and gives no answer. It may want a certificate of yours: --client-certificate FILE --certificate-key FILE.")
                       : QStringLiteral("Look into the server's log: it takes the connection and gives no answer.");
}

QString tcpFix(const Error &error, const McpServerConfig &config)
{
    return error.kind == ErrorKind::Timeout ? QStringLiteral("Check firewalls and the address: nothing comes back from %1.").arg(hostOf(config))
                                            : QStringLiteral("Start the server or correct the port: nothing listens at %1.").arg(hostOf(config));
}

/// Why nothing comes by way of a proxy.
QString proxyFix(const Error &error, const McpServerConfig &config)
{
    const QString elsewhere = QStringLiteral("the system's settings or in https_proxy, or leave the host out of it with no_proxy.");
    if (error.vendorCode == QLatin1String("proxy-down"))
        return QStringLiteral("Start the proxy, or correct it in ") + elsewhere;
    if (error.vendorCode == QLatin1String("proxy-sign-in"))
        return QStringLiteral("Give the proxy its name and password in the system's proxy settings.");
    if (error.vendorCode == QLatin1String("proxy-refuses"))
        return QStringLiteral("Ask who runs the proxy why it does not lead to %1, or correct it in ").arg(hostOf(config)) + elsewhere;
    return QStringLiteral("Correct the proxy in ") + elsewhere;
}

QString addressFix(const Error &error, const McpServerConfig &config)
{
    if (!config.urlTemplate.isEmpty() && !error.message.contains(QLatin1String("accepted")))
        return QStringLiteral("Set the variable or secret that the address names.");
    return QStringLiteral("Write the address as https://host/path, or http://127.0.0.1:port/path on this machine.");
}

QString handshakeFix(const Error &error, const McpServerConfig &config)
{
    const bool isOld = config.transport == McpTransport::Sse;
    if (isOld && error.message.contains(QLatin1String("named an address")))
        return otherTransportFix();
    if (error.kind == ErrorKind::Timeout)
        return QStringLiteral("Look into the server's log: it takes messages and answers none.");
    if (error.message.contains(QLatin1String("revision")) || error.message.contains(QLatin1String("version")))
        return QStringLiteral("Update the server, or this program: they have no revision of MCP in common.");
    if (error.vendorCode == QLatin1String("-32601"))
        return QStringLiteral("Choose the era \"auto\" or \"legacy\": the server does not know how this one begins.");
    if (error.kind == ErrorKind::Unauthorized || error.kind == ErrorKind::Forbidden)
        return QStringLiteral("Sign in, or give the key that the server expects in a header.");
    return isOld ? otherTransportFix() : QStringLiteral("Check that this is an MCP server, and one whose log tells of no failure.");
}

} // namespace

Finding judgeAnswer(const Answer &answer, const McpServerConfig &config)
{
    Finding finding{.step = Step::Http, .state = State::Ok, .found = foundText(answer), .fix = {}};
    const bool asksForSignIn = answer.status == 401 || answer.status == 403;
    if (answer.isRpc || asksForSignIn)
        return finding;
    finding.state = State::Failed;
    if (answer.status >= 500 || answer.status == 429)
        finding.ending = Ending::Unreachable;
    if (isPage(answer) && answer.status < 400 && (answer.status < 300 || answer.location.isEmpty())) {
        finding.found += QStringLiteral(": a web page");
        finding.fix = QStringLiteral("Use the address of the MCP endpoint: this one is a page for browsers.");
        return finding;
    }
    finding.fix = statusFix(answer, config);
    return finding;
}

Finding judgeAuth(const Answer &answer, const McpServerConfig &config)
{
    Finding finding{.step = Step::Auth, .state = State::Ok, .found = {}, .fix = {}};
    if (answer.status != 401 && answer.status != 403) {
        finding.found = hasAuthorization(config) ? QStringLiteral("the key that was given is taken") : QStringLiteral("none asked for");
        return finding;
    }
    finding.state = State::Failed;
    finding.found = answer.challenge.isEmpty() ? QStringLiteral("HTTP %1 without a challenge").arg(answer.status) : answer.challenge.left(2 * longestShown);
    if (answer.status == 403)
        finding.fix = QStringLiteral("Ask for access: the server knows who asks, and refuses.");
    else if (hasAuthorization(config))
        finding.fix = QStringLiteral("Renew the key in the header: the server does not take it.");
    else
        finding.fix = QStringLiteral("Sign in (deckctl: --browser COMMAND or --yes), or give a key with --header 'Authorization: Bearer ${env:TOKEN}'.");
    return finding;
}

QString fixFor(Step step, const Error &error, const McpServerConfig &config)
{
    switch (step) {
    case Step::Address: return addressFix(error, config);
    case Step::Proxy: return proxyFix(error, config);
    case Step::Dns: return QStringLiteral("Correct the host name %1, or the name server of this machine.").arg(config.url.host());
    case Step::Tcp: return tcpFix(error, config);
    case Step::Tls: return tlsFix(error, config);
    case Step::Http: return httpFix(error, config);
    case Step::Auth: return QStringLiteral("Sign in, or set the variable or secret that the header names.");
    case Step::Command: return QStringLiteral("Install %1, or give its full path: it is not in PATH.").arg(config.command);
    case Step::Executable: return QStringLiteral("Make %1 executable (chmod +x), or name the program that runs it.").arg(config.command);
    case Step::Consent: return QStringLiteral("Read the command and agree to it with --yes, or in the console.");
    case Step::Start: return QStringLiteral("Start the command by hand in a terminal, and see what it says.");
    case Step::FirstLine:
        if (error.vendorCode == QLatin1String("echo"))
            return QStringLiteral("Name the command of an MCP server: this one is none.");
        if (error.kind == ErrorKind::Network)
            return QStringLiteral("Start the command by hand in a terminal, and see why it ends.");
        return error.kind == ErrorKind::Timeout ? QStringLiteral("Look at what the server waits for: it starts and writes nothing.")
                                                : QStringLiteral("Make the server write messages alone on its standard output; what is for people belongs on its error stream.");
    case Step::ErrorText: return QStringLiteral("Read the last lines of the error stream.");
    case Step::Era:
    case Step::Handshake: return handshakeFix(error, config);
    case Step::List: break;
    }
    return QStringLiteral("Look into the server's log: it is connected, and its list fails.");
}

} // namespace qd::doctor
