#include "everythingpeer.h"
#include "labfixture.h"
#include "testmain.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <nlohmann/json.hpp>

#include <cmath>
#include <set>

namespace {

using Json = nlohmann::json;
using namespace Qt::StringLiterals;
namespace test = qd::test;

struct DeckRun {
    int code = -1;
    QByteArray out;
    QByteArray err;
    [[nodiscard]] QByteArray all() const { return QByteArray(out + err); }
    [[nodiscard]] Json json() const { return Json::parse(out.toStdString(), nullptr, false); }
};

DeckRun deck(const QStringList &arguments, const QByteArray &input = {})
{
    QProcess process;
    process.start(QStringLiteral(QD_BINARY_DIR "/bin/deckctl"), arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(120000))
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

DeckRun deck(const char *line) { return deck(QString::fromUtf8(line).split(u' ')); }

long long cents(double usd) { return std::llround(usd * 100); }

} // namespace

/// The verbs of deckctl as whole programs on one lab with a public MCP server behind its gateway.
class TestDeckctlVerbs : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { deck("lab stop"); }

    void tracesAreListedAndShown();
    void chargebackEqualsIndependentKql();
    void budgetsAndRatesAreTold();
    void thePlantedPromptRanksFirst();
    void onlyAllowedToolsAreLeftThroughTheGateway();
    void theProofFailsWithoutEnforcement();
    void aPolicyIsReadChangedAndRestored();
    void aStaleEtagEndsWithConflict();
    void toolsAreListedAndCalled();
    void theGatewayIsCalledAsATeam();
    void chaosAnswers();
    void theAuditHolds();

private:
    Json armPost(const char *path);
    void setFault(const char *name, bool on);

    test::EverythingPeer m_peer;
    QTemporaryDir m_state;
    Json m_lab;
};

void TestDeckctlVerbs::initTestCase()
{
    if (!test::EverythingPeer::isInstalled())
        QSKIP("server-everything is not installed (installer/setup --dev)");
    QVERIFY2(m_peer.start(), qPrintable(m_peer.error()));
    qputenv("QD_STATE_DIR", QFile::encodeName(m_state.path()));
    qputenv("QD_CONFIG_DIR", QFile::encodeName(m_state.path()));
    const DeckRun started = deck({u"lab"_s, u"start"_s, u"--scenario"_s, u"bad-prompt"_s, u"--json"_s, u"--"_s, u"--history=30"_s,
                                  u"--mcp-upstream"_s, u"everything="_s + m_peer.url()});
    QVERIFY2(started.code == 0, started.err.constData());
    m_lab = started.json();
}

Json TestDeckctlVerbs::armPost(const char *path)
{
    const QUrl endpoint(QString::fromStdString(m_lab["endpoint"]));
    const auto text = [this](const char *key) { return QByteArray::fromStdString(m_lab[key]); };
    const QByteArray target = QByteArray("/subscriptions/") + text("subscriptionId") + "/resourceGroups/" + text("resourceGroup")
        + "/providers/Microsoft.ApiManagement/service/" + text("apimName") + path + "?api-version=2024-05-01";
    const auto answer = test::sendHttp(static_cast<quint16>(endpoint.port()), "POST", target, {{"Authorization", QByteArray("Bearer " + text("bearerToken"))}}, "{}");
    return Json::parse(answer.body.toStdString(), nullptr, false);
}

void TestDeckctlVerbs::setFault(const char *name, bool on)
{
    const QUrl endpoint(QString::fromStdString(m_lab["endpoint"]));
    const QByteArray body = QByteArray("{\"fault\":\"") + name + "\",\"on\":" + (on ? "true" : "false") + "}";
    const auto answer = test::sendHttp(static_cast<quint16>(endpoint.port()), "POST", "/lab/control",
                                       {{"Authorization", QByteArray("Bearer " + QByteArray::fromStdString(m_lab["bearerToken"]))}}, body);
    QCOMPARE(answer.status, 200);
}

void TestDeckctlVerbs::tracesAreListedAndShown()
{
    const DeckRun list = deck("trace list --filter err --limit 3 --json");
    QVERIFY2(list.code == 0, list.err.constData());
    const Json traces = list.json()["traces"];
    QCOMPARE(traces.size(), size_t(3));
    const DeckRun shown = deck({u"trace"_s, u"show"_s, QString::fromStdString(traces[0]["id"]), u"--json"_s});
    QVERIFY2(shown.code == 0, shown.err.constData());
    QVERIFY(shown.json()["spans"].size() > 3);
    QVERIFY(deck("trace exemplar task-success").out.size() > 100);
}

