#include "everythingpeer.h"
#include "labprogram.h"
#include "testmain.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QStandardPaths>
#include <QUrl>

using namespace qd;

/// Microsoft's exporter and query client for Node and OpenTelemetry's exporters, unmodified, against decklab: what is sent
/// is found in the columns where Azure puts it, and it does not matter by which way it came.
class TestAzurePeers : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void everyWayLandsAlike_data();
    void everyWayLandsAlike();
    void spansOfATraceHangTogether();
    void microsoftsClientReads();
    void microsoftsClientAsksInEveryWay();
    void printsTheSameConnectionString();

private:
    /// Runs the script in the folder of the peers; fails the test when it fails.
    QByteArray runScript(const char *name, const QProcessEnvironment &more);
    [[nodiscard]] QString rows(const QString &kql) const;
    /// Tells a script where the lab is and how to sign in.
    [[nodiscard]] QProcessEnvironment labEnvironment() const;

    std::unique_ptr<test::LabProgram> m_lab;
    bool m_isSent = false;
};

namespace {

constexpr int scriptPatience = 120'000;

QString nodeProgram() { return QStandardPaths::findExecutable(QStringLiteral("node")); }

bool arePeersInstalled()
{
    return !nodeProgram().isEmpty() && QFileInfo::exists(test::EverythingPeer::folder() + QStringLiteral("/node_modules/@azure/monitor-opentelemetry-exporter"));
}

} // namespace

void TestAzurePeers::initTestCase()
{
    if (nodeProgram().isEmpty())
        QSKIP("Node is not installed: nothing of Microsoft's or OpenTelemetry's can be run");
    if (!arePeersInstalled() && qEnvironmentVariableIsSet("QD_NO_PEERS"))
        QSKIP("the peers were left out: QD_NO_PEERS is set");
    QVERIFY2(arePeersInstalled(), "the peers are not installed: installer/setup --dev");
    m_lab = std::make_unique<test::LabProgram>();
    QVERIFY2(m_lab->start({QStringLiteral("--no-fleet")}), qPrintable(m_lab->error()));
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("QD_CONNECTION_STRING"), m_lab->value("connectionString"));
    environment.insert(QStringLiteral("QD_OTLP_ENDPOINT"), m_lab->value("endpoint"));
    runScript("sendtelemetry.mjs", environment);
    m_isSent = true;
}

QByteArray TestAzurePeers::runScript(const char *name, const QProcessEnvironment &more)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("NODE_EXTRA_CA_CERTS"), m_lab->value("caFile"));
    environment.insert(QStringLiteral("APPLICATION_INSIGHTS_NO_STATSBEAT"), QStringLiteral("1"));
    environment.insert(QStringLiteral("APPLICATIONINSIGHTS_STATSBEAT_DISABLED"), QStringLiteral("true"));
    environment.insert(more);
    QProcess node;
    node.setProcessEnvironment(environment);
    node.setWorkingDirectory(test::EverythingPeer::folder());
    node.setStandardInputFile(QStringLiteral(QD_SOURCE_DIR "/tests/peers/") + QString::fromLatin1(name));
    node.start(nodeProgram(), {QStringLiteral("--input-type=module"), QStringLiteral("-")});
    const bool ended = node.waitForFinished(scriptPatience);
    const QByteArray complaint = node.readAllStandardError();
    if (!ended || node.exitCode() != 0)
        QTest::qFail(QByteArray(QByteArray(name) + ": " + complaint).constData(), __FILE__, __LINE__);
    return node.readAllStandardOutput();
}

QString TestAzurePeers::rows(const QString &kql) const
{
    const auto port = static_cast<quint16>(QUrl(m_lab->value("endpoint")).port());
    const test::HttpAnswer answer = test::sendHttp(port, "POST", QByteArray("/v1/apps/" + m_lab->value("appId").toUtf8() + "/query"),
                                                   {{"Authorization", "Bearer " + m_lab->value("bearerToken").toUtf8()}, {"Content-Type", "application/json"}},
                                                   QJsonDocument(QJsonObject{{QStringLiteral("query"), kql}}).toJson());
    const QJsonValue table = answer.json().value(u"tables").toArray().at(0);
    return answer.status == 200 ? QString::fromUtf8(QJsonDocument(table.toObject().value(u"rows").toArray()).toJson(QJsonDocument::Compact)) : QString::fromUtf8(answer.body);
}

