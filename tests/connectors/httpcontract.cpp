#include "httpcontract.h"

#include "gzip.h"

#include <QNetworkAccessManager>
#include <QRegularExpression>

namespace qd::test {

using namespace std::chrono_literals;
using Kind = ScriptedReply::Kind;

namespace {

ScriptedReply reply(int status, const QByteArray &body = {}, QList<QPair<QByteArray, QByteArray>> headers = {})
{
    return {.kind = Kind::Answer, .status = status, .headers = std::move(headers), .body = body};
}

ScriptedReply reply(Kind kind) { return {.kind = kind, .status = 200, .headers = {}, .body = {}}; }

} // namespace

void HttpContract::init()
{
    failOnWarnings();
    m_peer = makePeer();
    m_clock = std::make_unique<ManualClock>();
    m_timers = std::make_unique<ManualTimers>(*m_clock);
    m_outcome = std::make_unique<Outcome<HttpResponse>>();
    startClient();
}

void HttpContract::cleanup()
{
    m_client.reset();
    m_outcome.reset();
    m_peer.reset();
    checkNoErrorsLogged();
}

void HttpContract::startClient()
{
    HttpClientOptions options;
    options.retry.jitter = [] { return 0.0; };
    options.makeManager = m_peer->managerFactory();
    m_client = std::make_unique<HttpClient>(*m_clock, *m_timers, options);
}

QUrl HttpContract::url(const char *path) const
{
    QUrl result = m_peer->url();
    result.setPath(QLatin1String(path));
    return result;
}

HttpRequest HttpContract::get(const char *path) const { return {.url = url(path)}; }

HttpRequest HttpContract::post(const QByteArray &body, bool idempotent) const
{
    return {.method = "POST", .url = url("/x"), .body = body, .contentType = "application/json", .idempotent = idempotent};
}

bool HttpContract::passWait(Milliseconds wait)
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

bool HttpContract::arrived(qsizetype count)
{
    return QTest::qWaitFor([&] { return m_peer->seen().size() == count; }, 5000);
}

void HttpContract::answers()
{
    m_peer->push(reply(200, "hello", {{"Date", "Sat, 21 Nov 2026 12:00:05 GMT"}, {"x-ms-request-id", "srv-1"}, {"X-Other", "b"}}));
    const Call call = m_client->send(get(), m_outcome->context(), m_outcome->completion());
    QCOMPARE(m_outcome->count(), 0);
    QVERIFY(!call.isFinished());
    QVERIFY(m_outcome->wait());
    QVERIFY(m_outcome->ok());
    const HttpResponse &response = m_outcome->value();
    QCOMPARE(response.status, 200);
    QCOMPARE(response.body, "hello");
    QCOMPARE(response.headers.value("x-OTHER"), "b");
    QCOMPARE(response.date, std::optional(ManualClock::start + 5s));
    QCOMPARE(response.requestId, QStringLiteral("srv-1"));
    QCOMPARE(response.attempts, 1);
    QVERIFY(call.isFinished());
}

void HttpContract::sendsOurHeaders()
{
    m_peer->push(reply(200));
    m_client->send(post("{}", true), m_outcome->context(), m_outcome->completion());
    QVERIFY(m_outcome->wait());
    const SeenRequest &seen = m_peer->seen().first();
    QCOMPARE(seen.method, "POST");
    QCOMPARE(seen.target, "/x");
    QCOMPARE(seen.body, "{}");
    QCOMPARE(seen.header("content-type"), "application/json");
    QVERIFY(seen.header("user-agent").startsWith("Quarterdeck/"));
    QCOMPARE(seen.header("accept-language"), "en");
    const QString id = QString::fromLatin1(seen.header("x-ms-client-request-id"));
    QVERIFY(QRegularExpression(QStringLiteral("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")).match(id).hasMatch());
    const QString trace = QString::fromLatin1(seen.header("traceparent"));
    QVERIFY(QRegularExpression(QStringLiteral("^00-[0-9a-f]{32}-[0-9a-f]{16}-01$")).match(trace).hasMatch());
    QCOMPARE(m_outcome->value().requestId, id);
}

void HttpContract::statusesAreAnswers_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {204, 400, 401, 402, 403, 404, 405, 409, 412, 413, 415, 501, 505})
        QTest::addRow("%d", status) << status;
}

