#include "labfixture.h"
#include "manualclock.h"
#include "testmain.h"

#include <QJsonDocument>
#include <QTest>

using namespace qd;
using namespace qd::lab;

namespace {

constexpr auto version = "?api-version=2025-05-01";

QByteArray compact(const QJsonObject &object) { return QJsonDocument(object).toJson(QJsonDocument::Compact); }

} // namespace

/// App Service as the lab emulates it (azure facts 5): slots, settings, sticky names, swaps with every ending.
class TestLabAppService : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void siteAndSlots();
    void names_data();
    void names();
    void settingsAreReplacedAsAWhole();
    void settingsRefuse_data();
    void settingsRefuse();
    void stickyNamesRoundTrip();
    void differences();
    void swapAsRecorded();
    void everyPollHasAnotherLocation();
    void oldLocationsExpire();
    void oneOperationAtATime();
    void swapRefuses_data();
    void swapRefuses();
    void failsInPhase_data();
    void failsInPhase();
    void neverEnding();
    void swapWithPreview();
    void previewIsTakenBack();
    void roles_data();
    void roles();
    void rightsRevoked();
    void activityLogTellsTheSwap();
    void swapIsSeenInTelemetry();

private:
    void startLab(int swapMilliseconds);
    [[nodiscard]] QByteArray base() const
    {
        return "/subscriptions/" + m_lab->info().subscriptionId.toUtf8() + "/resourceGroups/" + m_lab->info().resourceGroup.toUtf8()
            + "/providers/Microsoft.Web/sites/" + m_lab->info().siteName.toUtf8();
    }
    [[nodiscard]] test::HttpAnswer send(const QByteArray &method, const QByteArray &target, const QByteArray &body = {}) const
    {
        return m_lab->send(method, target, {{"Authorization", "Bearer " + m_lab->info().bearerToken.toUtf8()}}, body);
    }
    [[nodiscard]] test::HttpAnswer swap(const QByteArray &target = "production") const
    {
        return send("POST", base() + "/slots/staging/slotsswap" + version, R"({"targetSlot":")" + target + R"(","preserveVnet":true})");
    }
    /// The target of the reply's Location.
    static QByteArray locationOf(const test::HttpAnswer &answer)
    {
        const QByteArray location = answer.headers.value("location");
        return location.mid(location.indexOf("/subscriptions"));
    }
    /// Follows the Location until the operation has ended.
    [[nodiscard]] test::HttpAnswer followed(test::HttpAnswer answer) const
    {
        while (answer.status == 202)
            answer = send("GET", locationOf(answer));
        return answer;
    }
    [[nodiscard]] QJsonObject settings(const QByteArray &slot) const
    {
        return send("POST", base() + slot + "/config/appsettings/list" + version).json().value(u"properties").toObject();
    }
    [[nodiscard]] QJsonObject site(const QByteArray &slot = {}) const
    {
        return send("GET", base() + slot + version).json().value(u"properties").toObject();
    }
    void fault(const QByteArray &name, bool on) const
    {
        QCOMPARE(send("POST", "/lab/control", R"({"fault":")" + name + R"(","on":)" + (on ? "true}" : "false}")).status, 200);
    }

    std::unique_ptr<test::LabFixture> m_lab;
};

void TestLabAppService::startLab(int swapMilliseconds)
{
    LabOptions options = test::LabFixture::emptyOptions();
    options.scenario = QStringLiteral("bad-prompt");
    options.swapTime = std::chrono::milliseconds(swapMilliseconds);
    m_lab = std::make_unique<test::LabFixture>(options);
}

void TestLabAppService::init()
{
    test::failOnWarnings();
    startLab(0);
}

void TestLabAppService::cleanup()
{
    m_lab.reset();
    test::checkNoErrorsLogged();
}

void TestLabAppService::siteAndSlots()
{
    const test::HttpAnswer answer = send("GET", base() + version);
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.headers.value("etag").startsWith('"'));
    QCOMPARE(answer.json().value(u"name").toString(), m_lab->info().siteName);
    QCOMPARE(answer.json().value(u"type").toString(), QStringLiteral("Microsoft.Web/sites"));
    QCOMPARE(site().value(u"state").toString(), QStringLiteral("Running"));
    QVERIFY(site().value(u"slotSwapStatus").isNull());
    QVERIFY(site().value(u"inProgressOperationId").isNull());

    const QJsonObject slotList = send("GET", base() + "/slots" + version).json();
    QCOMPARE(slotList.value(u"value").toArray().size(), 1); // production is not among them
    const QJsonObject staging = slotList.value(u"value").toArray().at(0).toObject();
    QCOMPARE(staging.value(u"name").toString(), QString(m_lab->info().siteName + QStringLiteral("/staging")));
    QCOMPARE(staging.value(u"type").toString(), QStringLiteral("Microsoft.Web/sites/slots"));
    QCOMPARE(staging.value(u"id").toString().toUtf8(), base() + "/slots/staging");
    QVERIFY(slotList.contains(u"nextLink") && slotList.value(u"nextLink").isNull());
    QVERIFY(!compact(slotList).contains("InstrumentationKey")); // settings are never part of a site
}