QProcessEnvironment TestAzurePeers::labEnvironment() const
{
    QProcessEnvironment environment;
    QFile info(m_lab->connectFile());
    if (info.open(QIODevice::ReadOnly))
        environment.insert(QStringLiteral("QD_LAB"), QString::fromUtf8(info.readAll()));
    return environment;
}

void TestAzurePeers::everyWayLandsAlike_data()
{
    QTest::addColumn<QString>("kql");
    QTest::addColumn<QString>("expected");
    const auto add = [](const char *kql, const char *expected) { QTest::newRow(kql) << QString::fromLatin1(kql) << QString::fromLatin1(expected); };
    add("requests | where cloud_RoleName == 'WAY' | order by timestamp asc | project name, url, success, resultCode, duration, operation_Name, client_IP, "
        "user_AuthenticatedId, cloud_RoleInstance, application_Version, customDimensions, itemCount",
        R"([["POST /chat/{id}","https://agent.contoso.com/chat/7","False","500",60,"POST /chat/{id}","203.0.113.9","u1","pod-1","1.2.3","{\"custom.k\":\"v\"}",1],["","","True","0",1,"","","","pod-1","1.2.3",null,1]])");
    add("dependencies | where cloud_RoleName == 'WAY' | order by timestamp asc | project name, type, target, data, resultCode, success, duration",
        R"([["chat gpt-4o","Dependency","","","0","False",20.5],["GET /openai/d","Http","https://x.openai.azure.com/openai/d?api-version=1","https://x.openai.azure.com:443/openai/d?api-version=1","200","True",5],)"
        R"(["query","SQL","sql1|shop","select 1","0","True",1],["rpc","GRPC","billing","","5","True",1],["plan","InProc","","","0","True",1],["publish","Queue Message","","","0","True",1]])");
    add("dependencies | where cloud_RoleName == 'WAY' and name == 'chat gpt-4o' | project customDimensions",
        R"([["{\"gen_ai.operation.name\":\"chat\",\"gen_ai.response.finish_reasons\":\"[\\\"stop\\\"]\",\"gen_ai.usage.input_tokens\":\"20\",\"microsoft.gen_ai.main_agent.name\":\"planner\",\"ratio\":\"0.5\",\"small\":\"1e-7\"}"]])");
    add("dependencies | where cloud_RoleName == 'WAY' and name == 'plan' | extend link = todynamic(tostring(customDimensions['_MS.links']))[0] | project tostring(link.operation_Id) == operation_Id, tostring(link.id) == operation_ParentId",
        R"([[true,true]])");
    add("traces | where cloud_RoleName == 'WAY' | order by message asc | project message, severityLevel, customDimensions",
        R"([["cache miss",null,"{\"k\":\"v\"}"],["hello",2,"{\"n\":\"3\"}"],["{\"a\":1,\"b\":[true]}",2,null]])");
    add("exceptions | where cloud_RoleName == 'WAY' | order by type asc | project type, outerMessage, method, severityLevel, customDimensions",
        R"([["E","m","run",3,null],["TypeError","tool failed","run",null,null]])");
    add("customEvents | where cloud_RoleName == 'WAY' | project name, customDimensions", R"([["Rollback","{\"slot\":\"staging\"}"]])");
    add("availabilityResults | where cloud_RoleName == 'WAY' | project id, name, duration, success, location, message", R"([["a1","ping",1250,"True","lab","ok"]])");
    add("customMetrics | where cloud_RoleName == 'WAY' and name != '_OTELRESOURCE_' | order by name asc, timestamp asc, valueSum asc | project name, valueSum, valueCount, valueMin, valueMax, customDimensions",
        R"([["calls",3,1,3,3,"{\"tool\":\"rm\"}"],["calls",4,1,4,4,"{\"tool\":\"rm\"}"],["gen_ai.client.token.usage",60,2,20,40,"{\"gen_ai.token.type\":\"input\"}"]])");
}

