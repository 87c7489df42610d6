#include "armcontract.h"

namespace qd::test {

using namespace std::chrono_literals;
using Kind = ScriptedReply::Kind;

namespace {

const auto siteId = QStringLiteral("/subscriptions/s1/resourceGroups/rg1/providers/Microsoft.Web/sites/app1");

constexpr auto siteBody = R"({"id":"/subscriptions/s1/resourceGroups/rg1/providers/Microsoft.Web/sites/app1/slots/staging",
 "name":"app1/staging","type":"Microsoft.Web/sites/slots","properties":{"state":"Running","availabilityState":"Normal",
 "defaultHostName":"app1-staging.azurewebsites.net","lastModifiedTimeUtc":"2026-11-20T10:00:00.5","inProgressOperationId":null,
 "slotSwapStatus":{"timestampUtc":"2025-07-15T06:56:57.454Z","sourceSlotName":"staging","destinationSlotName":"Production"}}})";

Instant at(const char *iso) { return toInstant(QDateTime::fromString(QString::fromLatin1(iso), Qt::ISODateWithMs)); }

} // namespace

void ArmContract::init()
{
    failOnWarnings();
    m_peer = makePeer();
    m_clock = std::make_unique<ManualClock>();
    m_timers = std::make_unique<ManualTimers>(*m_clock);
    m_tokens = std::make_unique<FakeTokenProvider>();
    m_site = std::make_unique<Outcome<SlotSite>>();
    m_done = std::make_unique<Outcome<void>>();
    m_progress.clear();
    start();
}

void ArmContract::cleanup()
{
    m_apim.reset();
    m_app.reset();
    m_arm.reset();
    m_http.reset();
    m_site.reset();
    m_done.reset();
    m_peer.reset();
    checkNoErrorsLogged();
}

void ArmContract::start()
{
    HttpClientOptions options;
    options.retry.jitter = [] { return 0.0; };
    options.makeManager = m_peer->managerFactory();
    m_http = std::make_unique<HttpClient>(*m_clock, *m_timers, options);
    m_arm = std::make_unique<ArmClient>(*m_http, *m_tokens, *m_timers, *m_clock,
                                        ArmEndpoint{.url = m_peer->url(), .scope = QStringLiteral("scope-arm")});
    m_app = std::make_unique<HttpAppServiceConnector>(*m_arm, siteId);
    m_apim = std::make_unique<HttpApimConnector>(*m_arm, QStringLiteral("/subscriptions/s1/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/apim1"));
}

void ArmContract::answer(int status, const QByteArray &body, QList<QPair<QByteArray, QByteArray>> headers)
{
    headers.prepend({"Content-Type", "application/json; charset=utf-8"});
    m_peer->push({.kind = Kind::Answer, .status = status, .headers = std::move(headers), .body = body});
}

void ArmContract::push(Kind kind) { m_peer->push({.kind = kind, .status = 200, .headers = {}, .body = "{\"name\":\"app1\"}"}); }

bool ArmContract::arrived(qsizetype count)
{
    return QTest::qWaitFor([&] { return m_peer->seen().size() == count; }, 5000);
}

bool ArmContract::passWait(Milliseconds wait)
{
    const auto isWaiting = [&] {
        const auto waits = m_timers->waits();
        return !waits.empty() && waits.front() == wait;
    };
    if (!QTest::qWaitFor(isWaiting, 5000))
        return false;
    m_timers->advance(wait);
    return true;
}

void ArmContract::encodesTheRequest()
{
    answer(200, siteBody);
    m_app->site(SlotName(QStringLiteral("staging")), m_site->context(), m_site->completion());
    QCOMPARE(m_site->count(), 0);
    QVERIFY(m_site->wait());
    const SeenRequest &seen = m_peer->seen().first();
    QCOMPARE(seen.method, "GET");
    QCOMPARE(seen.target, QByteArray(siteId.toLatin1() + "/slots/staging?api-version=2024-11-01"));
    QCOMPARE(seen.header("authorization"), "Bearer token-1");
    QCOMPARE(m_tokens->scopes, QStringList{QStringLiteral("scope-arm")});
}

