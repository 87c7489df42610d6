#include "arm/httpactivitylog.h"
#include "arm/httpapimconnector.h"
#include "arm/httpappserviceconnector.h"
#include "auth/clientcredentials.h"
#include "auth/secretsources.h"
#include "faketokenprovider.h"
#include "labfixture.h"
#include "manualclock.h"
#include "outcome.h"
#include "testmain.h"

using namespace qd;
using namespace qd::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const auto armScope = u"https://management.azure.com/.default"_s;
const SlotName staging(u"staging"_s);
const PolicyScope labApi{.kind = PolicyScope::Kind::Api, .product = {}, .api = ApiId(u"mcp-orders.contoso.example"_s), .operation = {}};

/// Everything between a flow and the lab's Resource Manager, as the console builds it.
struct ArmLabClient {
    ArmLabClient(const lab::LabInfo &info, const QString &clientId, TokenProvider *other = nullptr)
        : secret(info.clientSecret)
        , tokens(http, clock, secret, {.authority = QUrl(info.endpoint), .tenantId = info.tenantId, .clientId = clientId})
        , arm(http, other ? *other : tokens, timers, clock, ArmEndpoint{.url = QUrl(info.endpoint), .scope = armScope})
        , app(arm, u"/subscriptions/%1/resourceGroups/%2/providers/Microsoft.Web/sites/%3"_s.arg(info.subscriptionId, info.resourceGroup, info.siteName))
        , apim(arm, u"/subscriptions/%1/resourceGroups/%2/providers/Microsoft.ApiManagement/service/%3"_s.arg(info.subscriptionId, info.resourceGroup, info.apimName))
    {
    }
    ManualClock clock;
    SystemTimers timers;
    HttpClient http{clock, timers, {}};
    FixedSecret secret;
    ClientCredentials tokens;
    ArmClient arm;
    HttpAppServiceConnector app;
    HttpApimConnector apim;
};

/// What a call ended with; an Error that says so when it never did.
template<typename T, typename Ask>
Result<T> ended(Ask ask)
{
    Outcome<T> outcome;
    ask(outcome.context(), outcome.completion());
    if (!QTest::qWaitFor([&] { return outcome.count() > 0; }, 20000))
        return Error{.kind = ErrorKind::Internal, .message = u"the call never ended"_s};
    if (!outcome.ok())
        return outcome.error();
    if constexpr (std::is_void_v<T>)
        return {};
    else
        return outcome.value();
}

} // namespace

#define VERIFY_OK(call) \
    do { \
        const auto &verified = (call); \
        QVERIFY2(verified.has_value(), verified ? "" : qPrintable(verified.error().message)); \
    } while (false)

/// What ArmContract promises over scripts, where the lab's Resource Manager can be brought to do the same: two
/// implementations that share no code, on a socket.
class TestArmLab : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void cleanupTestCase()
    {
        m_client.reset();
        m_lab.reset();
    }

    // one request
    void productionComesFirst();
    void unknownSlot();
    void forgedToken();
    void forbiddenNamesTheAction_data();
    void forbiddenNamesTheAction();
    void conflictIsTold();
    void throttledOnEverySecondCall();
    void cancelOnTheWay();
    void settingsAreReadModifiedWritten();
    void stickyNamesTrafficAndDifferences();
    void permissionsFollowTheRole_data();
    void permissionsFollowTheRole();

    // long-running operations
    void swapFollowsRotatingLocations();
    void swapFailures_data();
    void swapFailures();
    void locationThatNeverEnds();
    void cancellingASwapSaysThatItGoesOn();
    void activityLogTellsOfIt();

    // API Management
    void policyFromNothingToNothing();
    void policyChangedMeanwhile();
    void policyRefusedWithItsPlace();
    void namedValues();
    void apisAndKeys();

    void labGoneAndBack();