void TestAzurePeers::everyWayLandsAlike()
{
    if (!m_isSent)
        QSKIP("nothing was sent");
    QFETCH(QString, kql);
    QFETCH(const QString, expected);
    for (const char *way : {"peers.microsoft", "peers.json", "peers.protobuf"})
        QCOMPARE(QString(QLatin1String(way) + u' ' + rows(QString(kql).replace(QLatin1String("WAY"), QLatin1String(way)))), QString(QLatin1String(way) + u' ' + expected));
}

void TestAzurePeers::spansOfATraceHangTogether()
{
    if (!m_isSent)
        QSKIP("nothing was sent");
    QCOMPARE(rows(QStringLiteral("requests | where isnotempty(name) | join kind=inner (union dependencies, traces, exceptions, (requests | where isempty(name))) on operation_Id "
                                 "| where operation_ParentId1 == id | summarize count() by cloud_RoleName | order by cloud_RoleName asc")),
             QStringLiteral("[[\"peers.json\",10],[\"peers.microsoft\",10],[\"peers.protobuf\",10]]"));
}

/// The same by TLS, with a token of the lab's own sign-in service.
void TestAzurePeers::microsoftsClientReads()
{
    if (!m_isSent)
        QSKIP("nothing was sent");
    QProcessEnvironment environment = labEnvironment();
    const QJsonArray queries{QStringLiteral("AppDependencies | where AppRoleName == 'peers.protobuf' and Name == 'chat gpt-4o' | project Success, DurationMs, "
                                            "toint(Properties['gen_ai.usage.input_tokens'])"),
                             QStringLiteral("union AppRequests, AppDependencies, AppTraces, AppExceptions, AppEvents, AppAvailabilityResults "
                                            "| summarize count() by AppRoleName | order by AppRoleName asc")};
    environment.insert(QStringLiteral("QD_QUERIES"), QString::fromUtf8(QJsonDocument(queries).toJson(QJsonDocument::Compact)));
    QCOMPARE(QString::fromUtf8(runScript("querytelemetry.mjs", environment)),
             QStringLiteral("[[false,20.5,20]]\n[[\"peers.json\",15],[\"peers.microsoft\",15],[\"peers.protobuf\",15]]\n"));
}

/// By resource id (with the double slash that the client sends), in a batch whose members fail on their own, with statistics
/// and visualization.
void TestAzurePeers::microsoftsClientAsksInEveryWay()
{
    if (!m_isSent)
        QSKIP("nothing was sent");
    QCOMPARE(QString::fromUtf8(runScript("queryways.mjs", labEnvironment())),
             QStringLiteral(R"({"visualization":["piechart","T"],"hasStatistics":true,"resource":[[6]],"statuses":["Success","PartialFailure","PartialFailure","Success"],)"
                            R"("first":[[7,{"a":1},"2026-11-21T00:00:00.000Z"]],"last":3,"lastHasStatistics":true})" "\n"));
}

void TestAzurePeers::printsTheSameConnectionString()
{
    if (!m_isSent)
        QSKIP("nothing was sent");
    QProcess asked;
    asked.start(QStringLiteral(QD_BINARY_DIR "/bin/decklab"), {QStringLiteral("connection-string")});
    QVERIFY(asked.waitForFinished());
    QCOMPARE(QString::fromUtf8(asked.readAllStandardOutput()), m_lab->value("connectionString") + u'\n');
    QVERIFY2(m_lab->value("connectionString").contains(QStringLiteral("IngestionEndpoint=https://127.0.0.1:")), qPrintable(m_lab->value("connectionString")));
}

QD_TEST_MAIN(QCoreApplication, TestAzurePeers)
#include "tst_azurepeers.moc"
