#include "mcpmodernfixture.h"

using namespace qd;
using namespace qd::test;

namespace {

QString qs(const char *text) { return QString::fromUtf8(text); }

} // namespace

/// Which era a server speaks, and which revision of it.
class TestMcpEra final : public McpModernFixture
{
    Q_OBJECT

private slots:
    void findsTheEra_data()
    {
        QTest::addColumn<bool>("isStdio");
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("revision");
        for (const bool stdio : {true, false}) {
            const char *way = stdio ? "stdio" : "http";
            QTest::addRow("a modern server, %s", way) << stdio << QStringList{qs("--modern")} << qs("2026-07-28");
            QTest::addRow("a server of both eras, %s", way) << stdio << QStringList{qs("--dual")} << qs("2026-07-28");
            QTest::addRow("a legacy server, %s", way) << stdio << QStringList() << qs("2025-11-25");
        }
        QTest::newRow("a server that dies of the question") << true << QStringList{qs("--dies-of"), qs("server/discover")} << qs("2025-11-25");
    }

    void findsTheEra()
    {
        QFETCH(QStringList, options);
        QFETCH(QString, revision);
        m_era = McpEra::Auto;
        QVERIFY(open(options));
        QCOMPARE(m_session->info()->protocolVersion, revision);
        QCOMPARE(call("echo", R"({"text":"x"})"), qs("x"));
        m_wire.clear();
        m_session->close();
        Outcome<McpServerInfo> again;
        m_session->open(again.context(), again.completion());
        QVERIFY(again.wait() && again.ok());
        QCOMPARE(m_session->info()->protocolVersion, revision);
        QCOMPARE(countSent(qs("server/discover")), revision == qs("2026-07-28") ? 1 : 0); // it is remembered
    }

    void findsTheEraByStatus_data()
    {
        QTest::addColumn<bool>("isStdio");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("isEvidence");
        for (const int status : {400, 404, 405})
            QTest::addRow("%d", status) << false << status << true;
        for (const int status : {401, 403, 500, 503})
            QTest::addRow("%d", status) << false << status << false;
    }

    void findsTheEraByStatus()
    {
        QFETCH(int, status);
        QFETCH(bool, isEvidence);
        m_era = McpEra::Auto;
        m_prepare = [status](McpHttpPeer &peer) {
            peer.hasSessions = false;
            peer.instead = ScriptedReply{.status = status, .headers = {}, .body = "no"};
        };
        connectTo(startServer({}));
        m_prepare = {};
        Outcome<McpServerInfo> outcome;
        m_session->open(outcome.context(), outcome.completion());
        QVERIFY(waitFor([this] { return !m_peer->seen().isEmpty(); }));
        m_peer->instead.reset();
        QVERIFY(outcome.wait());
        QCOMPARE(outcome.ok(), isEvidence);
        QCOMPARE(countSent(qs("initialize")), isEvidence ? 1 : 0);
    }

    void findsTheOldTransport_data() { onlyHttp(); }
    void findsTheOldTransport()
    {
        m_era = McpEra::Auto;
        m_prepare = [](McpHttpPeer &peer) { peer.isOldTransport = true; };
        QVERIFY(open());
        m_prepare = {};
        QCOMPARE(call("echo", R"({"text":"x"})"), qs("x"));
        QVERIFY(hasNote(qs("trying the old SSE transport")));
    }

    void wrongEra_data() { rows(); }
    void wrongEra()
    {
        m_era = McpEra::Modern;
        const Error error = openError(startServer({}));
        QVERIFY(error.kind != ErrorKind::Internal);
        QCOMPARE(countSent(qs("initialize")), 0);
    }

    /// -32022: the server names what it speaks.
    void otherVersions_data()
    {
        QTest::addColumn<bool>("isStdio");
        QTest::addColumn<bool>("isAuto");
        QTest::addColumn<QString>("supported");
        QTest::addColumn<int>("refusals");
        QTest::addColumn<QString>("revision");
        QTest::addColumn<int>("asked");
        for (const bool stdio : {true, false}) {
            const char *way = stdio ? "stdio" : "http";
            QTest::addRow("ours, at the second try, %s", way) << stdio << false << qs(R"(["2027-01-01","2026-07-28"])") << 1 << qs("2026-07-28") << 2;
            QTest::addRow("ours, and refused for ever, %s", way) << stdio << true << qs(R"(["2026-07-28"])") << 9 << QString() << 2;
            QTest::addRow("one from before, %s", way) << stdio << true << qs(R"(["2027-01-01","2025-11-25"])") << 9 << qs("2025-11-25") << 1;
            QTest::addRow("one from before, and the modern era demanded, %s", way) << stdio << false << qs(R"(["2025-11-25"])") << 9 << QString() << 1;
            QTest::addRow("none of ours, %s", way) << stdio << true << qs(R"(["2027-01-01"])") << 9 << QString() << 1;
            QTest::addRow("nonsense, %s", way) << stdio << true << qs(R"([1,{},"",null])") << 9 << QString() << 1;
        }
    }

    void otherVersions()
    {
        QFETCH(bool, isAuto);
        QFETCH(QString, supported);
        QFETCH(int, refusals);
        QFETCH(QString, revision);
        m_era = isAuto ? McpEra::Auto : McpEra::Modern;
        connectTo(startServer({qs("--dual"), qs("--supports"), supported, qs("--refuses"), QString::number(refusals)}));
        Outcome<McpServerInfo> outcome;
        m_session->open(outcome.context(), outcome.completion());
        QVERIFY(outcome.wait());
        QCOMPARE(outcome.ok() ? outcome.value().protocolVersion : QString(), revision);
        QTEST(countSent(qs("server/discover")), "asked");
        QCOMPARE(countSent(qs("initialize")), revision == qs("2025-11-25") ? 1 : 0);
        if (!outcome.ok())
            QCOMPARE(outcome.kind(), ErrorKind::Protocol);
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpEra)
#include "tst_mcp_era.moc"