private:
    void fault(const char *name, bool isOn = true, const QByteArray &more = {}) const;
    Result<SlotSite> site(ArmLabClient &client, const SlotName &slot = productionSlot()) const
    {
        return ended<SlotSite>([&](QObject *context, auto done) { client.app.site(slot, context, done); });
    }
    Result<SlotSettings> settings(const SlotName &slot = productionSlot()) const
    {
        return ended<SlotSettings>([&](QObject *context, auto done) { m_client->app.settings(slot, context, done); });
    }
    Result<void> restart(ArmLabClient &client) const
    {
        return ended<void>([&](QObject *context, auto done) { client.app.restart(productionSlot(), context, done); });
    }
    Result<void> swap(Milliseconds deadline = 15s)
    {
        m_progress.clear();
        return ended<void>([&](QObject *context, auto done) {
            m_client->app.swap({.source = staging, .target = productionSlot(), .watch = {.deadline = deadline, .interval = 50ms}},
                               [this](const ArmProgress &progress) { m_progress.append(progress); }, context, done);
        });
    }
    Result<PolicyText> readPolicy() const
    {
        return ended<PolicyText>([&](QObject *context, auto done) { m_client->apim.readPolicy(labApi, context, done); });
    }
    Result<PolicyText> writePolicy(const QString &xml, const QString &etag) const
    {
        return ended<PolicyText>([&](QObject *context, auto done) { m_client->apim.writePolicy(labApi, xml, etag, context, done); });
    }

    std::unique_ptr<LabFixture> m_lab;
    std::unique_ptr<ArmLabClient> m_client;
    QList<ArmProgress> m_progress;
};

void TestArmLab::initTestCase()
{
    lab::LabOptions options = LabFixture::emptyOptions();
    options.scenario = u"bad-prompt"_s;
    options.swapTime = 300ms;
    m_lab = std::make_unique<LabFixture>(options);
    m_client = std::make_unique<ArmLabClient>(m_lab->info(), m_lab->info().clientId);
}

void TestArmLab::init() { failOnWarnings(); }

void TestArmLab::cleanup()
{
    if (m_lab)
        fault("all", false);
    checkNoErrorsLogged();
}

void TestArmLab::fault(const char *name, bool isOn, const QByteArray &more) const
{
    const QByteArray body = QByteArray("{\"fault\":\"") + name + "\",\"on\":" + (isOn ? "true" : "false") + more + "}";
    QCOMPARE(m_lab->send("POST", "/lab/control", {{"Authorization", "Bearer " + m_lab->info().bearerToken.toUtf8()}}, body).status, 200);
}

void TestArmLab::productionComesFirst()
{
    const auto sites = ended<QList<SlotSite>>([&](QObject *context, auto done) { m_client->app.sites(context, done); });
    VERIFY_OK(sites);
    QCOMPARE(sites->size(), 2);
    QVERIFY(isProductionSlot(sites->at(0).slot) && sites->at(1).slot == staging);
    QVERIFY(sites->at(0).isRunning() && !sites->at(0).isBusy());
    QVERIFY(!sites->at(0).hostName.isEmpty() && sites->at(0).lastModified);
    QVERIFY(m_client->arm.quota().remaining.size() > 0);
}

void TestArmLab::unknownSlot()
{
    const auto none = site(*m_client, SlotName(u"blue"_s));
    QCOMPARE(none.error().kind, ErrorKind::NotFound);
    QCOMPARE(none.error().vendorCode, u"ResourceNotFound"_s);
    QVERIFY(!none.error().requestId.isEmpty());
}

void TestArmLab::forgedToken()
{
    FakeTokenProvider forged;
    ArmLabClient client(m_lab->info(), m_lab->info().clientId, &forged);
    QCOMPARE(site(client).error().kind, ErrorKind::Unauthorized);
    QCOMPARE(forged.invalidated, 1); // signed in anew once, then believed
}

void TestArmLab::forbiddenNamesTheAction_data()
{
    QTest::addColumn<QString>("client");
    QTest::addColumn<bool>("isWrite");
    QTest::addColumn<QString>("action");
    QTest::newRow("stranger reads") << m_lab->info().strangerClientId << false << u"Microsoft.Web/sites/read"_s;
    QTest::newRow("reader writes") << m_lab->info().readerClientId << true << u"Microsoft.Web/sites/restart/action"_s;
}

