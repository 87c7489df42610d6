#include "auth/clientcredentials.h"
#include "auth/secretsources.h"
#include "azuremonitor/httpmonitorconnector.h"
#include "azuremonitor/httpqueryservice.h"
#include "faketokenprovider.h"
#include "labfixture.h"
#include "manualclock.h"
#include "outcome.h"
#include "testmain.h"

#include <algorithm>

using namespace qd;
using namespace qd::test;

namespace {

const auto appScope = QStringLiteral("https://api.applicationinsights.io/.default");
const auto workspaceScope = QStringLiteral("https://api.loganalytics.io/.default");

/// Everything between a controller and the lab's socket, as the console builds it.
struct LabClient {
    LabClient(const lab::LabInfo &info, MonitorTarget target, const QString &clientId, const QString &clientSecret)
        : secret(clientSecret)
        , tokens(http, clock, secret, {.authority = QUrl(info.endpoint), .tenantId = info.tenantId, .clientId = clientId})
        , connector(http, tokens, gate, target)
        , queries(http, tokens, gate, std::move(target))
    {
    }

    Result<MonitorReply> ask(const QString &kql)
    {
        Outcome<MonitorReply> outcome;
        connector.query({.kql = kql, .timespan = {}}, outcome.context(), outcome.completion());
        if (!outcome.wait())
            return Error{.kind = ErrorKind::Internal, .message = QStringLiteral("the call never ended")};
        return outcome.ok() ? Result<MonitorReply>(outcome.value()) : Result<MonitorReply>(outcome.error());
    }

    ManualClock clock;
    SystemTimers timers;
    HttpClientOptions options = [] {
        HttpClientOptions made;
        made.retry.maxTries = 1;
        return made;
    }();
    HttpClient http{clock, timers, options};
    QueryGate gate{timers};
    FixedSecret secret;
    ClientCredentials tokens;
    HttpMonitorConnector connector;
    HttpQueryService queries;
};

} // namespace