void ArmContract::decodesASite()
{
    answer(200, siteBody, {{"Date", "Sat, 21 Nov 2026 12:00:05 GMT"}});
    m_app->site(SlotName(QStringLiteral("staging")), m_site->context(), m_site->completion());
    QVERIFY(m_site->wait());
    QVERIFY(m_site->ok());
    const SlotSite &site = m_site->value();
    QCOMPARE(site.slot.value, QStringLiteral("staging"));
    QVERIFY(site.isRunning() && !site.isBusy());
    QCOMPARE(site.hostName, QStringLiteral("app1-staging.azurewebsites.net"));
    QVERIFY(site.lastModified == std::optional(at("2026-11-20T10:00:00.500Z")));
    QVERIFY(site.lastSwap && site.lastSwap->at == at("2025-07-15T06:56:57.454Z"));
    QVERIFY(isProductionSlot(site.lastSwap->destination));
    QVERIFY(site.readAt == ManualClock::start + 5s);
}

void ArmContract::signsInAnewOnce()
{
    answer(401, R"({"error":{"code":"ExpiredAuthenticationToken","message":"The access token expiry UTC time is earlier."}})");
    answer(200, siteBody);
    m_app->site(productionSlot(), m_site->context(), m_site->completion());
    QVERIFY(m_site->wait());
    QVERIFY(m_site->ok());
    QCOMPARE(m_tokens->invalidated, 1);
    QCOMPARE(m_peer->seen().at(1).header("authorization"), "Bearer token-2");
}

void ArmContract::refusedTwice()
{
    answer(401, R"({"error":{"code":"InvalidAuthenticationToken","message":"No."}})");
    answer(401, R"({"error":{"code":"InvalidAuthenticationToken","message":"No."}})");
    m_app->site(productionSlot(), m_site->context(), m_site->completion());
    QVERIFY(m_site->wait());
    QCOMPARE(m_site->kind(), ErrorKind::Unauthorized);
    QCOMPARE(m_peer->seen().size(), 2);
}

void ArmContract::errors_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, int status, const char *body, ErrorKind kind, const char *code, const char *message) {
        QTest::newRow(name) << status << QByteArray(body) << static_cast<int>(kind) << QString::fromUtf8(code) << QString::fromUtf8(message);
    };
    row("not found", 404, R"({"error":{"code":"ResourceNotFound","message":"No such site."}})", ErrorKind::NotFound, "ResourceNotFound", "No such site.");
    row("conflict, pascal case", 409, R"({"Code":"Conflict","Message":"Cannot modify this site.","Details":[{"Message":"Cannot modify this site."}],"Innererror":null})",
        ErrorKind::Conflict, "Conflict", "Cannot modify this site.");
    row("conflict, other case", 409, R"({"Error":{"Code":"Conflict","Message":"Busy."}})", ErrorKind::Conflict, "Conflict", "Busy.");
    row("stale etag", 412, R"({"error":{"code":"PreconditionFailed","message":"Resource was modified since last retrieval.","details":null}})",
        ErrorKind::Conflict, "PreconditionFailed", "Resource was modified since last retrieval.");
    row("control characters", 400, "{\"error\":{\"code\":\"Bad\",\"message\":\"a\\u001b[31mb\\nc\"}}", ErrorKind::Invalid, "Bad", "a [31mb c");
    row("html", 404, "<html>proxy</html>", ErrorKind::NotFound, "", "The server does not know this resource.");
    row("not implemented", 501, R"({"error":{"code":"No","message":"m"}})", ErrorKind::Server, "No", "m");
}

void ArmContract::errors()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(int, kind);
    answer(status, body, {{"x-ms-request-id", "srv-4"}});
    m_app->site(productionSlot(), m_site->context(), m_site->completion());
    QVERIFY(m_site->wait());
    QCOMPARE(static_cast<int>(m_site->kind()), kind);
    QCOMPARE(m_site->error().httpStatus, status);
    QTEST(m_site->error().vendorCode, "code");
    QTEST(m_site->error().message, "message");
    QCOMPARE(m_site->error().requestId, QStringLiteral("srv-4"));
}