void HttpContract::statusesAreAnswers()
{
    QFETCH(int, status);
    const QByteArray body = status == 204 ? QByteArray() : QByteArray("why");
    m_peer->push(reply(status, body));
    m_client->send(get(), m_outcome->context(), m_outcome->completion());
    QVERIFY(m_outcome->wait());
    QVERIFY(m_outcome->ok());
    QCOMPARE(m_outcome->value().status, status);
    QCOMPARE(m_outcome->value().body, body);
    QCOMPARE(m_peer->seen().size(), 1);
}

void HttpContract::head()
{
    m_peer->push(reply(200));
    HttpRequest request = get();
    request.method = "HEAD";
    m_client->send(request, m_outcome->context(), m_outcome->completion());
    QVERIFY(m_outcome->wait());
    QVERIFY(m_outcome->ok());
    QCOMPARE(m_peer->seen().first().method, "HEAD");
}

void HttpContract::keepsNoCookies()
{
    m_peer->push(reply(200, "a", {{"Set-Cookie", "session=planted; Path=/"}}));
    m_peer->push(reply(200));
    m_client->send(get(), m_outcome->context(), m_outcome->completion());
    QVERIFY(m_outcome->wait());
    Outcome<HttpResponse> second;
    m_client->send(get(), second.context(), second.completion());
    QVERIFY(second.wait());
    QVERIFY(m_peer->seen().at(1).header("cookie").isEmpty());
}

void HttpContract::waitsAsAsked_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("wait");
    QTest::newRow("seconds") << 429 << QByteArray("Retry-After") << QByteArray("2") << 2000;
    QTest::newRow("date") << 429 << QByteArray("Retry-After") << QByteArray("Sat, 21 Nov 2026 12:00:03 GMT") << 3000;
    QTest::newRow("past date") << 503 << QByteArray("Retry-After") << QByteArray("Sat, 21 Nov 2026 11:00:03 GMT") << 0;
    QTest::newRow("milliseconds") << 429 << QByteArray("retry-after-ms") << QByteArray("250") << 250;
    QTest::newRow("x-ms") << 503 << QByteArray("x-ms-retry-after-ms") << QByteArray("400") << 400;
}

void HttpContract::waitsAsAsked()
{
    QFETCH(int, status);
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    QFETCH(int, wait);
    m_clock->advance(2h); // our clock is wrong; the server's Date counts
    m_peer->push(reply(status, "slow down", {{name, value}, {"Date", "Sat, 21 Nov 2026 12:00:00 GMT"}}));
    m_peer->push(reply(200, "now"));
    m_client->send(get(), m_outcome->context(), m_outcome->completion());
    QVERIFY(passWait(Milliseconds(wait)));
    QVERIFY(m_outcome->wait());
    QVERIFY(m_outcome->ok());
    QCOMPARE(m_outcome->value().body, "now");
    QCOMPARE(m_outcome->value().attempts, 2);
    QCOMPARE(m_outcome->value().elapsed, Milliseconds(wait));
}

void HttpContract::doesNotRepeatThrottledWithoutWait()
{
    m_peer->push(reply(429, "slow down"));
    m_client->send(get(), m_outcome->context(), m_outcome->completion());
    QVERIFY(m_outcome->wait());
    QCOMPARE(m_outcome->value().status, 429);
    QVERIFY(!m_outcome->value().retryAfter);
    QCOMPARE(m_peer->seen().size(), 1);
}

void HttpContract::doesNotWaitPastTheDeadline()
{
    m_peer->push(reply(429, "slow down", {{"Retry-After", "31"}}));
    m_client->send(get(), m_outcome->context(), m_outcome->completion());
    QVERIFY(m_outcome->wait());
    QCOMPARE(m_outcome->value().status, 429);
    QCOMPARE(m_outcome->value().retryAfter, std::optional<Milliseconds>(31s));
    QCOMPARE(m_peer->seen().size(), 1);
}