/// The connector against the in-process lab: two implementations of Azure's protocol that share no code.
class TestMonitorLab : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_lab = std::make_unique<LabFixture>(); }
    void init() { failOnWarnings(); }
    void cleanup() { checkNoErrorsLogged(); }
    void cleanupTestCase() { m_lab.reset(); }

    void bothSchemas()
    {
        LabClient classic(info(), appTarget(), info().clientId, info().clientSecret);
        const auto app = classic.ask(QStringLiteral("requests | count"));
        QVERIFY2(app.has_value(), qPrintable(app ? QString() : app.error().message));
        QCOMPARE(app->tables.first().number(0, u"Count"), std::optional(0.0));
        QVERIFY(app->serverTime.has_value());
        QVERIFY(app->warnings.isEmpty());
        LabClient workspace(info(), workspaceTarget(), info().clientId, info().clientSecret);
        const auto rows = workspace.ask(QStringLiteral("AppRequests | count"));
        QVERIFY2(rows.has_value(), qPrintable(rows ? QString() : rows.error().message));
        QCOMPARE(rows->tables.first().number(0, u"Count"), std::optional(0.0));
    }

    void tableOfAnotherName()
    {
        LabClient client(info(), appTarget(), info().clientId, info().clientSecret);
        const auto reply = client.ask(QStringLiteral("requests | getschema"));
        QVERIFY2(reply.has_value(), qPrintable(reply ? QString() : reply.error().message));
        QCOMPARE(reply->tables.first().text(0, u"ColumnName"), QStringLiteral("timestamp"));
        QCOMPARE(reply->tables.first().rowCount(), size_t{38});
    }

    void catalogOfBothSchemas()
    {
        const auto columnsOf = [this](const MonitorTarget &target, const QString &table) {
            LabClient client(info(), target, info().clientId, info().clientSecret);
            Outcome<query::Catalog> outcome;
            client.queries.catalog(outcome.context(), outcome.completion());
            if (!outcome.wait() || !outcome.ok())
                return QList<query::CatalogColumn>();
            const auto &tables = outcome.value().tables;
            const auto found = std::find_if(tables.begin(), tables.end(), [&](const auto &entry) { return entry.name == table; });
            return found == tables.end() || found->description.isEmpty() ? QList<query::CatalogColumn>() : found->columns;
        };
        const auto classic = columnsOf(appTarget(), QStringLiteral("requests"));
        QCOMPARE(classic.size(), 38);
        QCOMPARE(classic.first().name, QStringLiteral("timestamp"));
        QVERIFY(classic.first().type == ColumnType::DateTime && !classic.first().description.isEmpty());
        QVERIFY(columnsOf(workspaceTarget(), QStringLiteral("ApiManagementGatewayLlmLog")).size() > 10);
        QVERIFY(columnsOf(workspaceTarget(), QStringLiteral("requests")).isEmpty());
    }

    void queryForPeople()
    {
        LabClient client(info(), appTarget(), info().clientId, info().clientSecret);
        Outcome<QueryAnswer> outcome;
        size_t rows = 0;
        client.queries.run({.kql = QStringLiteral("range x from 1 to 300 step 1 | extend s=strcat('a', x) | render linechart with (title='T', ycolumns=x)"), .timespan = {}},
                           outcome.context(), [&](const query::ResultSet::Piece &piece) { rows += piece->rowCount(); }, outcome.completion());
        QVERIFY(outcome.wait());
        QVERIFY2(outcome.ok(), qPrintable(outcome.ok() ? QString() : outcome.error().message));
        const QueryAnswer &answer = outcome.value();
        QCOMPARE(rows, size_t{300});
        QCOMPARE(answer.tables.front().rowCount(), size_t{300});
        QCOMPARE(answer.tables.front().integer(299, 0), qint64{300});
        QCOMPARE(answer.tables.front().text(299, 1), std::string_view("a300"));
        QCOMPARE(answer.render.visualization, QStringLiteral("linechart"));
        QCOMPARE(answer.render.title, QStringLiteral("T"));
        QCOMPARE(answer.render.yColumns, QStringList{QStringLiteral("x")});
        QVERIFY(answer.statistics && answer.statistics->executionSeconds > 0);
        QVERIFY(!answer.requestId.isEmpty() && answer.bytes > 0);
    }

    void refusedQueryHasItsPlace()
    {
        LabClient client(info(), appTarget(), info().clientId, info().clientSecret);
        const auto reply = client.ask(QStringLiteral("requests\n| where nosuch == 1"));
        QVERIFY(!reply);
        QCOMPARE(reply.error().kind, ErrorKind::Query);
        QVERIFY2(reply.error().vendorCode.startsWith(QStringLiteral("SEM")), qPrintable(reply.error().vendorCode));
        const TextPosition place{.line = 2, .column = 9, .offset = 17};
        QVERIFY(reply.error().position == std::optional(place));
        QVERIFY(!reply.error().requestId.isEmpty());
    }

    void wrongSecret()
    {
        LabClient client(info(), appTarget(), info().clientId, QStringLiteral("wrong"));
        const auto reply = client.ask(QStringLiteral("requests | count"));
        QVERIFY(!reply);
        QCOMPARE(reply.error().kind, ErrorKind::Unauthorized);
        QCOMPARE(reply.error().vendorCode, QStringLiteral("AADSTS7000215"));
    }

    void withoutARole()
    {
        LabClient client(info(), appTarget(), info().strangerClientId, info().clientSecret);
        const auto reply = client.ask(QStringLiteral("requests | count"));
        QVERIFY(!reply);
        QCOMPARE(reply.error().kind, ErrorKind::Forbidden);
    }

    void tokenForAnotherService()
    {
        MonitorTarget target = appTarget();
        target.scope = workspaceScope;
        LabClient client(info(), target, info().clientId, info().clientSecret);
        const auto reply = client.ask(QStringLiteral("requests | count"));
        QVERIFY(!reply);
        QCOMPARE(reply.error().kind, ErrorKind::Forbidden);
        QCOMPARE(reply.error().vendorCode, QStringLiteral("InvalidAuthenticationTokenAudience"));
    }

    void forgedToken()
    {
        LabClient client(info(), appTarget(), info().clientId, info().clientSecret);
        FakeTokenProvider forged;
        HttpMonitorConnector connector(client.http, forged, client.gate, appTarget());
        Outcome<MonitorReply> outcome;
        connector.query({.kql = QStringLiteral("requests | count"), .timespan = {}}, outcome.context(), outcome.completion());
        QVERIFY(outcome.wait());
        QCOMPARE(outcome.kind(), ErrorKind::Unauthorized);
        QCOMPARE(outcome.error().vendorCode, QStringLiteral("InvalidAuthenticationToken"));
        QCOMPARE(forged.invalidated, 1);
    }

    void equalQueriesShare()
    {
        LabClient client(info(), appTarget(), info().clientId, info().clientSecret);
        const MonitorQuery query{.kql = QStringLiteral("traces | count"), .timespan = {}};
        Outcome<MonitorReply> first;
        Outcome<MonitorReply> second;
        client.connector.query(query, first.context(), first.completion());
        client.connector.query(query, second.context(), second.completion());
        QVERIFY(first.wait() && second.wait());
        QVERIFY(first.ok() && second.ok());
        QVERIFY(!first.value().shared && second.value().shared);
        QCOMPARE(second.value().requestId, first.value().requestId);
    }

    void cancelOnTheWay()
    {
        LabClient client(info(), appTarget(), info().clientId, info().clientSecret);
        Outcome<MonitorReply> outcome;
        client.connector.query({.kql = QStringLiteral("requests | count"), .timespan = {}}, outcome.context(), outcome.completion()).cancel();
        QVERIFY(outcome.wait());
        QCOMPARE(outcome.kind(), ErrorKind::Cancelled);
        QVERIFY(client.ask(QStringLiteral("requests | count")).has_value());
    }

    /// The lab may be killed and started again: a kept token is then refused once, and nobody has to restart the client.
    void labGoneAndBack()
    {
        auto gone = std::make_unique<LabFixture>();
        LabClient client(gone->info(), {.schema = TelemetrySchema::Classic, .endpoint = QUrl(gone->info().endpoint), .id = gone->info().appId, .scope = appScope},
                         gone->info().clientId, gone->info().clientSecret);
        QVERIFY(client.ask(QStringLiteral("requests | count")).has_value());
        auto options = LabFixture::emptyOptions();
        options.port = gone->port();
        gone.reset();
        const auto reply = client.ask(QStringLiteral("requests | count"));
        QVERIFY(!reply);
        QCOMPARE(reply.error().kind, ErrorKind::Network);
        const LabFixture back(options);
        const auto again = client.ask(QStringLiteral("requests | count"));
        QVERIFY2(again.has_value(), qPrintable(again ? QString() : again.error().message));
    }

private:
    [[nodiscard]] const lab::LabInfo &info() const { return m_lab->info(); }
    [[nodiscard]] MonitorTarget appTarget() const
    {
        return {.schema = TelemetrySchema::Classic, .endpoint = QUrl(info().endpoint), .id = info().appId, .scope = appScope};
    }
    [[nodiscard]] MonitorTarget workspaceTarget() const
    {
        return {.schema = TelemetrySchema::Workspace, .endpoint = QUrl(info().endpoint), .id = info().workspaceId, .scope = workspaceScope};
    }

    std::unique_ptr<LabFixture> m_lab;
};

QD_TEST_MAIN(QCoreApplication, TestMonitorLab)
#include "tst_monitor_lab.moc"
