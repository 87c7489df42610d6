#include "labfixture.h"
#include "mcpcontract.h"
#include "mcphttppeer.h"

#include <QJsonArray>
#include <QJsonObject>

using namespace qd;
using namespace qd::test;

/// The contract through the lab's gateway, with a scripted server behind it, and what the lab's own MCP servers do.
class TestMcpLab final : public McpContract
{
    Q_OBJECT

    std::unique_ptr<McpHttpPeer> m_peer;
    std::unique_ptr<LabFixture> m_lab;
    QString m_key;
    QString m_orders; ///< the lab's own server with the order tools

    [[nodiscard]] QJsonObject arm(const QByteArray &method, const QByteArray &path) const
    {
        const lab::LabInfo &info = m_lab->info();
        const QByteArray target = "/subscriptions/" + info.subscriptionId.toUtf8() + "/resourceGroups/" + info.resourceGroup.toUtf8()
            + "/providers/Microsoft.ApiManagement/service/" + info.apimName.toUtf8() + path + "?api-version=2024-05-01";
        return m_lab->send(method, target, {{"Authorization", "Bearer " + info.bearerToken.toUtf8()}}, method == "POST" ? "{}" : "").json();
    }

    [[nodiscard]] McpServerConfig behindGateway(const QString &api) const
    {
        return {.id = McpServerId(QStringLiteral("script")), .url = QUrl(m_lab->info().gatewayUrl + u'/' + api + QStringLiteral("/mcp")),
                .era = McpEra::Legacy, .headers = {{QStringLiteral("Ocp-Apim-Subscription-Key"), m_key}}};
    }

    /// The lab knows one address for the peer: it stays, its script is fresh.
    McpServerConfig startServer(const QStringList &options) override
    {
        m_peer->script = McpScript();
        if (const qsizetype at = options.indexOf(QStringLiteral("--revision")); at >= 0)
            m_peer->script.revision = options.at(at + 1);
        m_peer->script.endlessPages = options.contains(QStringLiteral("--endless-pages"));
        m_peer->script.wrongIds = options.contains(QStringLiteral("--wrong-ids"));
        return behindGateway(QStringLiteral("script"));
    }

    [[nodiscard]] bool openOrders()
    {
        connectTo(behindGateway(m_orders));
        Outcome<McpServerInfo> opened;
        m_session->open(opened.context(), opened.completion());
        return opened.wait() && opened.ok();
    }

    [[nodiscard]] QList<McpTool> orderTools()
    {
        Outcome<QList<McpTool>> tools;
        m_session->listTools(tools.context(), tools.completion());
        return tools.wait() && tools.ok() ? tools.value() : QList<McpTool>();
    }

private slots:
    void initTestCase()
    {
        m_peer = std::make_unique<McpHttpPeer>();
        lab::LabOptions options = LabFixture::emptyOptions();
        options.mcpUpstreams = {QStringLiteral("script=") + m_peer->url().toString()};
        m_lab = std::make_unique<LabFixture>(options);
        const QJsonArray apis = arm("GET", "/apis").value(QStringLiteral("value")).toArray();
        for (const QJsonValue api : apis)
            if (const QString name = api.toObject().value(QStringLiteral("name")).toString(); name.contains(QStringLiteral("orders")))
                m_orders = name;
        const QJsonArray teams = arm("GET", "/subscriptions").value(QStringLiteral("value")).toArray();
        const QByteArray team = teams.at(0).toObject().value(QStringLiteral("name")).toString().toUtf8();
        m_key = arm("POST", "/subscriptions/" + team + "/listSecrets").value(QStringLiteral("primaryKey")).toString();
        QVERIFY(!m_orders.isEmpty() && !m_key.isEmpty());
    }
    void cleanupTestCase()
    {
        m_lab.reset();
        m_peer.reset();
    }

    void ownServerListsItsTools()
    {
        QVERIFY(openOrders());
        QCOMPARE(m_session->info()->protocolVersion, QStringLiteral("2025-11-25"));
        QCOMPARE(m_session->info()->name, m_orders);
        const QList<McpTool> tools = orderTools();
        QVERIFY(std::ranges::any_of(tools, [](const McpTool &tool) { return tool.name == QStringLiteral("lookup_order") && tool.isReadOnly == true; }));
        for (const McpTool &tool : tools)
            QVERIFY2(tool.inputSchema.startsWith(u'{') && !tool.description.isEmpty(), qPrintable(tool.raw));
    }

    /// The arguments come as an agent's span has them; the answer fits the schema that the server tells.
    void ownServerAnswersCalls()
    {
        QVERIFY(openOrders());
        QVERIFY(!orderTools().isEmpty());
        Outcome<McpCallResult> outcome;
        m_session->callTool(QStringLiteral("lookup_order"), QStringLiteral("{\"orderId\":\"SO-1001\",\"include\":[\"lines\"]}"), outcome.context(), outcome.completion());
        QVERIFY(outcome.wait());
        QVERIFY2(outcome.ok(), outcome.ok() ? "" : qPrintable(outcome.error().message));
        QVERIFY2(!outcome.value().isError, qPrintable(outcome.value().raw));
        QVERIFY(!outcome.value().structured.isEmpty());
        QCOMPARE(outcome.value().warnings, QStringList());
    }

    void ownServerRefusesBadArguments()
    {
        QVERIFY(openOrders());
        Outcome<McpCallResult> outcome;
        m_session->callTool(QStringLiteral("lookup_order"), QStringLiteral("{\"orderId\":[]}"), outcome.context(), outcome.completion());
        QVERIFY(outcome.wait() && outcome.ok());
        QVERIFY(outcome.value().isError);
        Outcome<McpCallResult> unknown;
        m_session->callTool(QStringLiteral("LOOKUP_ORDER"), QStringLiteral("{}"), unknown.context(), unknown.completion());
        QVERIFY(unknown.wait() && !unknown.ok());
        QCOMPARE(unknown.error().vendorCode, QStringLiteral("-32602"));
    }

    void ownServerKnowsNoBatches()
    {
        QVERIFY(openOrders());
        Outcome<QByteArray> batch;
        m_session->sendRaw("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]", batch.context(), batch.completion());
        QVERIFY(batch.wait());
        QVERIFY((batch.ok() && batch.value().contains("-32600")) || (!batch.ok() && batch.error().httpStatus == 400));
    }

    void wrongKeyIsRefused()
    {
        McpServerConfig config = behindGateway(m_orders);
        config.headers.first().second = QStringLiteral("not-the-key");
        QCOMPARE(openError(config).httpStatus, 401);
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpLab)
#include "tst_mcp_lab.moc"