void TestArmLab::forbiddenNamesTheAction()
{
    QFETCH(QString, client);
    QFETCH(bool, isWrite);
    QFETCH(QString, action);
    ArmLabClient other(m_lab->info(), client);
    const auto read = site(other);
    const Error error = isWrite ? restart(other).error() : read.error();
    QCOMPARE(read.has_value(), isWrite);
    QCOMPARE(error.kind, ErrorKind::Forbidden);
    QVERIFY2(error.message.contains(u"“%1”"_s.arg(action), Qt::CaseInsensitive), qPrintable(error.message));
}

void TestArmLab::conflictIsTold()
{
    fault("arm-conflict-409");
    const auto refused = restart(*m_client);
    QCOMPARE(refused.error().kind, ErrorKind::Conflict);
    QCOMPARE(refused.error().httpStatus, 409);
    VERIFY_OK(site(*m_client)); // reading goes on
}

void TestArmLab::throttledOnEverySecondCall()
{
    fault("arm-throttle-every-second", true, ",\"retryAfter\":0");
    for (int i = 0; i < 3; ++i)
        VERIFY_OK(restart(*m_client));
    VERIFY_OK(swap()); // every poll but one in two is refused and asked again
}

void TestArmLab::cancelOnTheWay()
{
    fault("arm-slow", true, ",\"milliseconds\":300");
    Outcome<SlotSite> outcome;
    m_client->app.site(productionSlot(), outcome.context(), outcome.completion()).cancel();
    QVERIFY(outcome.wait());
    QCOMPARE(outcome.kind(), ErrorKind::Cancelled);
    fault("arm-slow", false);
    VERIFY_OK(site(*m_client));
}

void TestArmLab::settingsAreReadModifiedWritten()
{
    const SlotSettings before = settings().value_or(SlotSettings());
    QVERIFY(before.size() > 2);
    const auto change = [&](const SlotSettingChanges &changes) {
        return ended<SlotSettings>([&](QObject *context, auto done) { m_client->app.writeSettings(productionSlot(), changes, context, done); });
    };
    const auto written = change({{u"LEVEL"_s, u"debug"_s}});
    VERIFY_OK(written);
    SlotSettings expected = before;
    expected.insert(u"LEVEL"_s, u"debug"_s);
    QCOMPARE(*written, expected);
    VERIFY_OK(change({{u"LEVEL"_s, std::nullopt}}));
    QCOMPARE(settings().value_or(SlotSettings()), before);
}

void TestArmLab::stickyNamesTrafficAndDifferences()
{
    const auto names = ended<QStringList>([&](QObject *context, auto done) { m_client->app.stickyNames(context, done); });
    VERIFY_OK(names);
    QCOMPARE(*names, QStringList({u"CHAOS_MODE"_s, u"SLOT_NAME"_s}));
    VERIFY_OK(ended<QList<SlotTraffic>>([&](QObject *context, auto done) { m_client->app.traffic(context, done); }));
    const auto differences = ended<QList<SlotDifference>>(
        [&](QObject *context, auto done) { m_client->app.differences(staging, productionSlot(), context, done); });
    VERIFY_OK(differences);
    QVERIFY(std::ranges::any_of(*differences, [](const SlotDifference &one) { return one.name == u"PROMPT_ORDER_DESK"_s; }));
}

void TestArmLab::permissionsFollowTheRole_data()
{
    QTest::addColumn<QString>("client");
    QTest::addColumn<bool>("isRevoked");
    QTest::addColumn<bool>("maySwap");
    QTest::newRow("operator") << m_lab->info().clientId << false << true;
    QTest::newRow("operator, revoked") << m_lab->info().clientId << true << false;
    QTest::newRow("reader") << m_lab->info().readerClientId << false << false;
}

void TestArmLab::permissionsFollowTheRole()
{
    QFETCH(QString, client);
    QFETCH(bool, isRevoked);
    fault("rights-revoked", isRevoked);
    ArmLabClient other(m_lab->info(), client);
    const auto grants = ended<QList<PermissionGrant>>([&](QObject *context, auto done) { other.app.permissions(staging, context, done); });
    VERIFY_OK(grants);
    QTEST(isPermitted(*grants, slotSwapAction()), "maySwap");
    QVERIFY(isPermitted(*grants, u"Microsoft.Web/sites/slots/read"_s));
}

