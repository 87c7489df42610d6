#include "mcpauth/addresscheck.h"
#include "mcpauth/challenge.h"
#include "mcpauth/discovery.h"
#include "mcpauth/pkce.h"
#include "mcpauth/redirect.h"
#include "mcpauth/scopes.h"
#include "mcpauth/tokenrequest.h"
#include "testmain.h"

using namespace qd;
using namespace qd::oauth;

namespace {

QString text(const char *latin1) { return QString::fromLatin1(latin1); }

/// "Bearer realm=x; scope=a | Basic abc=": what was read, in one line.
QString printed(const QList<Challenge> &challenges)
{
    QStringList lines;
    for (const Challenge &challenge : challenges) {
        QStringList parts;
        if (!challenge.token68.isEmpty())
            parts << challenge.token68;
        for (const auto &[name, value] : challenge.parameters)
            parts << QString(name + u'=' + value);
        lines << QString(challenge.scheme + u' ' + parts.join(QStringLiteral("; "))).trimmed();
    }
    return lines.join(QStringLiteral(" | "));
}

WebUrl web(const char *url) { return parseWebUrl(text(url)).value_or(WebUrl()); }

ServerMetadata server(const QStringList &authMethods = {})
{
    return {.issuer = text("https://as.example"), .authorizationEndpoint = text("https://as.example/a"), .tokenEndpoint = text("https://as.example/t"),
            .registrationEndpoint = {}, .scopes = {}, .grantTypes = {}, .grantProfiles = {}, .authMethods = authMethods, .signingAlgorithms = {},
            .challengeMethods = {text("S256")}};
}

} // namespace