void HttpContract::repeatsServerErrors()
{
    m_peer->push(reply(503));
    m_peer->push(reply(500));
    m_peer->push(reply(200, "back"));
    m_client->send(post("{}", true), m_outcome->context(), m_outcome->completion());
    QVERIFY(passWait(500ms));
    QVERIFY(passWait(1000ms));
    QVERIFY(m_outcome->wait());
    QCOMPARE(m_outcome->value().body, "back");
    QCOMPARE(m_outcome->value().attempts, 3);
    const auto &seen = m_peer->seen();
    QCOMPARE(seen.size(), 3);
    QCOMPARE(seen[2].header("x-ms-client-request-id"), seen[0].header("x-ms-client-request-id"));
    QCOMPARE(seen[2].header("traceparent").left(35), seen[0].header("traceparent").left(35));
    QVERIFY(seen[2].header("traceparent") != seen[0].header("traceparent"));
    QCOMPARE(seen[2].body, "{}");
}

void HttpContract::givesUpAfterThreeTries()
{
    for (int i = 0; i < 4; ++i)
        m_peer->push(reply(500, "broken"));
    m_client->send(get(), m_outcome->context(), m_outcome->completion());
    QVERIFY(passWait(500ms));
    QVERIFY(passWait(1000ms));
    QVERIFY(m_outcome->wait());
    QCOMPARE(m_outcome->value().status, 500);
    QCOMPARE(m_peer->unused(), 1);
}

void HttpContract::doesNotRepeatWrites()
{
    m_peer->push(reply(503, "no", {{"Retry-After", "1"}}));
    m_client->send(post("{}", false), m_outcome->context(), m_outcome->completion());
    QVERIFY(m_outcome->wait());
    QCOMPARE(m_outcome->value().status, 503);
    QCOMPARE(m_peer->seen().size(), 1);
    QCOMPARE(m_peer->seen().first().body, "{}");
}

void HttpContract::sendsWritesOnce_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("with body") << QByteArray("{\"swap\":true}");
    QTest::newRow("without body") << QByteArray();
}

void HttpContract::sendsWritesOnce()
{
    QFETCH(QByteArray, body);
    // A connection that has been used before is where a silent resend is likeliest.
    m_peer->push(reply(200));
    m_client->send(post("{}", false), m_outcome->context(), m_outcome->completion());
    QVERIFY(m_outcome->wait());
    m_peer->push(reply(Kind::Drop));
    m_peer->push(reply(200, "second arrival"));
    Outcome<HttpResponse> dropped;
    m_client->send(post(body, false), dropped.context(), dropped.completion());
    QVERIFY(dropped.wait());
    QCOMPARE(dropped.kind(), ErrorKind::Network);
    QCOMPARE(m_peer->seen().size(), 2);
    QCOMPARE(m_peer->seen().at(1).body, body);
}

void HttpContract::deadline()
{
    m_peer->push(reply(Kind::Never));
    HttpRequest request = get();
    request.idleTimeout = 60s;
    m_client->send(request, m_outcome->context(), m_outcome->completion());
    QVERIFY(arrived(1));
    m_timers->advance(29999ms);
    QVERIFY(!m_outcome->count());
    m_timers->advance(1ms);
    QCOMPARE(m_outcome->count(), 0);
    QVERIFY(m_outcome->wait());
    QCOMPARE(m_outcome->kind(), ErrorKind::Timeout);
    QVERIFY(!m_outcome->error().requestId.isEmpty());
    m_timers->advance(60s);
    QCOMPARE(m_outcome->count(), 1);
}

void HttpContract::deadlineWhileWaitingToRepeat()
{
    m_peer->push(reply(503, {}, {{"Retry-After", "3"}}));
    m_peer->push(reply(Kind::Never));
    HttpRequest request = get();
    request.timeout = 5s;
    m_client->send(request, m_outcome->context(), m_outcome->completion());
    QVERIFY(passWait(3s));
    QVERIFY(arrived(2));
    m_timers->advance(2s);
    QVERIFY(m_outcome->wait());
    QCOMPARE(m_outcome->kind(), ErrorKind::Timeout);
}