void TestArmLab::swapFollowsRotatingLocations()
{
    const SlotSettings served = settings().value_or(SlotSettings());
    VERIFY_OK(swap());
    QVERIFY(m_progress.size() >= 2); // several polls, each at another address
    QVERIFY(settings() && *settings() != served);
    const auto now = site(*m_client);
    QVERIFY(now && !now->isBusy() && now->lastSwap && now->lastSwap->source == staging);
    VERIFY_OK(swap());
    QCOMPARE(settings().value_or(SlotSettings()), served);
}

void TestArmLab::swapFailures_data()
{
    QTest::addColumn<int>("phase");
    QTest::addColumn<bool>("isSwitched"); ///< traffic had been switched when it failed
    for (int phase = 1; phase <= 5; ++phase)
        QTest::addRow("phase %d", phase) << phase << (phase == 5);
}

void TestArmLab::swapFailures()
{
    QFETCH(int, phase);
    QFETCH(bool, isSwitched);
    const QString prompt = settings().value_or(SlotSettings()).value(u"PROMPT_ORDER_DESK"_s);
    const QByteArray name = "swap-fails-in-phase-" + QByteArray::number(phase);
    fault(name.constData());
    const auto failed = swap();
    QVERIFY(!failed.has_value());
    QVERIFY(!failed.error().message.isEmpty());
    QCOMPARE(settings().value_or(SlotSettings()).value(u"PROMPT_ORDER_DESK"_s) != prompt, isSwitched);
    QVERIFY(site(*m_client) && !site(*m_client)->isBusy());
}

void TestArmLab::locationThatNeverEnds()
{
    fault("swap-never-ends");
    const auto watched = swap(600ms);
    QCOMPARE(watched.error().kind, ErrorKind::Timeout);
    QVERIFY(site(*m_client) && site(*m_client)->isBusy());
    fault("swap-never-ends", false);
    QTRY_VERIFY(site(*m_client) && !site(*m_client)->isBusy());
}

void TestArmLab::cancellingASwapSaysThatItGoesOn()
{
    Outcome<void> outcome;
    int polls = 0;
    const Call call = m_client->app.swap({.source = staging, .target = productionSlot(), .watch = {.deadline = 15s, .interval = 50ms}},
                                         [&](const ArmProgress &) { ++polls; }, outcome.context(), outcome.completion());
    QTRY_VERIFY(polls > 0);
    call.cancel();
    QVERIFY(outcome.wait());
    QCOMPARE(outcome.kind(), ErrorKind::Cancelled);
    QVERIFY(outcome.error().message.contains(u"goes on"_s));
    QTRY_VERIFY(site(*m_client) && !site(*m_client)->isBusy());
}

void TestArmLab::activityLogTellsOfIt()
{
    const HttpActivityLog log(m_client->arm, {.endpoint = {}, .scope = {}, .subscriptionId = m_lab->info().subscriptionId,
                                              .resourceGroup = m_lab->info().resourceGroup, .site = {}, .apim = {}});
    const auto events = ended<QList<ActivityEvent>>([&](QObject *context, auto done) {
        const_cast<HttpActivityLog &>(log).activityLog({ManualClock::start - 1h, ManualClock::start + 1h}, context, done);
    });
    VERIFY_OK(events);
    QVERIFY(std::ranges::any_of(*events, [](const ActivityEvent &event) { return event.operation.contains(u"slotsswap"_s, Qt::CaseInsensitive); }));
}

void TestArmLab::policyFromNothingToNothing()
{
    const auto absent = readPolicy();
    VERIFY_OK(absent);
    QVERIFY(absent->xml.isEmpty() && absent->etag.isEmpty());
    const auto made = writePolicy(u"<policies><inbound><base /></inbound></policies>"_s, {});
    VERIFY_OK(made);
    QVERIFY(made->etag.startsWith(u'"') && made->xml.contains(u"<inbound>"_s));
    const auto twice = writePolicy(u"<policies />"_s, {}); // "there is none yet" never overwrites
    QCOMPARE(twice.error().httpStatus, 412);
    QCOMPARE(readPolicy()->etag, made->etag);
    VERIFY_OK(ended<void>([&](QObject *context, auto done) { m_client->apim.deletePolicy(labApi, made->etag, context, done); }));
    QVERIFY(readPolicy()->etag.isEmpty());
}