void TestLabAppService::names_data()
{
    QTest::addColumn<QByteArray>("tail");
    QTest::addColumn<int>("status");
    QTest::newRow("site") << QByteArray("") << 200;
    QTest::newRow("slot in capitals") << QByteArray("/SLOTS/Staging") << 200;
    QTest::newRow("no such slot") << QByteArray("/slots/blue") << 404;
    QTest::newRow("another site") << QByteArray("x") << 404;
    QTest::newRow("traffic") << QByteArray("/config/web") << 200;
}

void TestLabAppService::names()
{
    QFETCH(const QByteArray, tail);
    QFETCH(const int, status);
    const test::HttpAnswer answer = send("GET", base() + tail + version);
    QCOMPARE(answer.status, status);
    if (status == 404)
        QCOMPARE(answer.json().value(u"error").toObject().value(u"code").toString(), QStringLiteral("ResourceNotFound"));
}

void TestLabAppService::settingsAreReplacedAsAWhole()
{
    const QByteArray before = send("GET", base() + version).headers.value("etag");
    QCOMPARE(settings({}).value(u"PROMPT_ORDER_DESK").toString(), QStringLiteral("order-desk-v14"));
    QCOMPARE(settings("/slots/staging").value(u"PROMPT_ORDER_DESK").toString(), QStringLiteral("order-desk-v13"));
    const test::HttpAnswer put = send("PUT", base() + "/config/appsettings" + version,
                                      R"({"properties":{"PROMPT_ORDER_DESK":"order-desk-v13","LEVEL":"debug"}})");
    QCOMPARE(put.status, 200);
    const QJsonObject expected{{QStringLiteral("BUILD_VERSION"), QStringLiteral("2026.11.2")},
                               {QStringLiteral("LEVEL"), QStringLiteral("debug")},
                               {QStringLiteral("PROMPT_ORDER_DESK"), QStringLiteral("order-desk-v13")}};
    QCOMPARE(put.json().value(u"properties").toObject(), expected);
    QCOMPARE(settings({}), expected);
    QVERIFY(send("GET", base() + version).headers.value("etag") != before); // the app restarted
}