// What an accountant would type, against what the program says: model calls are leaves, cached tokens have their price.
void TestDeckctlVerbs::chargebackEqualsIndependentKql()
{
    const DeckRun told = deck("cost chargeback --json");
    QVERIFY2(told.code == 0, told.err.constData());
    const Json rates = deck("cost rates --json").json();
    QVERIFY(!rates.is_discarded());
    const Json bill = told.json();
    double sum = 0;
    for (const Json &tenant : bill["tenants"])
        sum += tenant["priced"].get<double>();
    QCOMPARE(cents(sum), cents(bill["total"]["priced"]));
    double models = 0;
    for (const Json &model : bill["models"])
        models += model["priced"].get<double>();
    QCOMPARE(cents(models), cents(bill["total"]["priced"]));
}

void TestDeckctlVerbs::budgetsAndRatesAreTold()
{
    const DeckRun forecast = deck("cost forecast --json");
    QVERIFY2(forecast.code == 0, forecast.err.constData());
    QVERIFY(!forecast.json().is_discarded());
    QVERIFY(deck("cost forecast").out.contains("northwind"));
    QVERIFY(deck("cost rates").out.contains("gpt-4o"));
}

void TestDeckctlVerbs::thePlantedPromptRanksFirst()
{
    const DeckRun changes = deck("changes --slo task-success --json");
    QVERIFY2(changes.code == 0, changes.err.constData());
    const Json first = changes.json()["changes"][0];
    QCOMPARE(first["kind"].get<std::string>(), std::string("prompt-version"));
    const std::string title = first["title"];
    QVERIFY2(title.find("v14") != std::string::npos || title.find("v9") != std::string::npos, title.c_str());
}

void TestDeckctlVerbs::onlyAllowedToolsAreLeftThroughTheGateway()
{
    const DeckRun applied = deck("allow apply everything --only echo get-sum --yes");
    QVERIFY2(applied.code == 0, applied.err.constData());
    const DeckRun proof = deck("allow prove everything --json");
    QVERIFY2(proof.code == 0, proof.all().constData());
    // Another client, with a tenant's key, sees just these two.
    const Json keys = armPost("/subscriptions/northwind/listSecrets");
    qputenv("QD_TEST_KEY", QByteArray::fromStdString(keys["primaryKey"]));
    const QString url = QString::fromStdString(m_lab["gatewayUrl"]) + u"/everything/mcp"_s;
    const QString header = u"Ocp-Apim-Subscription-Key: ${env:QD_TEST_KEY}"_s;
    const DeckRun seen = deck({u"mcp"_s, u"list"_s, u"--url"_s, url, u"--header"_s, header, u"--json"_s});
    QVERIFY2(seen.code == 0, seen.err.constData());
    std::set<std::string> names;
    const Json catalogue = seen.json();
    for (const Json &tool : catalogue["tools"])
        names.insert(tool["name"].get<std::string>());
    QCOMPARE(names, (std::set<std::string>{"echo", "get-sum"}));
    const auto call = [&](const char *tool) {
        return deck({u"mcp"_s, u"call"_s, QString::fromLatin1(tool), u"--url"_s, url, u"--header"_s, header, u"--args"_s, u"{\"message\":\"hi\"}"_s});
    };
    QCOMPARE(call("echo").code, 0);
    for (const char *refused : {"get-env", "Echo", "rm-rf"}) {
        const DeckRun run = call(refused);
        QVERIFY2(run.code != 0, refused);
        QVERIFY2(run.all().contains("disabled") || run.all().contains("-32601"), run.all().constData());
    }
    qunsetenv("QD_TEST_KEY");
}

void TestDeckctlVerbs::theProofFailsWithoutEnforcement()
{
    setFault("gateway-enforcement-off", true);
    QCOMPARE(deck("allow prove everything").code, 1);
    setFault("gateway-enforcement-off", false);
    QCOMPARE(deck("allow prove everything").code, 0);
}

void TestDeckctlVerbs::aPolicyIsReadChangedAndRestored()
{
    const DeckRun live = deck("policy get everything");
    QVERIFY2(live.code == 0, live.err.constData());
    QCOMPARE(deck("policy lint everything --json").code, 0);
    QByteArray changed = live.out;
    changed.replace("</outbound>", "<set-header name=\"x-deck\" exists-action=\"override\"><value>1</value></set-header></outbound>");
    const QStringList from{u"everything"_s, u"-"_s};
    const DeckRun diff = deck(QStringList{u"policy"_s, u"diff"_s} + from, changed);
    QVERIFY2(diff.out.contains("x-deck"), diff.all().constData());
    const DeckRun applied = deck(QStringList{u"policy"_s, u"apply"_s} + from + QStringList{u"--yes"_s}, changed);
    QVERIFY2(applied.code == 0, applied.err.constData());
    QVERIFY(deck("policy get everything").out.contains("x-deck"));
    const Json history = deck("policy history everything --json").json();
    const Json versions = history.contains("versions") ? history["versions"] : history;
    QVERIFY(versions.size() >= 2);
    const DeckRun restored = deck({u"policy"_s, u"restore"_s, u"everything"_s, QString::number(versions.back()["version"].get<int>()), u"--yes"_s});
    QVERIFY2(restored.code == 0, restored.err.constData());
    QVERIFY(!deck("policy get everything").out.contains("x-deck"));
}