/// The rules of signing in to MCP servers: checklist rows 50 to 59, without a network.
class TestMcpAuthRules final : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }

    void challenges_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QString>("read");
        const auto row = [](const char *name, const char *header, const char *read) { QTest::newRow(name) << QByteArray(header) << text(read); };
        row("one", "Bearer realm=\"a b\", scope=\"x y\"", "Bearer realm=a b; scope=x y");
        row("alone", "Bearer", "Bearer");
        row("blanks around =", "bearer  error = invalid_token ,scope=\"\"", "bearer error=invalid_token; scope=");
        row("escapes and commas", "Bearer error_description=\"a \\\"q\\\", b=c\", error=\"e\"", "Bearer error_description=a \"q\", b=c; error=e");
        row("two schemes", "Basic realm=\"r\", Bearer resource_metadata=\"https://x/y\"", "Basic realm=r | Bearer resource_metadata=https://x/y");
        row("an address without quotes", "Bearer resource_metadata=http://127.0.0.1:1/a?b=c, error=e", "Bearer resource_metadata=http://127.0.0.1:1/a?b=c; error=e");
        row("an address without quotes at a blank", "Bearer resource_metadata=http://x/y error=e", "Bearer resource_metadata=http://x/y; error=e");
        row("token68", "Negotiate abc/+-==, Bearer a=b", "Negotiate abc/+-== | Bearer a=b");
        row("token68 of a name's letters", "NTLM TlRM, Bearer", "NTLM TlRM | Bearer");
        row("schemes alone", "Basic, Bearer", "Basic | Bearer");
        row("empty elements", ", ,Bearer ,a=1,,b=2,", "Bearer a=1; b=2");
        row("names are folded", "Bearer SCOPE=a, Error=b", "Bearer scope=a; error=b");
        row("first of two counts", "Bearer scope=a, scope=b", "Bearer scope=a");
        row("parameter without a scheme", "scope=a, Bearer b=c", "Bearer b=c");
        row("open quote", "Bearer a=b, scope=\"x, y", "Bearer a=b");
        row("rubbish between", "Bearer a=b, @@@ , c=d", "Bearer a=b; c=d");
        row("nothing", "", "");
        QTest::newRow("never ends") << QByteArray("Bearer ") + QByteArray(100000, ',') << text("Bearer");
        QTest::newRow("many schemes") << QByteArray("a, ").repeated(1000) << QStringList(maxChallenges, text("a")).join(text(" | "));
        QTest::newRow("NUL") << QByteArray("Bearer a=b\0, c=d", 16) << text("Bearer a=b; c=d");
    }
    void challenges()
    {
        QFETCH(QByteArray, header);
        QTEST(printed(parseChallenges(header)), "read");
    }

    void bearer()
    {
        const auto read = bearerChallenge("Basic realm=\"x\", Bearer error=\"insufficient_scope\", scope=\"a b a\", resource_metadata=\"https://m/.well-known\"");
        QVERIFY(read);
        QCOMPARE(read->error, text("insufficient_scope"));
        QCOMPARE(read->scopes, (QStringList{text("a"), text("b")}));
        QCOMPARE(read->resourceMetadata, text("https://m/.well-known"));
        QVERIFY(!bearerChallenge("Basic realm=\"Bearer\""));
    }

    void urls_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("taken"); // host port path query, or "no"
        const auto row = [](const char *url, const char *taken) { QTest::newRow(url) << text(url) << text(taken); };
        row("https://A.Example:8443/x?y=1", "a.example 8443 /x y=1");
        row("https://a.example", "a.example 443  ");
        row("HTTP://127.0.0.1/", "127.0.0.1 80 / ");
        row("https://[::1]:9/", "::1 9 / ");
        row("https://a.example./x", "a.example 443 /x ");
        row("https://user@a.example/", "no");
        row("https://a.example@evil.example/", "no");
        row("https://a.example/#f", "no");
        row("https://a.example\\@evil.example/", "no");
        row("https:///x", "no");
        row("https://a.example:99999/", "no");
        row("https://a.example:0/", "no");
        row("https://[::1/", "no");
        row("https://[fe80::1%25eth0]/", "no");
        row("javascript:alert(1)", "no");
        row("file:///etc/passwd", "no");
        row("//a.example/x", "no");
        row("https:/a.example", "no");
        row("https://a exam.ple/", "no");
        row("https://a%2eexample/", "no");
    }
    void urls()
    {
        QFETCH(QString, url);
        const auto taken = parseWebUrl(url);
        QTEST(taken ? QStringLiteral("%1 %2 %3 %4").arg(taken->host).arg(taken->port).arg(taken->path, taken->query) : text("no"), "taken");
        if (taken)
            QCOMPARE(taken->text, url);
    }

    void shownUrlsHideSecrets()
    {
        QCOMPARE(shownUrl(text("https://u:p@a.example/cb?code=s3cret&state=s3cret&scope=a&x=s3cret#s3cret")),
                 text("https://a.example/cb?code=***&state=***&scope=a&x=***"));
        QCOMPARE(shownUrl(text("https://a.example/x@y")), text("https://a.example/x@y"));
        QCOMPARE(shownUrl(text("bad\nline")), text("bad line"));
        QVERIFY(shownUrl(QString(100000, u'x')).size() <= 512);
    }

    void resourceMetadataPlaces_data()
    {
        QTest::addColumn<QString>("server");
        QTest::addColumn<QString>("places");
        const auto row = [](const char *of, const char *places) { QTest::newRow(of) << text(of) << text(places); };
        row("https://m.example/mcp", "https://m.example/.well-known/oauth-protected-resource/mcp https://m.example/.well-known/oauth-protected-resource");
        row("https://m.example/a/b/", "https://m.example/.well-known/oauth-protected-resource/a/b/ https://m.example/.well-known/oauth-protected-resource");
        row("https://m.example/mcp?t=1", "https://m.example/.well-known/oauth-protected-resource/mcp?t=1 https://m.example/.well-known/oauth-protected-resource");
        row("https://m.example:444/", "https://m.example:444/.well-known/oauth-protected-resource");
        row("https://m.example", "https://m.example/.well-known/oauth-protected-resource");
    }
    void resourceMetadataPlaces()
    {
        QFETCH(QString, server);
        QTEST(resourceMetadataUrls(parseWebUrl(server).value_or(WebUrl())).join(u' '), "places");
    }

    void serverMetadataPlaces_data()
    {
        QTest::addColumn<QString>("issuer");
        QTest::addColumn<QString>("places");
        const auto row = [](const char *of, const char *places) { QTest::newRow(of) << text(of) << text(places); };
        row("https://a.example/t1", "https://a.example/.well-known/oauth-authorization-server/t1 https://a.example/.well-known/openid-configuration/t1 "
                                    "https://a.example/t1/.well-known/openid-configuration");
        row("https://a.example/t1/", "https://a.example/.well-known/oauth-authorization-server/t1 https://a.example/.well-known/openid-configuration/t1 "
                                     "https://a.example/t1/.well-known/openid-configuration");
        row("https://a.example", "https://a.example/.well-known/oauth-authorization-server https://a.example/.well-known/openid-configuration");
        row("https://a.example/", "https://a.example/.well-known/oauth-authorization-server https://a.example/.well-known/openid-configuration");
    }
    void serverMetadataPlaces()
    {
        QFETCH(QString, issuer);
        QTEST(serverMetadataUrls(parseWebUrl(issuer).value_or(WebUrl())).join(u' '), "places");
    }

    void fixedPlaces()
    {
        const ServerMetadata fixed = fixedEndpoints(web("https://m.example:1/mcp/x"));
        QCOMPARE(fixed.authorizationEndpoint, text("https://m.example:1/authorize"));
        QCOMPARE(fixed.registrationEndpoint, text("https://m.example:1/register"));
        QVERIFY(checkServer(fixed, text("https://m.example:1"), Grant::AuthorizationCode));
    }

    void resources_data()
    {
        QTest::addColumn<QString>("resource");
        QTest::addColumn<QString>("server");
        QTest::addColumn<bool>("matches");
        const auto row = [](const char *resource, const char *of, bool matches) {
            QTest::addRow("%s for %s", resource, of) << text(resource) << text(of) << matches;
        };
        row("https://m.example/mcp", "https://m.example/mcp", true);
        row("https://m.example", "https://m.example/mcp", true);
        row("https://m.example/", "https://m.example/mcp", true);
        row("https://m.example/a", "https://m.example/a/mcp", true);
        row("https://m.example/mcp/", "https://m.example/mcp", true);
        row("HTTPS://M.Example:443/mcp", "https://m.example/mcp", true);
        row("https://m.example/mc", "https://m.example/mcp", false);
        row("https://m.example/mcp/b", "https://m.example/mcp", false);
        row("https://evil.example/mcp", "https://m.example/mcp", false);
        row("http://m.example/mcp", "https://m.example/mcp", false);
        row("https://m.example:8443/mcp", "https://m.example/mcp", false);
        row("https://m.example.evil.example/", "https://m.example/mcp", false);
        row("https://m.example/mcp?t=1", "https://m.example/mcp", false);
        row("https://m.example/mcp?t=1", "https://m.example/mcp?t=1", true);
        row("m.example", "https://m.example/mcp", false);
        row("", "https://m.example/mcp", false);
    }
    void resources()
    {
        QFETCH(QString, resource);
        QFETCH(QString, server);
        const ResourceMetadata metadata{.resource = resource, .authorizationServers = {text("https://a.example")}, .scopes = {}};
        QTEST(checkResource(metadata, parseWebUrl(server).value_or(WebUrl())).has_value(), "matches");
    }

    void resourceNeedsAServer()
    {
        QVERIFY(!checkResource({.resource = text("https://m.example"), .authorizationServers = {}, .scopes = {}}, web("https://m.example/mcp")));
    }

    void servers()
    {
        QVERIFY(checkServer(server(), text("https://as.example"), Grant::AuthorizationCode));
        for (const char *almost : {"https://as.example/", "HTTPS://as.example", "https://AS.example", "https://as.example:443", "http://as.example", ""})
            QVERIFY2(!checkServer(server(), text(almost), Grant::AuthorizationCode), almost);
        const auto broken = [](auto change) {
            ServerMetadata metadata = server();
            change(metadata);
            return checkServer(metadata, metadata.issuer, Grant::AuthorizationCode);
        };
        QVERIFY(!broken([](ServerMetadata &m) { m.challengeMethods.clear(); }));
        QVERIFY(!broken([](ServerMetadata &m) { m.challengeMethods = {text("plain")}; }));
        QVERIFY(!broken([](ServerMetadata &m) { m.tokenEndpoint.clear(); }));
        for (const char *scheme : {"javascript:alert(1)", "file:///x", "data:text/html,x", "vscode://x", "https://u@as.example/a", ""})
            QVERIFY2(!broken([&](ServerMetadata &m) { m.authorizationEndpoint = text(scheme); }), scheme);
        ServerMetadata machine = server();
        machine.authorizationEndpoint.clear();
        machine.challengeMethods.clear();
        QVERIFY(checkServer(machine, machine.issuer, Grant::ClientCredentials));
    }

    void addresses_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("kind");
        const auto row = [](AddressClass kind, std::initializer_list<const char *> hosts) {
            for (const char *host : hosts)
                QTest::newRow(host) << text(host) << static_cast<int>(kind);
        };
        row(AddressClass::Public, {"8.8.8.8", "172.15.0.1", "172.32.0.1", "2606:4700::1", "64:ff9b::808:808", "::ffff:8.8.8.8", "100.63.0.1", "169.253.0.1"});
        row(AddressClass::Loopback, {"127.0.0.1", "127.255.1.2", "localhost", "a.localhost", "::1", "::ffff:127.0.0.1", "::ffff:7f00:1", "2002:7f00:1::"});
        row(AddressClass::Private, {"10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "fc00::1", "fd12::1", "::ffff:10.0.0.1", "64:ff9b::a00:1"});
        row(AddressClass::LinkLocal, {"169.254.169.254", "fe80::1", "::ffff:169.254.169.254"});
        row(AddressClass::Reserved, {"0.0.0.0", "255.255.255.255", "224.0.0.1", "192.0.2.1", "::", "ff02::1", "2001:db8::1", "2130706433", "0x7f000001", "127.1",
                                     "0177.0.0.01", "a.0x7f", "1.2.3.4.5", ""});
        row(AddressClass::Name, {"example.com", "10.0.0.1.example.com", "localhost.example.com", "a1"});
    }
    void addresses()
    {
        QFETCH(QString, host);
        QTEST(static_cast<int>(addressClass(host)), "kind");
    }

    void addressRules_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<int>("target");
        QTest::addColumn<int>("of");
        QTest::addColumn<bool>("allowed");
        constexpr int publicOnly = static_cast<int>(AddressClass::Public);
        constexpr int loopback = static_cast<int>(AddressClass::Loopback);
        constexpr int inside = static_cast<int>(AddressClass::Private);
        constexpr int linkLocal = static_cast<int>(AddressClass::LinkLocal);
        constexpr int name = static_cast<int>(AddressClass::Name);
        const auto row = [](const char *what, const char *url, int target, int of, bool allowed) { QTest::newRow(what) << text(url) << target << of << allowed; };
        row("https to public", "https://a.example/", publicOnly, publicOnly, true);
        row("name that is not resolved", "https://a.example/", name, name, true);
        row("http to public", "http://a.example/", publicOnly, publicOnly, false);
        row("loopback from loopback", "http://127.0.0.1:1/", loopback, loopback, true);
        row("loopback from public", "http://127.0.0.1:1/", loopback, publicOnly, false);
        row("https loopback from public", "https://127.0.0.1:1/", loopback, publicOnly, false);
        row("private from public", "https://10.0.0.1/", inside, publicOnly, false);
        row("private from loopback", "https://10.0.0.1/", inside, loopback, false);
        row("private from private", "https://10.0.0.1/", inside, inside, true);
        row("http in a private network", "http://10.0.0.1/", inside, inside, false);
        row("cloud metadata", "http://169.254.169.254/", linkLocal, loopback, false);
        row("name with a public and a private address", "https://rebind.example/", publicOnly | inside, publicOnly, false);
        row("name with loopback and public, http", "http://rebind.example/", publicOnly | loopback, loopback, false);
        row("reserved", "https://0.0.0.0/", static_cast<int>(AddressClass::Reserved), static_cast<int>(AddressClass::Reserved), false);
        row("no address", "https://a.example/", 0, publicOnly, false);
    }
    void addressRules()
    {
        QFETCH(QString, url);
        QFETCH(int, target);
        QFETCH(int, of);
        QTEST(!addressRefusal(parseWebUrl(url).value_or(WebUrl()), AddressClasses(target), AddressClasses(of)).has_value(), "allowed");
    }

    void clientIds_data()
    {
        QTest::addColumn<QString>("has"); // g(iven) o(ther issuer) d(ocument) k(ept)
        QTest::addColumn<QString>("server"); // c(imd) r(egistration)
        QTest::addColumn<int>("chosen"); // -1: none
        const auto row = [](const char *has, const char *offers, int chosen) { QTest::addRow("%s at %s", has, offers) << text(has) << text(offers) << chosen; };
        row("gdk", "cr", static_cast<int>(ClientSource::Given));
        row("go", "cr", -1);
        row("dk", "cr", static_cast<int>(ClientSource::Document));
        row("dk", "r", static_cast<int>(ClientSource::Kept));
        row("d", "r", static_cast<int>(ClientSource::Register));
        row("k", "cr", static_cast<int>(ClientSource::Kept));
        row("", "cr", static_cast<int>(ClientSource::Register));
        row("", "c", -1);
        row("d", "", -1);
        row("", "", -1);
    }
    void clientIds()
    {
        QFETCH(QString, has);
        QFETCH(QString, server);
        ServerMetadata metadata = ::server();
        metadata.takesClientDocuments = server.contains(u'c');
        metadata.registrationEndpoint = server.contains(u'r') ? text("https://as.example/r") : QString();
        const ClientOffer offer{.givenId = has.contains(u'g') ? text("id") : QString(),
                                .givenIssuer = has.contains(u'o') ? text("https://other.example") : QString(),
                                .documentUrl = has.contains(u'd') ? text("https://me.example/client.json") : QString(),
                                .hasRegistration = has.contains(u'k')};
        const auto chosen = chooseClient(offer, metadata);
        QTEST(chosen ? static_cast<int>(*chosen) : -1, "chosen");
    }
    void givenClientStaysWhereItWasUsed()
    {
        const ServerMetadata metadata = server();
        const auto chosen = [&](const QStringList &usedAt) { return chooseClient({.givenId = text("g"), .givenIssuer = {}, .usedAt = usedAt, .documentUrl = {}}, metadata); };
        QVERIFY(chosen({}).has_value());
        QVERIFY(chosen({text("https://other.example"), metadata.issuer}).has_value());
        const auto refused = chosen({text("https://other.example")});
        QVERIFY(!refused && refused.error().kind == ErrorKind::Unauthorized);
        QVERIFY2(refused.error().message.contains(QString(text("--client-issuer ") + metadata.issuer)), qPrintable(refused.error().message));
        QVERIFY(!refusalToShow({.givenId = {}, .givenIssuer = text("https://other.example"), .usedAt = {text("https://other.example")}, .documentUrl = {}}, metadata));
    }
    void documentUrlIsHttpsWithPath()
    {
        ServerMetadata metadata = server();
        metadata.takesClientDocuments = true;
        for (const char *bad : {"http://me.example/c.json", "https://me.example", "https://me.example/", "me"}) {
            const auto chosen = chooseClient({.givenId = {}, .givenIssuer = {}, .documentUrl = text(bad)}, metadata);
            QVERIFY2(!chosen && chosen.error().kind == ErrorKind::Invalid, bad);
        }
    }

    void pkce()
    {
        QCOMPARE(challengeOf("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"), QByteArray("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")); // RFC 7636 B
        const Pkce one = makePkce();
        QCOMPARE(one.verifier.size(), 43);
        QVERIFY(one.verifier != makePkce().verifier);
        QVERIFY(!one.verifier.contains('='));
    }

    void scopeChoice_data()
    {
        QTest::addColumn<QString>("offered"); // asked / challenged / of the resource / of the server
        QTest::addColumn<QString>("chosen");
        const auto row = [](const char *offered, const char *chosen) { QTest::newRow(offered) << text(offered) << text(chosen); };
        row("/a b/c/", "a b");
        row("//c d/", "c d");
        row("///x", "");
        row("//c/offline_access", "c offline_access");
        row("//c offline_access/", "c");
        row("/a offline_access//offline_access", "a offline_access");
        row("///offline_access", "");
        row("q/a/c/", "q a");
        row("offline_access q/a//", "offline_access q a");
        row("offline_access//c/x", "offline_access");
    }
    void scopeChoice()
    {
        QFETCH(QString, offered);
        const QStringList parts = offered.split(u'/');
        const ScopeOffer offer{.asked = splitScopes(parts.at(0)), .challenged = splitScopes(parts.at(1)), .ofResource = splitScopes(parts.at(2)), .ofServer = splitScopes(parts.at(3))};
        QTEST(chooseScopes(offer).join(u' '), "chosen");
    }
    void hostileScopes()
    {
        QCOMPARE(splitScopes(text("b\ta \"q\" c\\ ok")), (QStringList{text("ok")}));
        QVERIFY(splitScopes(QStringLiteral("s%1 ").arg(1) + QString(100000, u'x')).size() == 1);
        QStringList many;
        for (int i = 0; i < 1000; ++i)
            many << QString::number(i);
        QCOMPARE(splitScopes(many.join(u' ')).size(), maxScopes);
    }
    void stepUp()
    {
        const QStringList held{text("a"), text("b")};
        QCOMPARE(unionOfScopes(held, {text("c"), text("a")}), (QStringList{text("a"), text("b"), text("c")}));
        QVERIFY(mayStepUp(0, held, {text("c")}));
        QVERIFY(mayStepUp(2, held, {text("c")}));
        QVERIFY(!mayStepUp(3, held, {text("c")}));
        QVERIFY(!mayStepUp(0, held, {text("b")}));
        QVERIFY(mayStepUp(0, held, {})); // the metadata may name them
        QVERIFY(!mayStepUp(3, held, {}));
    }

    void issuers_data()
    {
        QTest::addColumn<bool>("advertised");
        QTest::addColumn<QString>("iss"); // null: absent
        QTest::addColumn<bool>("accepted");
        const QString right = text("https://as.example");
        for (const bool advertised : {true, false}) {
            QTest::addRow("right %d", advertised) << advertised << right << true;
            QTest::addRow("absent %d", advertised) << advertised << QString() << !advertised;
            for (const char *wrong : {"https://as.example/", "https://AS.example", "https://as.example:443", "https://evil.example", ""})
                QTest::addRow("%s %d", wrong, advertised) << advertised << text(wrong) << false;
        }
    }
    void issuers()
    {
        QFETCH(bool, advertised);
        QFETCH(QString, iss);
        const RedirectCheck check{.state = "s", .issuer = text("https://as.example"), .sendsIssuer = advertised};
        QTEST(checkIssuer(check, iss.isNull() ? std::nullopt : std::optional(iss)).has_value(), "accepted");
        const QByteArray more = iss.isNull() ? QByteArray() : QByteArray("&iss=") + iss.toUtf8().toPercentEncoding();
        QFETCH(bool, accepted);
        QCOMPARE(readRedirect("code=c&state=s" + more, check).code.has_value(), accepted);
        const auto refused = readRedirect("error=access_denied&error_description=evil+words&state=s" + more, check);
        QVERIFY(refused.isOurs && !refused.code);
        QCOMPARE(refused.code.error().message.contains(text("evil words")), accepted); // words of the wrong server are not shown
    }

    void redirects_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QString>("read"); // code, "not ours", or a piece of the message
        const auto row = [](const char *query, const char *read) { QTest::newRow(query) << QByteArray(query) << text(read); };
        row("code=a%2Bb+c&state=st%20ate", "a+b c");
        row("code=x&state=other", "not ours");
        row("code=x", "not ours");
        row("", "not ours");
        row("code=x&state=st ate&code=y", "given twice");
        row("code=x&scope=a&scope=b&state=st+ate&session_state=1&session_state=2", "x");
        row("code=x&iss=a&iss=b&state=st+ate", "given twice");
        row("error=a&error=b&state=st+ate", "given twice");
        row("code=&state=st+ate", "without a code");
        row("state=st+ate", "without a code");
        row("error=access_denied&state=st+ate", "declined");
        row("error=server_error&error_description=a%0Ab%00c%E2%80%AEd&state=st+ate", "refused the sign-in (server_error): a b c d");
        row("error=&state=st+ate&code=x", "refused");
    }
    void redirects()
    {
        QFETCH(QByteArray, query);
        QFETCH(QString, read);
        const RedirectReply reply = readRedirect(query, {.state = "st ate", .issuer = text("https://as.example")});
        const QString got = !reply.isOurs ? text("not ours") : reply.code ? *reply.code : reply.code.error().message;
        QVERIFY2(got.contains(read), qPrintable(got));
        QVERIFY(!readRedirect("code=x&state=", {.state = {}, .issuer = {}}).isOurs);
    }

    void namesOfAnAnswer()
    {
        QCOMPARE(namesInRedirect("code=s3cret&state=s3cret&code=2"), text("code, state"));
        QCOMPARE(namesInRedirect("error=x&s3cret=1"), text("error, one other"));
        QCOMPARE(namesInRedirect("s3cret&x=1"), text("2 others"));
        QCOMPARE(namesInRedirect(""), text("no parameters"));
        QVERIFY(namesInRedirect(QByteArray("a=1&").repeated(100000)).size() < 40);
    }

    void authorizationUrls()
    {
        CodeRequest request{.endpoint = text("https://as.example/a"), .clientId = text("my id"), .redirectUri = text("http://127.0.0.1:5/callback"),
                            .resource = text("HTTPS://M.example/mcp"), .scopes = {text("a"), text("b:c")}, .challenge = "ch", .state = "st"};
        QCOMPARE(authorizationUrl(request), text("https://as.example/a?response_type=code&client_id=my+id&redirect_uri=http%3A%2F%2F127.0.0.1%3A5%2Fcallback&code_challenge=ch&"
                                                 "code_challenge_method=S256&state=st&resource=HTTPS%3A%2F%2FM.example%2Fmcp&scope=a+b%3Ac"));
        request.endpoint = text("https://as.example/a?tenant=1");
        request.scopes.clear();
        QVERIFY(authorizationUrl(request).startsWith(text("https://as.example/a?tenant=1&response_type=code")));
        QVERIFY(!authorizationUrl(request).contains(text("scope=")));
    }

    void authMethods_data()
    {
        QTest::addColumn<QString>("has"); // s(ecret) k(ey), then the registered method
        QTest::addColumn<QString>("offered");
        QTest::addColumn<QString>("chosen");
        const auto row = [](const char *has, const char *offered, const char *chosen) { QTest::addRow("%s at %s", has, offered) << text(has) << text(offered) << text(chosen); };
        row("", "", "none");
        row("", "client_secret_basic", "none");
        row("s", "", "client_secret_basic");
        row("s", "client_secret_post client_secret_basic", "client_secret_basic");
        row("s", "client_secret_post", "client_secret_post");
        row("s client_secret_post", "client_secret_basic client_secret_post", "client_secret_post");
        row("s client_secret_basic", "client_secret_post", "client_secret_basic");
        row("s", "private_key_jwt", "-");
        row("k", "private_key_jwt client_secret_basic", "private_key_jwt");
        row("sk", "private_key_jwt client_secret_basic", "private_key_jwt");
        row("sk", "client_secret_basic", "client_secret_basic");
        row("k", "client_secret_basic", "-");
        row("s none", "none", "none");
        row("s none", "none client_secret_basic", "none");
        row("s none", "", "none");
        row("sk none", "private_key_jwt none", "private_key_jwt");
    }
    void authMethods()
    {
        QFETCH(QString, has);
        QFETCH(QString, offered);
        const QString marks = has.section(u' ', 0, 0);
        const ClientIdentity client{.id = text("id"), .secret = marks.contains(u's') ? text("s") : QString(), .authMethod = has.section(u' ', 1)};
        const auto chosen = chooseAuthMethod(client, marks.contains(u'k'), server(offered.split(u' ', Qt::SkipEmptyParts)));
        QTEST(chosen ? authMethodName(*chosen) : text("-"), "chosen");
    }
    void keyNeedsEs256()
    {
        ServerMetadata metadata = server({text("private_key_jwt")});
        metadata.signingAlgorithms = {text("RS256")};
        const auto refused = chooseAuthMethod({.id = text("id"), .secret = {}, .authMethod = {}}, true, metadata);
        QVERIFY(!refused && refused.error().message.contains(text("it takes private_key_jwt with RS256, not ES256.")));
        const auto silent = chooseAuthMethod({.id = text("id"), .secret = {}, .authMethod = {}}, true, server());
        QVERIFY(!silent && silent.error().message.contains(text("it takes client_secret_basic, as it does not say.")));
        metadata.signingAlgorithms << text("ES256");
        QVERIFY(chooseAuthMethod({.id = text("id"), .secret = {}, .authMethod = {}}, true, metadata));
    }

    void basicIsFormEncodedFirst()
    {
        QCOMPARE(QByteArray::fromBase64(basicAuthorization(text("my:id"), QString::fromUtf8("pä ss%~")).mid(6)), QByteArray("my%3Aid:p%C3%A4+ss%25%7E"));
    }

    void forms()
    {
        QCOMPARE(encodeForm(codeGrant(text("c/d"), "v", text("http://127.0.0.1:5/callback"), text("https://m"))),
                 QByteArray("grant_type=authorization_code&code=c%2Fd&code_verifier=v&redirect_uri=http%3A%2F%2F127.0.0.1%3A5%2Fcallback&resource=https%3A%2F%2Fm"));
        QCOMPARE(encodeForm(refreshGrant(text("r"), {})), QByteArray("grant_type=refresh_token&refresh_token=r"));
        QVERIFY(encodeForm(idJagGrant({.idToken = text("t"), .audience = text("https://as"), .resource = text("https://m"), .scopes = {}}))
                    .contains("requested_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aid-jag&audience=https%3A%2F%2Fas&subject_token=t"));
        const Form back = decodeForm("a=1+2&b&=c&%64=%zz&" + QByteArray("x=1&").repeated(200));
        QCOMPARE(back.size(), 64);
        QCOMPARE(back.at(0).second, text("1 2"));
        QCOMPARE(back.at(3).first, QByteArray("d"));
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpAuthRules)
#include "tst_mcpauthrules.moc"
