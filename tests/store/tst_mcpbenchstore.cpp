#include "mcpbenchstore.h"
#include "mcpcallstore.h"
#include "mcpwiretext.h"
#include "testmain.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSignalSpy>

using namespace qd;

namespace {

McpServerState serverNamed(const QString &name) { return {.config = {.id = McpServerId(name)}}; }

McpWireEntry message(const QString &text) { return {.method = QStringLiteral("tools/call"), .text = text, .bytes = text.size()}; }

} // namespace

class TestMcpBenchStore : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void tellsOnlyOfChanges()
    {
        McpBenchStore store;
        QSignalSpy added(&store, &McpBenchStore::serverAdded);
        QSignalSpy changed(&store, &McpBenchStore::serverChanged);
        QSignalSpy removed(&store, &McpBenchStore::serverRemoved);
        McpServerState state = serverNamed(QStringLiteral("a"));
        store.apply(state);
        store.apply(state);
        QCOMPARE(added.size(), 1);
        QCOMPARE(changed.size(), 0);
        state.status = McpServerState::Status::Connected;
        store.apply(state);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(store.server(state.config.id)->status, McpServerState::Status::Connected);
        store.remove(McpServerId(QStringLiteral("nobody")));
        QCOMPARE(removed.size(), 0);
        store.remove(state.config.id);
        QCOMPARE(removed.size(), 1);
        QVERIFY(!store.server(state.config.id));
    }

    void holdsSoManyServersAndNoMore()
    {
        McpBenchStore store;
        for (int i = 0; i < McpBenchStore::maxServers + 3; ++i)
            store.apply(serverNamed(QString::number(i)));
        QCOMPARE(store.servers().size(), McpBenchStore::maxServers);
    }

    void logForgetsTheOldestByNumber()
    {
        McpBenchStore store;
        for (int i = 0; i < McpBenchStore::maxLogEntries + 7; ++i)
            store.append(McpServerId(QStringLiteral("a")), message(QString::number(i)));
        QCOMPARE(static_cast<qsizetype>(store.log().size()), McpBenchStore::maxLogEntries);
        QCOMPARE(store.forgotten(), quint64(7));
        QCOMPARE(store.log().front().entry.text, QStringLiteral("7"));
    }

    void logForgetsTheOldestBySize()
    {
        McpBenchStore store;
        const QString big(1024 * 1024, u'x');
        for (int i = 0; i < 20; ++i) {
            store.append(McpServerId(QStringLiteral("a")), message(big));
            QVERIFY(store.logBytes() <= McpBenchStore::maxLogBytes);
        }
        QCOMPARE(store.forgotten() + store.log().size(), quint64(20));
        store.clearLog();
        QCOMPARE(store.logBytes(), qint64(0));
        QCOMPARE(store.forgotten(), quint64(20));
    }

    void callsOfManySubjectsAreKept()
    {
        McpCallStore store;
        const auto callOf = [](int number, McpCallRecord::Status status) {
            return McpCallRecord{.server = McpServerId(QStringLiteral("a")), .name = QString::number(number), .status = status};
        };
        store.setCall(callOf(0, McpCallRecord::Status::Running));
        for (int i = 1; i < McpCallStore::maxCalls + 10; ++i)
            store.setCall(callOf(i, McpCallRecord::Status::Done));
        QCOMPARE(store.size(), McpCallStore::maxCalls);
        QCOMPARE(store.call({McpServerId(QStringLiteral("a")), McpCallRecord::Kind::Tool, QStringLiteral("0")}).status, McpCallRecord::Status::Running);
        QCOMPARE(store.call({McpServerId(QStringLiteral("a")), McpCallRecord::Kind::Tool, QStringLiteral("1")}).status, McpCallRecord::Status::None);
        QCOMPARE(store.call({McpServerId(QStringLiteral("b")), McpCallRecord::Kind::Tool, QStringLiteral("5")}).status, McpCallRecord::Status::None);
        store.forget(McpServerId(QStringLiteral("a")));
        QCOMPARE(store.size(), 1); // what runs stays
    }

    void largeResultsPushOldOnesOut()
    {
        McpCallStore store;
        for (int i = 0; i < 3; ++i)
            store.setCall({.name = QString::number(i), .status = McpCallRecord::Status::Done,
                           .result = {.content = {McpContent{.data = QByteArray(static_cast<qsizetype>(McpCallStore::maxBytes / 2), 'x')}}}});
        QCOMPARE(store.size(), 2);
        QCOMPARE(store.latest().name, QStringLiteral("2"));
    }

    void curlLeavesTheKeysOut()
    {
        const McpServerConfig config{.id = McpServerId(QStringLiteral("a")), .url = QUrl(QStringLiteral("https://u:p4ss@h.example/mcp?key=planted"))};
        const McpLogEntry logged{config.id, {.method = QStringLiteral("tools/call"), .text = QStringLiteral("{\"it\":\"isn't\"}"),
                                             .headers = QStringLiteral("POST\nAuthorization: ***\nContent-Length: 14")}};
        const QString curl = wiretext::asCurl(logged, config);
        QVERIFY2(!curl.contains(QStringLiteral("p4ss")) && !curl.contains(QStringLiteral("planted")), qPrintable(curl));
        QVERIFY2(curl.contains(QStringLiteral("-H 'Authorization: ***'")) && !curl.contains(QStringLiteral("Content-Length")), qPrintable(curl));
        QVERIFY2(curl.endsWith(QStringLiteral("-d '{\"it\":\"isn'\\''t\"}'")), qPrintable(curl));
    }

    void exportsAreJson()
    {
        const McpLogEntry logged{McpServerId(QStringLiteral("a")), message(QStringLiteral("{}"))};
        const QJsonDocument all = QJsonDocument::fromJson(wiretext::asJsonArray({logged, logged, logged}).toUtf8());
        QCOMPARE(all.array().size(), 3);
        QVERIFY(QJsonDocument::fromJson(wiretext::asJsonArray({}).toUtf8()).isArray());
        const qsizetype one = wiretext::asJson(logged).size();
        QCOMPARE(QJsonDocument::fromJson(wiretext::asJsonArray({logged, logged, logged}, 2 * one + 10).toUtf8()).array().size(), 2);
    }

    void jsonOfAnyBytesIsJson()
    {
        const McpLogEntry logged{McpServerId(QStringLiteral("a\"b")), message(QStringLiteral("not json \x01 \"quoted\" \\ \n"))};
        QVERIFY(!QJsonDocument::fromJson(wiretext::asJson(logged).toUtf8()).isNull());
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpBenchStore)
#include "tst_mcpbenchstore.moc"