void TestLabAppService::settingsRefuse_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("{");
    QTest::newRow("no properties") << QByteArray(R"({"X":"1"})");
    QTest::newRow("list") << QByteArray(R"({"properties":["X"]})");
    QTest::newRow("number") << QByteArray(R"({"properties":{"X":1}})");
    QTest::newRow("null") << QByteArray(R"({"properties":{"X":null}})");
    QTest::newRow("name") << QByteArray(R"({"properties":{"a b":"1"}})");
    QTest::newRow("empty name") << QByteArray(R"({"properties":{"":"1"}})");
    QTest::newRow("long value") << R"({"properties":{"X":")" + QByteArray(40'000, 'x') + R"("}})";
    QTest::newRow("deep") << R"({"properties":)" + QByteArray(100'000, '[') + "}";
}

void TestLabAppService::settingsRefuse()
{
    QFETCH(const QByteArray, body);
    const QJsonObject before = settings({});
    const test::HttpAnswer answer = send("PUT", base() + "/config/appsettings" + version, body);
    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.json().value(u"Code").toString(), QStringLiteral("BadRequest")); // App Service's spelling
    QCOMPARE(settings({}), before);
}

void TestLabAppService::stickyNamesRoundTrip()
{
    const QByteArray target = base() + "/config/slotConfigNames" + version;
    QCOMPARE(send("GET", target).json().value(u"properties").toObject().value(u"appSettingNames").toArray(),
             QJsonArray({QStringLiteral("CHAOS_MODE"), QStringLiteral("SLOT_NAME")}));
    QCOMPARE(send("PUT", target, R"({"properties":{"appSettingNames":["SLOT_NAME","LEVEL"]}})").status, 200);
    QCOMPARE(send("GET", target).json().value(u"properties").toObject().value(u"appSettingNames").toArray(),
             QJsonArray({QStringLiteral("LEVEL"), QStringLiteral("SLOT_NAME")}));
    QCOMPARE(send("PUT", target, R"({"properties":{"appSettingNames":"SLOT_NAME"}})").status, 400);
}

void TestLabAppService::differences()
{
    const test::HttpAnswer answer = send("POST", base() + "/slots/staging/slotsdiffs" + version, R"({"targetSlot":"production"})");
    QCOMPARE(answer.status, 200);
    QStringList found;
    for (const QJsonValue &value : answer.json().value(u"value").toArray()) {
        const QJsonObject one = value.toObject().value(u"properties").toObject();
        found << one.value(u"settingName").toString() + u' ' + one.value(u"valueInCurrentSlot").toString() + u' '
                + one.value(u"valueInTargetSlot").toString() + u' ' + one.value(u"level").toString();
    }
    QCOMPARE(found, QStringList({QStringLiteral("BUILD_VERSION 2026.11.1 2026.11.2 Warning"),
                                 QStringLiteral("PROMPT_CLAIMS_TRIAGE claims-triage-v8 claims-triage-v9 Warning"),
                                 QStringLiteral("PROMPT_ORDER_DESK order-desk-v13 order-desk-v14 Warning"),
                                 QStringLiteral("SLOT_NAME staging production Information")}));
}

void TestLabAppService::swapAsRecorded()
{
    const QJsonObject production = settings({});
    const QJsonObject staging = settings("/slots/staging");
    const test::HttpAnswer accepted = swap();
    QCOMPARE(accepted.status, 202);
    QVERIFY(accepted.body.isEmpty());
    QVERIFY(!accepted.headers.contains("azure-asyncoperation"));
    QVERIFY(!accepted.headers.contains("retry-after"));
    const QByteArray location = accepted.headers.value("location");
    QVERIFY2(location.size() > 5000 && location.size() < 6000, qPrintable(QString::number(location.size())));
    QVERIFY(location.contains("/slots/staging/operationresults/"));
    const test::HttpAnswer done = followed(accepted);
    QCOMPARE(done.status, 200);
    QCOMPARE(done.json().value(u"name").toString(), QString(m_lab->info().siteName + QStringLiteral("/staging")));

    const QJsonObject status = site().value(u"slotSwapStatus").toObject();
    QCOMPARE(status.value(u"sourceSlotName").toString(), QStringLiteral("staging"));
    QCOMPARE(status.value(u"destinationSlotName").toString(), QStringLiteral("Production"));
    QVERIFY(site().value(u"inProgressOperationId").isNull());
    QJsonObject expected = staging; // builds and settings have changed places, sticky ones have not
    expected.insert(QStringLiteral("SLOT_NAME"), QStringLiteral("production"));
    QCOMPARE(settings({}), expected);
    expected = production;
    expected.insert(QStringLiteral("SLOT_NAME"), QStringLiteral("staging"));
    QCOMPARE(settings("/slots/staging"), expected);

    QCOMPARE(followed(swap()).status, 200); // and back
    QCOMPARE(settings({}), production);
}

void TestLabAppService::everyPollHasAnotherLocation()
{
    fault("swap-never-ends", true);
    const test::HttpAnswer first = swap();
    const test::HttpAnswer second = send("GET", locationOf(first));
    QCOMPARE(second.status, 202);
    QVERIFY(second.headers.value("location") != first.headers.value("location"));
}

void TestLabAppService::oldLocationsExpire()
{
    fault("swap-never-ends", true);
    const QByteArray first = locationOf(swap());
    int status = 202;
    int polls = 0;
    for (; status == 202 && polls < 20; ++polls)
        status = send("GET", first).status;
    QCOMPARE(status, 404); // who never follows is told so
    QVERIFY(polls > 2);
    QByteArray forged = first;
    forged.replace("&s=", "&s=0");
    QCOMPARE(send("GET", forged).status, 404);
}

void TestLabAppService::oneOperationAtATime()
{
    fault("swap-never-ends", true);
    const test::HttpAnswer running = swap();
    QCOMPARE(running.status, 202);
    const QString operation = site().value(u"inProgressOperationId").toString();
    QVERIFY(running.headers.value("location").contains(operation.toUtf8()));
    const QByteArray put = R"({"properties":{"X":"1"}})";
    for (const test::HttpAnswer &answer : {swap(), send("PUT", base() + "/config/appsettings" + version, put),
                                           send("POST", base() + "/restart" + version),
                                           send("POST", base() + "/slots/staging/resetSlotConfig" + version)}) {
        QCOMPARE(answer.status, 409);
        QCOMPARE(answer.json().value(u"Code").toString(), QStringLiteral("Conflict"));
        QVERIFY(answer.json().value(u"Message").toString().contains(operation));
        QVERIFY(answer.json().value(u"Details").toArray().at(2).toObject().contains(u"ErrorEntity"));
    }
    QVERIFY(!settings({}).isEmpty()); // reading goes on
    fault("swap-never-ends", false);
    QCOMPARE(followed(running).status, 200);
    QCOMPARE(send("POST", base() + "/restart" + version).status, 200);
}

void TestLabAppService::swapRefuses_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::newRow("nothing") << QByteArray() << 400;
    QTest::newRow("no target") << QByteArray("{}") << 400;
    QTest::newRow("a number") << QByteArray(R"({"targetSlot":1})") << 400;
    QTest::newRow("itself") << QByteArray(R"({"targetSlot":"STAGING"})") << 400;
    QTest::newRow("unknown") << QByteArray(R"({"targetSlot":"blue"})") << 404;
}

