#include "labfixture.h"
#include "testmain.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonDocument>
#include <QProcess>
#include <QUrl>

#include <csignal>

using namespace qd;

/// decklab as a program: its line of JSON, its exit codes, its end.
class TestDecklab : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void printsWhereItIs();
    void endsOnSignal_data();
    void endsOnSignal();
    void portInUse();
    void badUsage_data();
    void badUsage();
    void endsWithItsParent();
    void oauthServers();
    void verbsThatOnlyPrint();

private:
    static void startLab(QProcess &process, const QStringList &more = {})
    {
        process.setProgram(QStringLiteral(QD_BINARY_DIR "/bin/decklab"));
        process.setArguments(QStringList{QStringLiteral("--no-fleet"), QStringLiteral("--json")} + more);
        process.start();
    }
    static QJsonObject readInfo(QProcess &process)
    {
        while (!process.canReadLine() && process.waitForReadyRead(30'000)) {
        }
        return QJsonDocument::fromJson(process.readLine()).object();
    }
};

void TestDecklab::printsWhereItIs()
{
    QProcess process;
    startLab(process);
    const QJsonObject info = readInfo(process);
    for (const char *key : {"endpoint", "tlsEndpoint", "caFile", "tenantId", "clientId", "clientSecret", "appId", "workspaceId", "instrumentationKey",
                            "connectionString", "bearerToken", "scenario", "subscriptionId", "resourceGroup", "siteName", "apimName"})
        QVERIFY2(!info.value(QLatin1String(key)).toString().isEmpty(), key);
    QCOMPARE(info.size(), 18);
    QCOMPARE(info.value(u"pid").toInteger(), process.processId());
    const auto port = static_cast<quint16>(QUrl(info.value(u"endpoint").toString()).port());
    const test::HttpAnswer answer = test::sendHttp(port, "GET", "/v1/apps/" + info.value(u"appId").toString().toUtf8() + "/query?query=print%201",
                                                   {{"Authorization", "Bearer " + info.value(u"bearerToken").toString().toUtf8()}});
    QCOMPARE(answer.status, 200);
    process.terminate();
    QVERIFY(process.waitForFinished());
}

void TestDecklab::endsOnSignal_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
}

void TestDecklab::endsOnSignal()
{
    QFETCH(const int, signal);
    QProcess process;
    startLab(process);
    QVERIFY(!readInfo(process).isEmpty());
    kill(static_cast<pid_t>(process.processId()), signal);
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 0);
}

void TestDecklab::portInUse()
{
    const test::LabFixture first;
    QProcess process;
    startLab(process, {QStringLiteral("--port"), QString::number(first.port())});
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 4);
    const QByteArray said = process.readAllStandardError();
    QVERIFY2(said.contains(QByteArray("Port " + QByteArray::number(first.port()))), said.constData());
}

void TestDecklab::badUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("unknown option") << QStringList{QStringLiteral("--frobnicate")};
    QTest::newRow("port") << QStringList{QStringLiteral("--port"), QStringLiteral("70000")};
    QTest::newRow("scenario") << QStringList{QStringLiteral("--fleet"), QStringLiteral("--scenario"), QStringLiteral("doomsday")};
    QTest::newRow("rate") << QStringList{QStringLiteral("--rate"), QStringLiteral("-1")};
}

void TestDecklab::badUsage()
{
    QFETCH(const QStringList, arguments);
    QProcess process;
    startLab(process, arguments);
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 2);
    QVERIFY(!process.readAllStandardError().isEmpty());
}

void TestDecklab::endsWithItsParent()
{
    QProcess parent;
    parent.start(QStringLiteral("cat"), QStringList());
    QVERIFY(parent.waitForStarted());
    QProcess process;
    startLab(process, {QStringLiteral("--parent-process"), QString::number(parent.processId())});
    QVERIFY(!readInfo(process).isEmpty());
    QCOMPARE(process.state(), QProcess::Running);
    parent.closeWriteChannel();
    QVERIFY(parent.waitForFinished());
    QVERIFY(process.waitForFinished(10'000));
    QCOMPARE(process.exitCode(), 0);
}

void TestDecklab::oauthServers()
{
    QProcess process;
    process.start(QStringLiteral(QD_BINARY_DIR "/bin/decklab"), {QStringLiteral("oauth"), QStringLiteral("path-issuer"), QStringLiteral("enterprise"), QStringLiteral("--json")});
    QVERIFY(QTest::qWaitFor([&process] { return process.canReadLine(); }, 30000));
    const QJsonArray places = QJsonDocument::fromJson(process.readLine()).object().value(u"oauth").toArray();
    QCOMPARE(places.size(), 2);
    const QUrl mcp(places.at(0).toObject().value(u"url").toString());
    QCOMPARE(test::sendHttp(static_cast<quint16>(mcp.port()), "POST", "/mcp", {}, "{}").status, 401);
    QVERIFY(places.at(1).toObject().value(u"idpIssuer").toString().endsWith(QStringLiteral("/idp")));
    process.terminate();
    QVERIFY(process.waitForFinished(30000));
    QCOMPARE(process.exitCode(), 0);
    process.start(QStringLiteral(QD_BINARY_DIR "/bin/decklab"), {QStringLiteral("oauth"), QStringLiteral("nope")});
    QVERIFY(process.waitForFinished(30000));
    QCOMPARE(process.exitCode(), 2);
    QVERIFY(process.readAllStandardError().contains("known are: path-issuer"));
}

void TestDecklab::verbsThatOnlyPrint()
{
    const auto printed = [](const QStringList &arguments, int code) -> QByteArray {
        QProcess process;
        process.start(QStringLiteral(QD_BINARY_DIR "/bin/decklab"), arguments);
        const bool ended = process.waitForFinished() && process.exitCode() == code;
        return ended ? process.readAllStandardOutput() + process.readAllStandardError() : QByteArray("not so: ") + process.readAllStandardError();
    };
    const QByteArray authority = printed({QStringLiteral("ca")}, 0);
    QVERIFY2(authority.startsWith("-----BEGIN CERTIFICATE-----"), authority.constData());
    QCOMPARE(printed({QStringLiteral("ca")}, 0), authority);
    const QByteArray none = printed({QStringLiteral("connection-string")}, 2);
    QVERIFY2(none.contains("No lab runs"), none.constData());
    const QByteArray described = printed({QStringLiteral("connection-string"), QStringLiteral("--tls-port"), QStringLiteral("4711"), QStringLiteral("--seed"), QStringLiteral("2")}, 0);
    QVERIFY2(described.contains(";IngestionEndpoint=https://127.0.0.1:4711/;LiveEndpoint=https://127.0.0.1:4711/;ApplicationId="), described.constData());
    QProcess lab;
    startLab(lab, {QStringLiteral("--seed"), QStringLiteral("2")});
    const QJsonObject info = readInfo(lab);
    QCOMPARE(printed({QStringLiteral("connection-string")}, 0), info.value(u"connectionString").toString().toUtf8() + "\n");
    QCOMPARE(described.left(60), info.value(u"connectionString").toString().toUtf8().left(60)); // the same key
    lab.kill(); // its file stays behind and is not believed
    QVERIFY(lab.waitForFinished());
    QVERIFY(printed({QStringLiteral("connection-string")}, 2).contains("No lab runs"));
}

QD_TEST_MAIN(QCoreApplication, TestDecklab)
#include "tst_decklab.moc"