void HttpContract::idleTimeout()
{
    m_peer->push(reply(Kind::Never));
    HttpRequest request = get();
    request.idleTimeout = 5s;
    m_client->send(request, m_outcome->context(), m_outcome->completion());
    QVERIFY(arrived(1));
    m_timers->advance(5s);
    QVERIFY(m_outcome->wait());
    QCOMPARE(m_outcome->kind(), ErrorKind::Timeout);
    QCOMPARE(m_outcome->error().message, QStringLiteral("The server fell silent."));
}

void HttpContract::cancelInFlight()
{
    m_peer->push(reply(Kind::Never));
    const Call call = m_client->send(get(), m_outcome->context(), m_outcome->completion());
    QVERIFY(arrived(1));
    call.cancel();
    call.cancel();
    QCOMPARE(m_outcome->count(), 0);
    QVERIFY(m_outcome->wait());
    QCOMPARE(m_outcome->kind(), ErrorKind::Cancelled);
    QVERIFY(m_timers->waits().empty() || QTest::qWaitFor([this] { return m_timers->waits().empty(); }, 5000));
    call.cancel();
    QCoreApplication::sendPostedEvents();
    QCOMPARE(m_outcome->count(), 1);
}

void HttpContract::cancelWhileWaitingToRepeat()
{
    m_peer->push(reply(503, {}, {{"Retry-After", "7"}}));
    const Call call = m_client->send(get(), m_outcome->context(), m_outcome->completion());
    QVERIFY(QTest::qWaitFor([this] { return m_timers->waits().front() == 7s; }, 5000));
    call.cancel();
    QVERIFY(m_outcome->wait());
    QCOMPARE(m_outcome->kind(), ErrorKind::Cancelled);
    m_timers->advance(60s);
    QCOMPARE(m_peer->seen().size(), 1);
}

void HttpContract::cancelAfterAnswerBeforeDelivery()
{
    // The refusal is settled at once and delivered later: a cancel in between still wins.
    const Call call = m_client->send({.url = QUrl(QStringLiteral("http://example.com/"))}, m_outcome->context(), m_outcome->completion());
    call.cancel();
    QVERIFY(m_outcome->wait());
    QCOMPARE(m_outcome->kind(), ErrorKind::Cancelled);
    QCoreApplication::sendPostedEvents();
    QCOMPARE(m_outcome->count(), 1);
}

void HttpContract::cancelAfterDelivery()
{
    m_peer->push(reply(200));
    const Call call = m_client->send(get(), m_outcome->context(), m_outcome->completion());
    QVERIFY(m_outcome->wait());
    call.cancel();
    QCoreApplication::sendPostedEvents();
    QCOMPARE(m_outcome->count(), 1);
    QVERIFY(m_outcome->ok());
}

void HttpContract::contextGone()
{
    m_peer->push(reply(Kind::Never));
    const Call call = m_client->send(get(), m_outcome->context(), m_outcome->completion());
    QVERIFY(arrived(1));
    m_outcome->destroyContext();
    QVERIFY(call.isFinished());
    m_timers->advance(60s);
    QCoreApplication::sendPostedEvents();
    QCOMPARE(m_outcome->count(), 0);
}

void HttpContract::clientGone()
{
    m_peer->push(reply(Kind::Never));
    m_peer->push(reply(Kind::Never));
    Outcome<HttpResponse> silent;
    m_client->send(get(), m_outcome->context(), m_outcome->completion());
    m_client->send(get("/y"), silent.context(), silent.completion());
    QVERIFY(arrived(2));
    silent.destroyContext();
    m_client.reset();
    QVERIFY(m_outcome->wait());
    QCOMPARE(m_outcome->kind(), ErrorKind::Cancelled);
    QCOMPARE(m_outcome->count(), 1);
    QCOMPARE(silent.count(), 0);
}

void HttpContract::truncated()
{
    m_peer->push({.kind = Kind::Truncate, .status = 200, .headers = {}, .body = QByteArray(1000, 'x')});
    m_client->send(post("{}", false), m_outcome->context(), m_outcome->completion());
    QVERIFY(m_outcome->wait());
    QCOMPARE(m_outcome->kind(), ErrorKind::Network);
    QCOMPARE(m_peer->seen().size(), 1);
}