void TestLabAppService::swapRefuses()
{
    QFETCH(const QByteArray, body);
    QFETCH(const int, status);
    const test::HttpAnswer answer = send("POST", base() + "/slots/staging/slotsswap" + version, body);
    QCOMPARE(answer.status, status);
    QVERIFY(answer.json().contains(u"Code"));
    QVERIFY(site().value(u"inProgressOperationId").isNull());
}

void TestLabAppService::failsInPhase_data()
{
    QTest::addColumn<int>("phase");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("build"); ///< in production afterwards
    for (int phase = 1; phase <= 4; ++phase)
        QTest::addRow("phase %d", phase) << phase << 409 << QStringLiteral("2026.11.2");
    QTest::newRow("phase 5") << 5 << 500 << QStringLiteral("2026.11.1"); // traffic was switched already
}

void TestLabAppService::failsInPhase()
{
    QFETCH(const int, phase);
    QFETCH(const int, status);
    QFETCH(const QString, build);
    const QJsonObject staging = settings("/slots/staging");
    const QByteArray name = "swap-fails-in-phase-" + QByteArray::number(phase);
    fault(name, true);
    const test::HttpAnswer answer = followed(swap());
    QCOMPARE(answer.status, status);
    QVERIFY(!answer.json().value(u"Message").toString().isEmpty());
    QCOMPARE(settings({}).value(u"BUILD_VERSION").toString(), build);
    QCOMPARE(site().value(u"slotSwapStatus").isNull(), phase < 5);
    QVERIFY(site().value(u"inProgressOperationId").isNull());
    if (phase < 5)
        QCOMPARE(settings("/slots/staging"), staging);
    fault(name, false);
    QCOMPARE(followed(swap()).status, 200); // nothing is left locked
}

void TestLabAppService::neverEnding()
{
    fault("swap-never-ends", true);
    test::HttpAnswer answer = swap();
    for (int poll = 0; poll < 30; ++poll) {
        QCOMPARE(answer.status, 202);
        answer = send("GET", locationOf(answer));
    }
    QCOMPARE(settings({}).value(u"BUILD_VERSION").toString(), QStringLiteral("2026.11.2"));
}

void TestLabAppService::swapWithPreview()
{
    const QByteArray body = R"({"targetSlot":"production"})";
    QCOMPARE(send("POST", base() + "/slots/staging/applySlotConfig" + version, body).status, 200);
    QCOMPARE(site("/slots/staging").value(u"targetSwapSlot").toString(), QStringLiteral("production"));
    QCOMPARE(settings("/slots/staging").value(u"SLOT_NAME").toString(), QStringLiteral("production"));
    QCOMPARE(settings("/slots/staging").value(u"BUILD_VERSION").toString(), QStringLiteral("2026.11.1"));
    QCOMPARE(followed(swap()).status, 200);
    QVERIFY(site("/slots/staging").value(u"targetSwapSlot").isNull());
    QCOMPARE(settings("/slots/staging").value(u"SLOT_NAME").toString(), QStringLiteral("staging"));
    QCOMPARE(settings({}).value(u"BUILD_VERSION").toString(), QStringLiteral("2026.11.1"));
}