void ArmContract::forbiddenNamesTheAction()
{
    answer(403, R"({"error":{"code":"AuthorizationFailed","message":"The client 'c' with object id 'o' does not have authorization to perform action 'Microsoft.Web/sites/slots/slotsswap/action' over scope '/subscriptions/s1' or the scope is invalid."}})");
    swap(*m_done);
    QVERIFY(m_done->wait());
    QCOMPARE(m_done->kind(), ErrorKind::Forbidden);
    QVERIFY2(m_done->error().message.contains(QStringLiteral("“Microsoft.Web/sites/slots/slotsswap/action”")), qPrintable(m_done->error().message));
}

void ArmContract::throttledWriteIsSentAgain()
{
    answer(429, R"({"error":{"code":"SubscriptionRequestsThrottled","message":"Slow down."}})", {{"Retry-After", "7"}});
    answer(200);
    m_app->restart(productionSlot(), m_done->context(), m_done->completion());
    QVERIFY(passWait(7s));
    QVERIFY(m_done->wait());
    QVERIFY(m_done->ok());
    QCOMPARE(m_peer->seen().at(1).method, "POST");
}

void ArmContract::throttledWithoutATimeIsTold()
{
    answer(429, R"({"error":{"code":"TooManyRequests","message":"Slow down."}})");
    m_app->restart(productionSlot(), m_done->context(), m_done->completion());
    QVERIFY(m_done->wait());
    QCOMPARE(m_done->kind(), ErrorKind::Throttled);
    QCOMPARE(m_peer->seen().size(), 1);
}

void ArmContract::serverErrorThenAnswered()
{
    answer(503, "busy");
    answer(200, siteBody);
    m_app->site(productionSlot(), m_site->context(), m_site->completion());
    QVERIFY(passWait(500ms));
    QVERIFY(m_site->wait());
    QVERIFY(m_site->ok());
}

void ArmContract::timeout()
{
    push(Kind::Never);
    m_app->site(productionSlot(), m_site->context(), m_site->completion());
    QVERIFY(arrived(1));
    m_timers->advance(60s);
    QVERIFY(m_site->wait());
    QCOMPARE(m_site->kind(), ErrorKind::Timeout);
}

void ArmContract::badBodies_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("detail");
    QTest::newRow("cut off") << QByteArray(siteBody).left(200) << QStringLiteral("not JSON");
    QTest::newRow("an array") << QByteArray("[1]") << QStringLiteral("an object is expected");
    QTest::newRow("no name") << QByteArray(R"({"name":7,"properties":{"state":"x"}})") << QStringLiteral("$.name");
    QTest::newRow("no properties") << QByteArray(R"({"name":"a","properties":"x"})") << QStringLiteral("$.properties");
    QTest::newRow("nested") << QByteArray("{\"name\":" + QByteArray(100, '[') + QByteArray(100, ']') + "}") << QStringLiteral("nested deeper");
    QTest::newRow("empty") << QByteArray() << QStringLiteral("not JSON");
}

void ArmContract::badBodies()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, detail);
    answer(200, body);
    m_app->site(productionSlot(), m_site->context(), m_site->completion());
    QVERIFY(m_site->wait());
    QCOMPARE(m_site->kind(), ErrorKind::Decode);
    QVERIFY2(m_site->error().detail.contains(detail), qPrintable(m_site->error().detail));
}

void ArmContract::hugeBody()
{
    answer(200, QByteArray(17 * 1024 * 1024, ' '));
    m_app->site(productionSlot(), m_site->context(), m_site->completion());
    QVERIFY(m_site->wait());
    QCOMPARE(m_site->kind(), ErrorKind::Protocol);
}

void ArmContract::cancelInEachPhase_data()
{
    QTest::addColumn<QString>("phase");
    for (const char *phase : {"at once", "signing in", "sending", "throttled"})
        QTest::newRow(phase) << QString::fromLatin1(phase);
}