void HttpContract::truncatedThenWhole()
{
    m_peer->push({.kind = Kind::Truncate, .status = 200, .headers = {}, .body = QByteArray(1000, 'x')});
    m_peer->push(reply(200, "whole"));
    m_client->send(get(), m_outcome->context(), m_outcome->completion());
    QVERIFY(passWait(500ms));
    QVERIFY(m_outcome->wait());
    QVERIFY(m_outcome->ok());
    QCOMPARE(m_outcome->value().body, "whole");
}

void HttpContract::capOnPlainBody()
{
    m_peer->push(reply(200, QByteArray(100'001, 'x')));
    HttpRequest request = get();
    request.maxBytes = 100'000;
    m_client->send(request, m_outcome->context(), m_outcome->completion());
    QVERIFY(m_outcome->wait());
    QCOMPARE(m_outcome->kind(), ErrorKind::Protocol);
    QVERIFY2(m_outcome->error().message.contains(QStringLiteral("100000")), qPrintable(m_outcome->error().message));
    QCOMPARE(m_peer->seen().size(), 1);
}

void HttpContract::gunzips()
{
    // More than Qt's own guard against bombs lets through: 20 MB of one letter.
    m_peer->push({.kind = Kind::Answer, .status = 200, .headers = {}, .body = QByteArray(20'000'000, 'x'), .gzip = true});
    HttpRequest request = get();
    request.maxBytes = 20'000'000;
    m_client->send(request, m_outcome->context(), m_outcome->completion());
    QVERIFY(m_outcome->wait());
    QVERIFY2(m_outcome->ok(), qPrintable(m_outcome->ok() ? QString() : m_outcome->error().detail));
    QCOMPARE(m_outcome->value().body.size(), 20'000'000);
}

void HttpContract::capOnGzipBody()
{
    // One megabyte that unpacks to a gigabyte: must be refused without unpacking it.
    const QByteArray bomb = gzipped(QByteArray(20'000'000, 'x')).repeated(50);
    m_peer->push(reply(200, bomb, {{"Content-Encoding", "gzip"}}));
    HttpRequest request = get();
    request.maxBytes = 2'000'000;
    m_client->send(request, m_outcome->context(), m_outcome->completion());
    QVERIFY(m_outcome->wait());
    QCOMPARE(m_outcome->kind(), ErrorKind::Protocol);
    QVERIFY(m_outcome->error().message.contains(QStringLiteral("2000000")));
}

void HttpContract::badGzip_data()
{
    QTest::addColumn<QByteArray>("encoding");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("kind"); // Internal: none
    const QByteArray good = gzipped(QByteArray(1000, 'x'));
    const auto row = [](const char *name, const char *encoding, const QByteArray &body, ErrorKind kind) {
        QTest::newRow(name) << QByteArray(encoding) << body << static_cast<int>(kind);
    };
    row("two members", "gzip", good + good, ErrorKind::Internal);
    row("x-gzip", "x-gzip", good + good, ErrorKind::Internal);
    row("ends early", "gzip", good.chopped(9), ErrorKind::Network);
    row("not gzip", "gzip", "plain text", ErrorKind::Protocol);
    row("garbage behind it", "gzip", good + "garbage", ErrorKind::Protocol);
    row("another packing", "br", good, ErrorKind::Protocol);
    row("twice", "gzip, gzip", good, ErrorKind::Protocol);
}

void HttpContract::badGzip()
{
    QFETCH(QByteArray, encoding);
    QFETCH(QByteArray, body);
    QFETCH(int, kind);
    m_peer->push(reply(200, body, {{"Content-Encoding", encoding}}));
    m_client->send(post("{}", false), m_outcome->context(), m_outcome->completion());
    QVERIFY(m_outcome->wait());
    if (m_outcome->ok())
        QCOMPARE(m_outcome->value().body, QByteArray(2000, 'x'));
    QCOMPARE(errorKindName(m_outcome->kind()), errorKindName(static_cast<ErrorKind>(kind)));
}

void HttpContract::redirects_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("location");
    QTest::addColumn<bool>("followed");
    QTest::newRow("same origin") << QByteArray("GET") << 302 << QByteArray("/y") << true;
    QTest::newRow("other host") << QByteArray("GET") << 302 << QByteArray("https://evil.example/y") << false;
    QTest::newRow("other scheme") << QByteArray("GET") << 307 << QByteArray("ftp://fake.example/y") << false;
    QTest::newRow("other port") << QByteArray("GET") << 301 << QByteArray("//127.0.0.1:1/y") << false;
    QTest::newRow("write") << QByteArray("POST") << 307 << QByteArray("/y") << false;
    QTest::newRow("no location") << QByteArray("GET") << 302 << QByteArray("http://[bad") << false;
}

void HttpContract::redirects()
{
    QFETCH(QByteArray, method);
    QFETCH(int, status);
    QFETCH(QByteArray, location);
    QFETCH(bool, followed);
    m_peer->push(reply(status, {}, {{"Location", location}}));
    m_peer->push(reply(200, "there"));
    HttpRequest request = method == "GET" ? get() : post("{}", true);
    request.headers.set("Authorization", "Bearer secret");
    m_client->send(request, m_outcome->context(), m_outcome->completion());
    QVERIFY(m_outcome->wait());
    QCOMPARE(m_outcome->ok(), followed);
    QCOMPARE(m_peer->seen().size(), followed ? 2 : 1);
    if (followed)
        QCOMPARE(m_peer->seen().at(1).target, "/y");
    else
        QCOMPARE(m_outcome->kind(), ErrorKind::Protocol);
}

void HttpContract::refusesBeforeSending_data()
{
    QTest::addColumn<QUrl>("target");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("contentType");
    const QUrl good = QUrl(QStringLiteral("https://fake.example/"));
    QTest::newRow("plain http") << QUrl(QStringLiteral("http://example.com/")) << QByteArray("a") << QByteArray("text/plain");
    QTest::newRow("looks like loopback") << QUrl(QStringLiteral("http://127.0.0.1.example.com/")) << QByteArray("a") << QByteArray("text/plain");
    QTest::newRow("scheme") << QUrl(QStringLiteral("file:///etc/passwd")) << QByteArray("a") << QByteArray("text/plain");
    QTest::newRow("no host") << QUrl() << QByteArray("a") << QByteArray("text/plain");
    QTest::newRow("header injection") << good << QByteArray("a\r\nX-Evil: 1") << QByteArray("text/plain");
    QTest::newRow("no content type") << good << QByteArray("a") << QByteArray();
}

void HttpContract::refusesBeforeSending()
{
    QFETCH(QUrl, target);
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, contentType);
    HttpRequest request{.method = "POST", .url = target, .headers = {{"X-Test", header}}, .body = "b", .contentType = contentType};
    m_client->send(request, m_outcome->context(), m_outcome->completion());
    QCOMPARE(m_outcome->count(), 0);
    QVERIFY(m_outcome->wait());
    QCOMPARE(m_outcome->kind(), ErrorKind::Invalid);
    QVERIFY(m_peer->seen().isEmpty());
}

void HttpContract::keepsSecretsOutOfTheLog()
{
    startCapturingLogs();
    m_peer->push(reply(200, "{\"access_token\":\"planted-6\"}", {{"Set-Cookie", "planted-7"}}));
    HttpRequest request = post("{\"client_secret\":\"planted-1\",\"query\":\"shown\"}", true);
    request.url.setQuery(QStringLiteral("api_key=planted-2&x=1"));
    request.url.setUserInfo(QStringLiteral("planted-3"));
    request.headers.set("Authorization", "Bearer planted-4");
    request.headers.set("Ocp-Apim-Subscription-Key", "planted-5");
    m_client->send(request, m_outcome->context(), m_outcome->completion());
    QVERIFY(m_outcome->wait());
    const QString lines = capturedLogs().join(u'\n');
    QVERIFY2(!lines.contains(QStringLiteral("planted")), qPrintable(lines));
    QVERIFY2(lines.contains(QStringLiteral("shown")), qPrintable(lines));
    QVERIFY2(lines.contains(QStringLiteral("status=200")), qPrintable(lines));
}

} // namespace qd::test