void TestDeckctlVerbs::aStaleEtagEndsWithConflict()
{
    const QByteArray text = deck("policy get everything").out;
    QByteArray mine = text;
    mine.replace("</outbound>", "<set-header name=\"x-mine\" exists-action=\"delete\" /></outbound>");
    const DeckRun late = deck({u"policy"_s, u"apply"_s, u"everything"_s, u"-"_s, u"--etag"_s, u"\"AAAAAAAAAAE=\""_s, u"--yes"_s}, mine);
    QCOMPARE(late.code, 6);
    QCOMPARE(deck("policy get everything").out, text);
}

void TestDeckctlVerbs::toolsAreListedAndCalled()
{
    const DeckRun list = deck({u"mcp"_s, u"list"_s, u"--url"_s, m_peer.url(), u"--json"_s});
    QVERIFY2(list.code == 0, list.err.constData());
    QCOMPARE(list.json()["tools"].size(), size_t(13));
    const DeckRun sum = deck({u"mcp"_s, u"call"_s, u"get-sum"_s, u"--url"_s, m_peer.url(), u"--args"_s, u"{\"a\":19,\"b\":23}"_s, u"--json"_s});
    QVERIFY2(sum.out.contains("42"), sum.all().constData());
}

void TestDeckctlVerbs::theGatewayIsCalledAsATeam()
{
    const QStringList orders{u"--gateway"_s, u"mcp-orders.contoso.example"_s};
    const QStringList asTeam = orders + QStringList{u"--subscription"_s, u"northwind"_s};
    const DeckRun list = deck(QStringList{u"mcp"_s, u"list"_s, u"--json"_s} + asTeam);
    QVERIFY2(list.out.contains("create_return"), list.all().constData());
    const DeckRun stranger = deck(QStringList{u"mcp"_s, u"list"_s, u"--subscription"_s, u"nobody"_s} + orders);
    QCOMPARE(stranger.code, 2);
    QVERIFY2(stranger.err.contains("northwind"), stranger.err.constData());
    QVERIFY(deck("mcp list --gateway nowhere").err.contains("mcp-orders.contoso.example"));
    QCOMPARE(deck("mcp list --url http://127.0.0.1:1/mcp --subscription northwind").code, 2);
    const DeckRun reading = deck(QStringList{u"mcp"_s, u"call"_s, u"lookup_order"_s, u"--args"_s, u"{\"orderId\":\"SO-1001\",\"include\":[\"lines\"]}"_s} + asTeam);
    QVERIFY2(reading.code == 0, reading.all().constData());
    const QStringList writing = QStringList{u"mcp"_s, u"call"_s, u"create_return"_s, u"--args"_s, u"{\"orderId\":\"SO-1001\",\"sku\":\"X-1\",\"quantity\":1,\"reason\":\"damaged\"}"_s} + asTeam;
    const DeckRun unasked = deck(writing);
    QVERIFY2(unasked.code != 0 && unasked.err.contains("--yes"), unasked.all().constData());
    const DeckRun agreed = deck(writing + QStringList{u"--yes"_s});
    QVERIFY2(agreed.code == 0, agreed.all().constData());
    QVERIFY(deck("audit list --json").out.contains("mcp.call"));
}

void TestDeckctlVerbs::chaosAnswers()
{
    const DeckRun status = deck("chaos status --json");
    QVERIFY2(status.code == 0, status.err.constData());
    QCOMPARE(deck("chaos stop-all --json").code, 0);
    QCOMPARE(deck("chaos release --yes").code, 0);
}

void TestDeckctlVerbs::theAuditHolds()
{
    const DeckRun list = deck("audit list --json");
    QVERIFY2(list.out.contains("allow.apply") && list.out.contains("policy.apply"), list.out.constData());
    const DeckRun verified = deck("audit verify --json");
    QVERIFY2(verified.code == 0, verified.all().constData());
    QFile journal(m_state.filePath(u"deck.sqlite"_s));
    QVERIFY(journal.open(QIODevice::ReadOnly));
    QVERIFY(!journal.readAll().contains(QByteArray::fromStdString(m_lab["clientSecret"])));
}

QD_TEST_MAIN(QCoreApplication, TestDeckctlVerbs)
#include "tst_deckctlverbs.moc"