void TestLabAppService::previewIsTakenBack()
{
    const QJsonObject before = settings("/slots/staging");
    QCOMPARE(send("POST", base() + "/slots/staging/applySlotConfig" + version, R"({"targetSlot":"production"})").status, 200);
    QVERIFY(settings("/slots/staging") != before);
    QCOMPARE(send("POST", base() + "/slots/staging/resetSlotConfig" + version).status, 200);
    QCOMPARE(settings("/slots/staging"), before);
    QVERIFY(site("/slots/staging").value(u"targetSwapSlot").isNull());
}

void TestLabAppService::roles_data()
{
    QTest::addColumn<QString>("client"); ///< member of LabInfo
    QTest::addColumn<int>("read");
    QTest::addColumn<int>("write");
    QTest::newRow("contributor") << QStringLiteral("client") << 200 << 200;
    QTest::newRow("reader") << QStringLiteral("reader") << 200 << 403;
    QTest::newRow("stranger") << QStringLiteral("stranger") << 403 << 403;
}

void TestLabAppService::roles()
{
    QFETCH(const QString, client);
    QFETCH(const int, read);
    QFETCH(const int, write);
    const LabInfo &info = m_lab->info();
    const QString id = client == u"client" ? info.clientId : client == u"reader" ? info.readerClientId : info.strangerClientId;
    const QByteArray form = "grant_type=client_credentials&client_id=" + id.toUtf8() + "&client_secret=" + info.clientSecret.toUtf8()
        + "&scope=https%3A%2F%2Fmanagement.azure.com%2F.default";
    const QJsonObject token = m_lab->send("POST", "/" + info.tenantId.toUtf8() + "/oauth2/v2.0/token",
                                          {{"Content-Type", "application/x-www-form-urlencoded"}}, form).json();
    const test::HeaderList headers{{"Authorization", "Bearer " + token.value(u"access_token").toString().toUtf8()}};
    QCOMPARE(m_lab->send("GET", base() + version, headers).status, read);
    const test::HttpAnswer written = m_lab->send("POST", base() + "/restart" + version, headers);
    QCOMPARE(written.status, write);
    if (write == 403) {
        const QJsonObject error = written.json().value(u"error").toObject();
        QCOMPARE(error.value(u"code").toString(), QStringLiteral("AuthorizationFailed"));
        QVERIFY(error.value(u"message").toString().contains(u"Microsoft.Web/sites/restart/action"));
        QVERIFY(error.value(u"message").toString().contains(id));
    }
}

void TestLabAppService::rightsRevoked()
{
    fault("rights-revoked", true);
    QCOMPARE(send("GET", base() + version).status, 200);
    QCOMPARE(swap().status, 403);
    fault("rights-revoked", false);
    QCOMPARE(followed(swap()).status, 200);
    fault("arm-conflict-409", true);
    QCOMPARE(swap().status, 409);
    QCOMPARE(swap().json().value(u"Code").toString(), QStringLiteral("Conflict"));
}

void TestLabAppService::activityLogTellsTheSwap()
{
    QCOMPARE(followed(swap()).status, 200);
    const QByteArray target = "/subscriptions/" + m_lab->info().subscriptionId.toUtf8()
        + "/providers/Microsoft.Insights/eventtypes/management/values?api-version=2015-04-01&%24filter=resourceUri%20eq%20%27"
        + base() + "%27";
    const QJsonArray events = send("GET", target).json().value(u"value").toArray();
    QStringList statuses;
    QSet<QString> correlations;
    for (const QJsonValue &value : events) {
        const QJsonObject event = value.toObject();
        QCOMPARE(event.value(u"operationName").toObject().value(u"value").toString(), QStringLiteral("Microsoft.Web/sites/slots/slotsswap/action"));
        statuses << event.value(u"status").toObject().value(u"value").toString();
        correlations << event.value(u"correlationId").toString();
    }
    statuses.sort();
    QCOMPARE(statuses, QStringList({QStringLiteral("Accepted"), QStringLiteral("Started"), QStringLiteral("Succeeded")}));
    QCOMPARE(correlations.size(), 1);
}

void TestLabAppService::swapIsSeenInTelemetry()
{
    QCOMPARE(followed(swap()).status, 200);
    const QJsonArray rows = m_lab->rows(QStringLiteral("customEvents | where name in ('SlotSwap', 'Deployment', 'PromptVersion')"
                                                       " | summarize count() by name | order by name asc"));
    QCOMPARE(rows, QJsonArray({QJsonArray({QStringLiteral("Deployment"), 1}), QJsonArray({QStringLiteral("PromptVersion"), 2}),
                               QJsonArray({QStringLiteral("SlotSwap"), 1})}));
}

QD_TEST_MAIN(QCoreApplication, TestLabAppService)
#include "tst_lab_appservice.moc"
