#include "mcp/erafile.h"
#include "mcp/eramemory.h"
#include "mcp/placekey.h"
#include "mcpmodernfixture.h"

#include <QFile>
#include <QTemporaryDir>

using namespace qd;
using namespace qd::test;
using namespace std::chrono_literals;

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

    /// Another run of the program knows what this one found out, for a while.
    void keepsTheEra_data() { rows(); }
    void keepsTheEra()
    {
        QTemporaryDir folder;
        m_era = McpEra::Auto;
        const McpServerConfig config = startServer({});
        for (const int asked : {1, 0}) {
            m_session.reset();
            m_wire.clear();
            QVERIFY(passTimeUntil([this] { return !m_connector->isEnding(); }));
            m_connector = std::make_unique<DefaultMcpConnector>(m_clock, *m_timers, m_secrets);
            m_connector->keepEras(folder.filePath(qs("state/eras.json")));
            connectTo(config);
            Outcome<McpServerInfo> outcome;
            m_session->open(outcome.context(), outcome.completion());
            QVERIFY(outcome.wait() && outcome.ok());
            QCOMPARE(countSent(qs("server/discover")), asked);
        }
        QFile file(folder.filePath(qs("state/eras.json")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QVERIFY2(text.contains("legacy") && !text.contains("127.0.0.1") && !text.contains("mcpstdioserver"), text.constData());
    }

    /// What was known is wrong since the server was updated: it is asked anew, in the same attempt.
    void serverThatWasUpdated_data() { onlyHttp(); }
    void serverThatWasUpdated()
    {
        QTemporaryDir folder;
        m_era = McpEra::Auto;
        const McpServerConfig config = startServer({});
        m_peer->hasSessions = false;
        QVERIFY(saveEras({{placeKey(config), {.era = McpEra::Legacy, .at = m_clock.now()}}}, folder.filePath(qs("eras.json"))));
        m_connector->keepEras(folder.filePath(qs("eras.json")));
        m_peer->script.isModern = true;
        m_peer->script.isLegacy = false;
        connectTo(config);
        Outcome<McpServerInfo> outcome;
        m_session->open(outcome.context(), outcome.completion());
        QVERIFY(outcome.wait());
        QVERIFY2(outcome.ok(), qPrintable(outcome.ok() ? QString() : outcome.error().message));
        QCOMPARE(outcome.value().protocolVersion, qs("2026-07-28"));
        QCOMPARE(loadEras(folder.filePath(qs("eras.json"))).value(placeKey(config)).era, McpEra::Modern);
    }

    void verdictsGrowOld()
    {
        EraMemory memory;
        const McpServerConfig one{.id = McpServerId(qs("one")), .url = QUrl(qs("https://one.example/mcp?key=1"))};
        const McpServerConfig two{.id = McpServerId(qs("two")), .url = QUrl(qs("https://two.example/mcp"))};
        const Instant now = m_clock.now();
        memory.remember(one, McpEra::Legacy, now);
        memory.remember(two, McpEra::Modern, now);
        QCOMPARE(memory.eraOf(one, now + 24h), std::optional(McpEra::Legacy));
        memory.remember(one, McpEra::Legacy, now + 23h); // found again because it was remembered: no news
        QCOMPARE(memory.eraOf(one, now + 25h), std::optional<McpEra>());
        QCOMPARE(memory.eraOf(two, now + 25h), std::optional(McpEra::Modern));
        QCOMPARE(memory.eraOf(two, now + 31 * 24h), std::optional<McpEra>());
        QCOMPARE(memory.eraOf(two, now - 1h), std::optional<McpEra>()); // a clock that was set back
        memory.forget(two);
        QCOMPARE(memory.eraOf(two, now), std::optional<McpEra>());
    }

    void filesOfErasAreReadOrLeftOut()
    {
        const Instant now = m_clock.now();
        EraVerdicts many;
        for (int i = 0; i < 1200; ++i)
            many.insert(QStringLiteral("%1").arg(i, 64, 16, QLatin1Char('0')), {.era = i % 2 ? McpEra::Modern : McpEra::Legacy, .at = now + i * 1s});
        const EraVerdicts kept = decodeEras(encodeEras(many));
        QCOMPARE(kept.size(), 1000);
        for (auto one = kept.cbegin(); one != kept.cend(); ++one)
            QCOMPARE(one.value(), many.value(one.key()));
        QVERIFY(!kept.contains(QStringLiteral("%1").arg(0, 64, 16, QLatin1Char('0'))));
        for (const char *bad : {"", "[]", "{", R"({"eras":[]})", R"({"eras":{"x":{"era":"legacy","at":"2026-11-22T00:00:00.000Z"}}})"})
            QVERIFY(decodeEras(bad).isEmpty());
        const QByteArray key(64, 'a');
        QVERIFY(decodeEras("{\"eras\":{\"" + key + "\":{\"era\":\"future\",\"at\":\"2026-11-22T00:00:00.000Z\"}}}").isEmpty());
        QVERIFY(decodeEras("{\"eras\":{\"" + key + "\":{\"era\":\"legacy\",\"at\":\"yesterday\"}}}").isEmpty());
        QCOMPARE(decodeEras("{\"eras\":{\"" + key + "\":{\"era\":\"legacy\",\"at\":\"2026-11-22T00:00:00.000Z\",\"more\":1}}}").size(), 1);
    }

    void findsTheEraByStatus_data()
    {
        QTest::addColumn<bool>("isStdio");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("isEvidence");
        const QByteArray message = R"({"jsonrpc":"2.0","id":null,"error":{"code":-32001,"message":"Authentication required"}})";
        for (const int status : {400, 404, 405, 401, 403, 429, 500, 503}) {
            QTest::addRow("%d", status) << false << status << QByteArray("no") << (status < 406 && status != 401 && status != 403);
            QTest::addRow("%d with a message", status) << false << status << message << (status < 406 && status != 401 && status != 403);
        }
    }

    void findsTheEraByStatus()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(bool, isEvidence);
        m_era = McpEra::Auto;
        m_prepare = [status, body](McpHttpPeer &peer) {
            peer.hasSessions = false;
            peer.instead = ScriptedReply{.status = status, .headers = {}, .body = body};
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
        if (!isEvidence)
            QCOMPARE(outcome.error().httpStatus, status);
    }

    /// A discovery that does not name our revision.
    void discoversNothing_data()
    {
        QTest::addColumn<bool>("isStdio");
        QTest::addColumn<bool>("isAuto");
        QTest::addColumn<QString>("names");
        QTest::addColumn<QString>("revision");
        for (const bool stdio : {true, false}) {
            const char *way = stdio ? "stdio" : "http";
            QTest::addRow("one from before, %s", way) << stdio << true << qs(R"(["2025-11-25"])") << qs("2025-11-25");
            QTest::addRow("one to come, %s", way) << stdio << true << qs(R"(["2027-01-01"])") << QString();
            QTest::addRow("anything is answered with nothing, %s", way) << stdio << true << QString() << qs("2025-11-25");
            QTest::addRow("nothing, and the modern era demanded, %s", way) << stdio << false << QString() << QString();
        }
    }

    void discoversNothing()
    {
        QFETCH(bool, isAuto);
        QFETCH(QString, names);
        QFETCH(QString, revision);
        m_era = isAuto ? McpEra::Auto : McpEra::Modern;
        connectTo(startServer({qs("--dual"), qs("--discovers"), names}));
        Outcome<McpServerInfo> outcome;
        m_session->open(outcome.context(), outcome.completion());
        QVERIFY(outcome.wait());
        QCOMPARE(outcome.ok() ? outcome.value().protocolVersion : QString(), revision);
        if (!outcome.ok())
            QCOMPARE(outcome.kind(), ErrorKind::Protocol);
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