void ArmContract::cancelInEachPhase()
{
    QFETCH(QString, phase);
    m_tokens->isSilent = phase == QLatin1String("signing in");
    if (phase == QLatin1String("throttled"))
        answer(429, "{}", {{"Retry-After", "7"}});
    else
        push(Kind::Never);
    const Call call = m_app->restart(productionSlot(), m_done->context(), m_done->completion());
    if (phase == QLatin1String("sending"))
        QVERIFY(arrived(1));
    if (phase == QLatin1String("throttled"))
        QVERIFY(QTest::qWaitFor([&] { return !m_timers->waits().empty() && m_timers->waits().front() == 7s; }, 5000));
    call.cancel();
    call.cancel();
    QVERIFY(m_done->wait());
    QCOMPARE(m_done->kind(), ErrorKind::Cancelled);
    const qsizetype seen = m_peer->seen().size();
    m_timers->advance(60s);
    QCoreApplication::sendPostedEvents();
    QCOMPARE(m_done->count(), 1);
    QCOMPARE(m_peer->seen().size(), seen);
}

void ArmContract::contextGone()
{
    push(Kind::Never);
    m_app->site(productionSlot(), m_site->context(), m_site->completion());
    QVERIFY(arrived(1));
    m_site->destroyContext();
    m_timers->advance(120s);
    QCoreApplication::sendPostedEvents();
    QCOMPARE(m_site->count(), 0);
}

void ArmContract::clientGone()
{
    push(Kind::Never);
    Outcome<QList<SlotSite>> sites;
    m_app->sites(sites.context(), sites.completion());
    m_app->site(productionSlot(), m_site->context(), m_site->completion());
    QVERIFY(arrived(2));
    m_apim.reset();
    m_app.reset();
    m_arm.reset();
    QVERIFY(m_site->wait() && sites.wait());
    QCOMPARE(m_site->kind(), ErrorKind::Cancelled);
    QCOMPARE(sites.kind(), ErrorKind::Cancelled);
}

void ArmContract::quotaIsKept()
{
    answer(200, siteBody, {{"x-ms-ratelimit-remaining-subscription-global-reads", "16499"}, {"X-Ms-Ratelimit-Remaining-Subscription-Writes", "800"}});
    m_app->site(productionSlot(), m_site->context(), m_site->completion());
    QVERIFY(m_site->wait());
    QCOMPARE(m_arm->quota().remaining.value(QStringLiteral("subscription-global-reads")), 16499);
    QCOMPARE(m_arm->quota().remaining.value(QStringLiteral("subscription-writes")), 800);
}

void ArmContract::secretsNeverInTheLog()
{
    startCapturingLogs();
    answer(202, {}, {{"Location", location("1")}});
    answer(200, siteBody);
    swap(*m_done);
    QVERIFY(passWait(3s));
    QVERIFY(m_done->wait());
    answer(200, R"({"properties":{"DB_PASSWORD":"planted-secret-1"}})");
    answer(200, R"({"properties":{"DB_PASSWORD":"planted-secret-1","A":"planted-secret-2"}})");
    Outcome<SlotSettings> settings;
    m_app->writeSettings(productionSlot(), {{QStringLiteral("A"), QStringLiteral("planted-secret-2")}}, settings.context(), settings.completion());
    QVERIFY(settings.wait());
    answer(200, R"({"primaryKey":"planted-secret-3","secondaryKey":"x"})");
    Outcome<QString> key;
    m_apim->subscriptionKey(SubscriptionId(QStringLiteral("contoso")), key.context(), key.completion());
    QVERIFY(key.wait());
    QCOMPARE(key.value(), QStringLiteral("planted-secret-3"));
    const QString lines = capturedLogs().join(u'\n');
    for (const char *secret : {"planted-secret", "token-1", "signature-1", "certificate-1"})
        QVERIFY2(!lines.contains(QLatin1String(secret)), secret);
    QVERIFY(lines.contains(QStringLiteral("/config/appsettings")));
}

} // namespace qd::test
