#include "armcontract.h"

namespace qd::test {

using namespace std::chrono_literals;
using Kind = ScriptedReply::Kind;

namespace {

const QByteArray sitePath = "/subscriptions/s1/resourceGroups/rg1/providers/Microsoft.Web/sites/app1";

} // namespace

/// As long as the service's own: 5-6 kB, signed.
QByteArray ArmContract::location(const QByteArray &key) const
{
    return m_peer->url().toEncoded() + sitePath + "/slots/staging/operationresults/op?api-version=2024-11-01&t=" + key
        + "&c=certificate-" + key + QByteArray(5000, 'c') + "&s=signature-" + key + "%2B%2F%3D&h=h" + key;
}

Call ArmContract::swap(Outcome<void> &outcome, ArmWatch watch)
{
    return m_app->swap({.source = SlotName(QStringLiteral("staging")), .target = productionSlot(), .watch = watch},
                       [this](const ArmProgress &progress) { m_progress.append(progress); }, outcome.context(), outcome.completion());
}

void ArmContract::swapFollowsRotatingLocations()
{
    answer(202, {}, {{"Location", location("1")}});
    answer(202, {}, {{"Location", location("2")}});
    answer(202, {}, {{"Location", location("3")}, {"Retry-After", "9"}});
    answer(200, R"({"name":"app1/staging","properties":{"state":"Running"}})");
    swap(*m_done);
    QVERIFY(passWait(3s));
    QVERIFY(passWait(3s));
    QVERIFY(passWait(9s));
    QVERIFY(m_done->wait());
    QVERIFY(m_done->ok());
    QCOMPARE(m_peer->seen().at(0).target, QByteArray(sitePath + "/slots/staging/slotsswap?api-version=2024-11-01"));
    QCOMPARE(m_peer->seen().at(0).body, R"({"preserveVnet":true,"targetSlot":"production"})");
    for (int i = 1; i <= 3; ++i)
        QCOMPARE(QByteArray(m_peer->url().toEncoded() + m_peer->seen().at(i).target), location(QByteArray::number(i)));
    QCOMPARE(m_progress.last().polls, 2);
    QCOMPARE(m_progress.last().elapsed, Milliseconds(6s));
}

void ArmContract::swapFailures_data()
{
    QTest::addColumn<int>("polls");
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("kind");
    QTest::newRow("refused: another operation") << 0 << 409 << static_cast<int>(ErrorKind::Conflict);
    QTest::newRow("fails at the first poll") << 1 << 400 << static_cast<int>(ErrorKind::Invalid);
    QTest::newRow("conflict at the third poll") << 3 << 409 << static_cast<int>(ErrorKind::Conflict);
    QTest::newRow("rights revoked meanwhile") << 2 << 403 << static_cast<int>(ErrorKind::Forbidden);
    QTest::newRow("operation forgotten") << 2 << 404 << static_cast<int>(ErrorKind::NotFound);
}

void ArmContract::swapFailures()
{
    QFETCH(int, polls);
    QFETCH(int, status);
    QFETCH(int, kind);
    for (int i = 0; i < polls; ++i)
        answer(202, {}, {{"Location", location(QByteArray::number(i))}});
    answer(status, R"({"Code":"SwapFailed","Message":"Slot warm-up failed.","Details":null})", {{"x-ms-request-id", "srv-7"}});
    swap(*m_done);
    for (int i = 0; i < polls; ++i)
        QVERIFY(passWait(3s));
    QVERIFY(m_done->wait());
    QCOMPARE(static_cast<int>(m_done->kind()), kind);
    QCOMPARE(m_done->error().message, QStringLiteral("Slot warm-up failed."));
    QCOMPARE(m_done->error().requestId, QStringLiteral("srv-7"));
}

void ArmContract::throttledOnEverySecondCall()
{
    const QByteArray slow = R"({"error":{"code":"TooManyRequests","message":"Slow down."}})";
    answer(429, slow, {{"Retry-After", "2"}});
    answer(202, {}, {{"Location", location("1")}});
    answer(429, slow, {{"Retry-After", "2"}});
    answer(202, {}, {{"Location", location("2")}});
    answer(429, slow, {{"Retry-After", "2"}});
    answer(200, "{}");
    swap(*m_done);
    for (const Milliseconds wait : {2000ms, 3000ms, 2000ms, 3000ms, 2000ms})
        QVERIFY(passWait(wait));
    QVERIFY(m_done->wait());
    QVERIFY(m_done->ok());
    QCOMPARE(m_peer->unused(), 0);
}

void ArmContract::locationThatNeverEnds()
{
    m_peer->otherwise = {.kind = Kind::Answer, .status = 202, .headers = {{"Location", location("1")}}, .body = {}};
    swap(*m_done, {.deadline = 10s, .interval = 3s});
    QVERIFY(passWait(3s));
    QVERIFY(passWait(3s));
    QVERIFY(passWait(3s));
    QVERIFY(passWait(1s));
    QVERIFY(m_done->wait());
    QCOMPARE(m_done->kind(), ErrorKind::Timeout);
    QVERIFY(m_done->error().message.contains(QStringLiteral("may still go on")));
    const qsizetype seen = m_peer->seen().size();
    m_timers->advance(60s);
    QCOMPARE(m_peer->seen().size(), seen);
}

void ArmContract::locationsThatAreRefused_data()
{
    QTest::addColumn<QByteArray>("link");
    QTest::newRow("another host") << QByteArray("https://evil.example/op");
    QTest::newRow("another scheme") << QByteArray("ftp://fake.example/op");
    QTest::newRow("relative") << QByteArray("/op");
    QTest::newRow("no address") << QByteArray("https://[");
    QTest::newRow("too long") << QByteArray("https://fake.example/" + QByteArray(9000, 'a'));
    QTest::newRow("missing") << QByteArray();
}

void ArmContract::locationsThatAreRefused()
{
    QFETCH(QByteArray, link);
    answer(202, {}, {{"Location", link}});
    swap(*m_done);
    QVERIFY(m_done->wait());
    QCOMPARE(m_done->kind(), ErrorKind::Protocol);
    QCOMPARE(m_peer->seen().size(), 1);
}

/// A poll that got no answer says nothing about the swap: watching goes on.
void ArmContract::lostPollsSayNothing()
{
    answer(202, {}, {{"Location", location("1")}});
    push(Kind::Truncate);
    push(Kind::Truncate);
    push(Kind::Truncate);
    answer(200, "{}");
    swap(*m_done);
    QVERIFY(passWait(3s));
    QVERIFY(passWait(500ms));
    QVERIFY(passWait(1s));
    QVERIFY(passWait(3s));
    QVERIFY(m_done->wait());
    QVERIFY(m_done->ok());
}

void ArmContract::cancellingASwapSaysThatItGoesOn()
{
    answer(202, {}, {{"Location", location("1")}});
    const Call call = swap(*m_done);
    QVERIFY(QTest::qWaitFor([&] { return !m_progress.isEmpty(); }, 5000));
    call.cancel();
    QVERIFY(m_done->wait());
    QCOMPARE(m_done->kind(), ErrorKind::Cancelled);
    QVERIFY(m_done->error().message.contains(QStringLiteral("goes on")));
    m_timers->advance(60s);
    QCOMPARE(m_peer->seen().size(), 1);
}

void ArmContract::statusDocument()
{
    const QByteArray url = m_peer->url().toEncoded() + "/subscriptions/s1/operations/1?api-version=v";
    answer(201, R"({"name":"v1","properties":{"provisioningState":"InProgress"}})", {{"Azure-AsyncOperation", url}, {"Retry-After", "4"}});
    answer(200, R"({"id":"x","name":"1","status":"InProgress","percentComplete":40})", {{"Retry-After", "4"}});
    answer(200, R"({"id":"x","name":"1","status":"Succeeded"})");
    answer(200, R"({"name":"v1","properties":{"displayName":"v1","value":"on"}})", {{"ETag", "\"AAA=\""}});
    Outcome<NamedValue> written;
    m_apim->writeNamedValue({.id = QStringLiteral("v1"), .displayName = {}, .value = QStringLiteral("on"), .isSecret = false, .etag = QStringLiteral("\"A0=\"")},
                            written.context(), written.completion());
    QVERIFY(passWait(4s));
    QVERIFY(passWait(4s));
    QVERIFY(written.wait());
    QVERIFY(written.ok());
    QCOMPARE(written.value().etag, QStringLiteral("\"AAA=\""));
    QCOMPARE(m_peer->seen().at(0).header("if-match"), "\"A0=\"");
    QCOMPARE(m_peer->seen().at(1).target, "/subscriptions/s1/operations/1?api-version=v");
    QCOMPARE(m_peer->seen().at(3).method, "GET");
}

void ArmContract::statusDocumentFailed_data()
{
    QTest::addColumn<QByteArray>("document");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("message");
    QTest::newRow("failed") << QByteArray(R"({"name":"1","status":"Failed","error":{"code":"Boom","message":"It broke."}})")
                            << static_cast<int>(ErrorKind::Server) << QStringLiteral("It broke.");
    QTest::newRow("canceled") << QByteArray(R"({"name":"1","status":"Canceled"})")
                              << static_cast<int>(ErrorKind::Server) << QStringLiteral("The operation ended as “Canceled”.");
    QTest::newRow("no status") << QByteArray(R"({"name":"1"})") << static_cast<int>(ErrorKind::Decode)
                               << QStringLiteral("Resource Manager gave an answer that cannot be read.");
}

void ArmContract::statusDocumentFailed()
{
    QFETCH(QByteArray, document);
    QFETCH(int, kind);
    const QByteArray url = m_peer->url().toEncoded() + "/subscriptions/s1/operations/1";
    answer(202, {}, {{"Azure-AsyncOperation", url}});
    answer(200, document);
    swap(*m_done);
    QVERIFY(passWait(3s));
    QVERIFY(m_done->wait());
    QCOMPARE(static_cast<int>(m_done->kind()), kind);
    QTEST(m_done->error().message, "message");
}

} // namespace qd::test