void TestArmLab::policyChangedMeanwhile()
{
    const auto first = writePolicy(u"<policies><inbound><base /></inbound></policies>"_s, {});
    VERIFY_OK(first);
    const auto theirs = writePolicy(u"<policies><inbound /></policies>"_s, first->etag);
    VERIFY_OK(theirs);
    const auto stale = writePolicy(u"<policies><outbound /></policies>"_s, first->etag);
    QCOMPARE(stale.error().kind, ErrorKind::Conflict);
    QCOMPARE(stale.error().httpStatus, 412);
    QCOMPARE(readPolicy()->etag, theirs->etag);
}

void TestArmLab::policyRefusedWithItsPlace()
{
    const auto before = readPolicy();
    const auto refused = writePolicy(u"<policies>\n  <inbound>\n    <no-such-policy />\n  </inbound>\n</policies>"_s, before->etag);
    QCOMPARE(refused.error().kind, ErrorKind::Invalid);
    QVERIFY2(refused.error().position && refused.error().position->line == 3, qPrintable(refused.error().message));
    QCOMPARE(readPolicy()->etag, before->etag);
}

void TestArmLab::namedValues()
{
    const auto read = [&] {
        return ended<NamedValue>([&](QObject *context, auto done) { m_client->apim.namedValue(u"arm-lab"_s, context, done); });
    };
    const auto write = [&](const NamedValue &value) {
        return ended<NamedValue>([&](QObject *context, auto done) { m_client->apim.writeNamedValue(value, context, done); });
    };
    QVERIFY(read() && read()->etag.isEmpty());
    const auto made = write({.id = u"arm-lab"_s, .displayName = u"arm-lab"_s, .value = u"on"_s});
    VERIFY_OK(made);
    const auto changed = write({.id = u"arm-lab"_s, .displayName = u"arm-lab"_s, .value = u"off"_s, .isSecret = false, .etag = made->etag});
    VERIFY_OK(changed);
    QCOMPARE(write({.id = u"arm-lab"_s, .displayName = u"arm-lab"_s, .value = u"mine"_s, .isSecret = false, .etag = made->etag}).error().httpStatus, 412);
    QCOMPARE(read()->value, u"off"_s);
    VERIFY_OK(ended<void>([&](QObject *context, auto done) { m_client->apim.deleteNamedValue(u"arm-lab"_s, changed->etag, context, done); }));
    QVERIFY(read()->etag.isEmpty());
}

void TestArmLab::apisAndKeys()
{
    const auto apis = ended<QList<ApimApi>>([&](QObject *context, auto done) { m_client->apim.apis(context, done); });
    VERIFY_OK(apis);
    QVERIFY(std::ranges::any_of(*apis, [](const ApimApi &api) { return api.id == labApi.api && api.type == u"mcp"_s && !api.mcpEndpoint.isEmpty(); }));
    const auto subscriptions = ended<QList<ApimSubscription>>([&](QObject *context, auto done) { m_client->apim.subscriptions(context, done); });
    VERIFY_OK(subscriptions);
    const auto key = ended<QString>([&](QObject *context, auto done) { m_client->apim.subscriptionKey(subscriptions->first().id, context, done); });
    VERIFY_OK(key);
    QVERIFY(key->size() >= 16);
}

/// A token of the lab that was there before is refused once, and nobody has to restart the client.
void TestArmLab::labGoneAndBack()
{
    lab::LabOptions options = LabFixture::emptyOptions();
    options.port = m_lab->port();
    m_lab.reset();
    QCOMPARE(site(*m_client).error().kind, ErrorKind::Network);
    m_lab = std::make_unique<LabFixture>(options);
    VERIFY_OK(site(*m_client));
}

QD_TEST_MAIN(QCoreApplication, TestArmLab)
#include "tst_arm_lab.moc"
