#include "mcpcontract.h"
#include "mcphttppeer.h"

using namespace qd;
using namespace qd::test;

/// The contract over the old transport, and what is its own.
class TestMcpSse final : public McpClientContract
{
    Q_OBJECT

    std::unique_ptr<McpHttpPeer> m_peer;

    McpServerConfig startServer(const QStringList &options) override
    {
        m_peer = std::make_unique<McpHttpPeer>();
        m_peer->isOldTransport = true;
        if (const qsizetype at = options.indexOf(QStringLiteral("--revision")); at >= 0)
            m_peer->script.revision = options.at(at + 1);
        m_peer->script.endlessPages = options.contains(QStringLiteral("--endless-pages"));
        m_peer->script.wrongIds = options.contains(QStringLiteral("--wrong-ids"));
        return {.id = McpServerId(QStringLiteral("script")), .transport = McpTransport::Sse, .url = m_peer->url()};
    }

private slots:
    void otherOrigin_data()
    {
        QTest::addColumn<QByteArray>("endpoint");
        QTest::newRow("another host") << QByteArray("http://elsewhere.example/message");
        QTest::newRow("another scheme") << QByteArray("https://127.0.0.1/message");
        QTest::newRow("without scheme") << QByteArray("//elsewhere.example/message");
        QTest::newRow("too long") << QByteArray("/message?") + QByteArray(10000, 'x');
    }

    void otherOrigin()
    {
        QFETCH(QByteArray, endpoint);
        const McpServerConfig config = startServer({});
        m_peer->endpoint = endpoint;
        const Error error = openError(config);
        QCOMPARE(error.kind, ErrorKind::Protocol);
        QVERIFY2(error.message.contains(QStringLiteral("another origin")), qPrintable(error.message));
        QCOMPARE(m_peer->seen().size(), 1);
    }

    void lostStream()
    {
        QVERIFY(open());
        m_peer->hangUp();
        QVERIFY(waitFor([this] { return m_closed.size() == 1; }));
        QCOMPARE(m_closed.first()->kind, ErrorKind::Network);
    }

    void noEndpoint()
    {
        const McpServerConfig config = startServer({});
        m_peer->endpoint.clear();
        connectTo(config);
        Outcome<McpServerInfo> outcome;
        m_session->open(outcome.context(), outcome.completion());
        QVERIFY(passTimeUntil([&outcome] { return outcome.count() > 0; }));
        QCOMPARE(outcome.kind(), ErrorKind::Timeout);
    }

    void noStream()
    {
        const McpServerConfig config = startServer({});
        m_peer->isOldTransport = false;
        QCOMPARE(openError(config).httpStatus, 405);
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpSse)
#include "tst_mcp_sse.moc"
