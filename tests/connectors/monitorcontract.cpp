#include "monitorcontract.h"

#include "monitorreplies.h"

namespace qd::test {

using namespace std::chrono_literals;
using Kind = ScriptedReply::Kind;

void MonitorContract::init()
{
    failOnWarnings();
    m_peer = makePeer();
    m_clock = std::make_unique<ManualClock>();
    m_timers = std::make_unique<ManualTimers>(*m_clock);
    m_tokens = std::make_unique<FakeTokenProvider>();
    m_outcome = std::make_unique<Outcome<MonitorReply>>();
    start();
}

void MonitorContract::cleanup()
{
    m_connector.reset();
    m_service.reset();
    m_governor.reset();
    m_http.reset();
    m_outcome.reset();
    m_peer.reset();
    checkNoErrorsLogged();
}

void MonitorContract::start()
{
    HttpClientOptions options;
    options.retry.jitter = [] { return 0.0; };
    options.makeManager = m_peer->managerFactory();
    m_http = std::make_unique<HttpClient>(*m_clock, *m_timers, options);
    m_governor = std::make_unique<QueryGate>(*m_timers);
    const MonitorTarget target{.schema = TelemetrySchema::Classic, .endpoint = m_peer->url(), .id = QStringLiteral("app-1"), .scope = QStringLiteral("scope-1")};
    m_connector = std::make_unique<HttpMonitorConnector>(*m_http, *m_tokens, *m_governor, target);
    m_service = std::make_unique<HttpQueryService>(*m_http, *m_tokens, *m_governor, target);
}

Call MonitorContract::ask(Outcome<MonitorReply> &outcome, const QString &kql)
{
    return m_connector->query({.kql = kql, .timespan = {}}, outcome.context(), outcome.completion());
}

bool MonitorContract::arrived(qsizetype count)
{
    return QTest::qWaitFor([&] { return m_peer->seen().size() == count; }, 5000);
}

bool MonitorContract::passWait(Milliseconds wait)
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

void MonitorContract::success()
{
    m_peer->push(answer(200, countReply, {{"Date", "Sat, 21 Nov 2026 12:00:05 GMT"}, {"x-ms-request-id", "srv-9"}}));
    const Call call = ask(*m_outcome);
    QCOMPARE(m_outcome->count(), 0);
    QVERIFY(m_outcome->wait());
    QVERIFY(m_outcome->ok());
    const MonitorReply &reply = m_outcome->value();
    QCOMPARE(reply.tables.size(), 1);
    QCOMPARE(reply.tables.first().number(0, u"Count"), std::optional(42.0));
    QVERIFY(reply.warnings.isEmpty());
    QCOMPARE(reply.serverTime, std::optional(ManualClock::start + 5s));
    QCOMPARE(reply.requestId, QStringLiteral("srv-9"));
    QCOMPARE(reply.bytes, qstrlen(countReply));
    QVERIFY(!reply.shared);
    QVERIFY(call.isFinished());
    QCOMPARE(m_governor->running(), size_t{0});
    QCOMPARE(m_tokens->scopes, QStringList{QStringLiteral("scope-1")});
}

void MonitorContract::encodesTheRequest()
{
    m_peer->push(answer(200));
    const MonitorQuery query{.kql = QStringLiteral("print \"\u00e4\"\n| take 1"),
                             .timespan = TimeSpanRange{ManualClock::start - 1h, ManualClock::start + Microseconds(1500)},
                             .timeout = 12500ms};
    m_connector->query(query, m_outcome->context(), m_outcome->completion());
    QVERIFY(m_outcome->wait());
    const SeenRequest &seen = m_peer->seen().first();
    QCOMPARE(seen.method, "POST");
    QCOMPARE(seen.target, "/v1/apps/app-1/query");
    QCOMPARE(seen.header("authorization"), "Bearer token-1");
    QCOMPARE(seen.header("prefer"), "wait=13");
    QCOMPARE(seen.header("content-type"), "application/json");
    QCOMPARE(seen.body, "{\"query\":\"print \\\"\xc3\xa4\\\"\\n| take 1\",\"timespan\":\"2026-11-21T11:00:00.000000Z/2026-11-21T12:00:00.001500Z\"}");
}

void MonitorContract::emptyAnswers_data()
{
    QTest::addColumn<int>("status");
    QTest::newRow("200") << 200;
    QTest::newRow("204") << 204;
}

void MonitorContract::emptyAnswers()
{
    QFETCH(int, status);
    m_peer->push(answer(status, {}));
    ask(*m_outcome);
    QVERIFY(m_outcome->wait());
    QVERIFY(m_outcome->ok());
    QCOMPARE(m_outcome->value().tables.size(), 1);
    QCOMPARE(m_outcome->value().tables.first().rowCount(), size_t{0});
    QCOMPARE(m_outcome->value().warnings.size(), 1);
}

void MonitorContract::partialError()
{
    m_peer->push(answer(200, "{\"tables\":[{\"name\":\"PrimaryResult\",\"columns\":[{\"name\":\"a\",\"type\":\"long\"}],\"rows\":[[1],[2]]}],"
                             "\"error\":{\"code\":\"PartialError\",\"message\":\"There were some errors when processing your query.\","
                             "\"details\":[{\"code\":\"EngineError\",\"message\":\"Something went wrong\",\"innererror\":"
                             "{\"code\":\"-2133196797\",\"message\":\"The results of this query exceed the set limit\",\"severity\":2,\"severityName\":\"Error\"}}]}}"));
    ask(*m_outcome);
    QVERIFY(m_outcome->wait());
    QVERIFY(m_outcome->ok());
    QCOMPARE(m_outcome->value().tables.first().rowCount(), size_t{2});
    QCOMPARE(m_outcome->value().warnings, QStringList{QStringLiteral("The results of this query exceed the set limit (-2133196797)")});
}

void MonitorContract::signsInAnewOnce_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("401") << 401 << QByteArray("AuthenticationFailed");
    QTest::newRow("403 unreadable token") << 403 << QByteArray("InvalidAuthenticationToken");
    QTest::newRow("403 ended token") << 403 << QByteArray("ExpiredAuthenticationToken");
}

void MonitorContract::signsInAnewOnce()
{
    QFETCH(int, status);
    QFETCH(QByteArray, code);
    m_peer->push(answer(status, "{\"error\":{\"code\":\"" + code + "\",\"message\":\"Expired\"}}", {{"WWW-Authenticate", "Bearer"}}));
    m_peer->push(answer(200));
    ask(*m_outcome);
    QVERIFY(m_outcome->wait());
    QVERIFY(m_outcome->ok());
    QCOMPARE(m_tokens->invalidated, 1);
    QCOMPARE(m_peer->seen().at(0).header("authorization"), "Bearer token-1");
    QCOMPARE(m_peer->seen().at(1).header("authorization"), "Bearer token-2");
}

void MonitorContract::refusedTwice()
{
    const auto refusal = answer(401, "{\"error\":{\"code\":\"AuthenticationFailed\",\"message\":\"No.\"}}");
    m_peer->push(refusal);
    m_peer->push(refusal);
    m_peer->push(answer(200));
    ask(*m_outcome);
    QVERIFY(m_outcome->wait());
    QCOMPARE(m_outcome->kind(), ErrorKind::Unauthorized);
    QCOMPARE(m_outcome->error().vendorCode, QStringLiteral("AuthenticationFailed"));
    QCOMPARE(m_peer->unused(), 1);
    QCOMPARE(m_governor->running(), size_t{0});
}

void MonitorContract::tokenFailure()
{
    m_tokens->failure = Error{.kind = ErrorKind::Unauthorized, .message = QStringLiteral("bad"), .vendorCode = QStringLiteral("AADSTS7000215")};
    ask(*m_outcome);
    QVERIFY(m_outcome->wait());
    QCOMPARE(m_outcome->error(), *m_tokens->failure);
    QVERIFY(m_peer->seen().isEmpty());
    QCOMPARE(m_governor->running(), size_t{0});
}

void MonitorContract::errors_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *name, int status, const char *code, ErrorKind kind) {
        QTest::newRow(name) << status << QByteArray("{\"error\":{\"code\":\"" + QByteArray(code) + "\",\"message\":\"m\"}}")
                            << static_cast<int>(kind) << QString::fromLatin1(code);
    };
    row("forbidden", 403, "InsufficientAccessError", ErrorKind::Forbidden);
    row("not found", 404, "PathNotFoundError", ErrorKind::NotFound);
    row("throttled", 429, "ThrottledError", ErrorKind::Throttled);
    row("bad argument", 400, "BadArgumentError", ErrorKind::Query);
    row("bad json", 400, "SomethingElse", ErrorKind::Invalid);
    row("not implemented", 501, "Nope", ErrorKind::Server);
}

void MonitorContract::errors()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(int, kind);
    QFETCH(QString, code);
    m_peer->push(answer(status, body));
    ask(*m_outcome);
    QVERIFY(m_outcome->wait());
    QCOMPARE(static_cast<int>(m_outcome->kind()), kind);
    QCOMPARE(m_outcome->error().httpStatus, status);
    QCOMPARE(m_outcome->error().vendorCode, code);
    QCOMPARE(m_outcome->error().message, QStringLiteral("m"));
    QVERIFY(!m_outcome->error().requestId.isEmpty());
}

void MonitorContract::queryErrorPosition()
{
    m_peer->push(answer(400, "{\"error\":{\"message\":\"The request had some invalid properties\",\"code\":\"BadArgumentError\",\"correlationId\":\"c-1\","
                             "\"innererror\":{\"code\":\"SyntaxError\",\"message\":\"A recognition error occurred in the query.\",\"innererror\":"
                             "{\"code\":\"SYN0002\",\"message\":\"Query could not be parsed at '|' on line [2,2]\",\"line\":2,\"pos\":2,\"token\":\"|\"}}}}"));
    ask(*m_outcome, QStringLiteral("requests\n| | take 1"));
    QVERIFY(m_outcome->wait());
    const Error &error = m_outcome->error();
    QCOMPARE(error.kind, ErrorKind::Query);
    QCOMPARE(error.vendorCode, QStringLiteral("SYN0002"));
    QCOMPARE(error.requestId, QStringLiteral("c-1"));
    const TextPosition expected{.line = 2, .column = 3, .offset = 11};
    QVERIFY(error.position == std::optional(expected));
}

void MonitorContract::throttledThenAnswered()
{
    m_peer->push(answer(429, "{\"error\":{\"code\":\"ThrottledError\",\"message\":\"m\"}}", {{"Retry-After", "4"}}));
    m_peer->push(answer(200));
    ask(*m_outcome);
    QVERIFY(passWait(4s));
    QVERIFY(m_outcome->wait());
    QVERIFY(m_outcome->ok());
    QCOMPARE(m_outcome->value().elapsed, Milliseconds(4s));
}

void MonitorContract::serverErrorThenAnswered()
{
    m_peer->push(answer(504, "gateway"));
    m_peer->push(answer(200));
    ask(*m_outcome);
    QVERIFY(passWait(500ms));
    QVERIFY(m_outcome->wait());
    QVERIFY(m_outcome->ok());
}

void MonitorContract::timeout()
{
    m_peer->push(never());
    ask(*m_outcome);
    QVERIFY(arrived(1));
    m_timers->advance(30s);
    QVERIFY(m_outcome->wait());
    QCOMPARE(m_outcome->kind(), ErrorKind::Timeout);
    QCOMPARE(m_governor->running(), size_t{0});
}

void MonitorContract::badReplies_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("detail");
    const QByteArray start = "{\"tables\":[{\"name\":\"PrimaryResult\",\"columns\":[{\"name\":\"n\",\"type\":\"long\"}],\"rows\":[[1],";
    QTest::newRow("wrong type") << QByteArray(start + "[\"x\"]]}]}") << QStringLiteral("$.tables[0].rows[1][0] (table PrimaryResult, column n, row 1) at byte 87: string is not a long");
    QTest::newRow("cut off") << QByteArray(start + "[2") << QStringLiteral("$.tables[0].rows[1][0] (table PrimaryResult, column n, row 1) at byte 88: the answer ends too early");
    QTest::newRow("html") << QByteArray("<html>proxy</html>") << QStringLiteral("$ at byte 0");
    QTest::newRow("no tables") << QByteArray("{\"a\":1}") << QStringLiteral("no table");
}

void MonitorContract::badReplies()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, detail);
    m_peer->push(answer(200, body, {{"x-ms-request-id", "srv-2"}}));
    ask(*m_outcome);
    QVERIFY(m_outcome->wait());
    QCOMPARE(m_outcome->kind(), ErrorKind::Decode);
    QVERIFY2(m_outcome->error().detail.contains(detail), qPrintable(m_outcome->error().detail));
    QCOMPARE(m_outcome->error().requestId, QStringLiteral("srv-2"));
    QCOMPARE(m_outcome->error().httpStatus, 200);
}

void MonitorContract::largeReply()
{
    const QByteArray body = bigReply(20'000, "[\"last\"]");
  
    m_peer->push(answer(200, body));
    ask(*m_outcome);
    QVERIFY(m_outcome->wait());
    QVERIFY(m_outcome->ok());
    QCOMPARE(m_outcome->value().tables.first().rowCount(), size_t{20'000});
    QCOMPARE(m_outcome->value().tables.first().text(19'999, u"a"), QStringLiteral("last"));
    QCOMPARE(m_outcome->value().bytes, body.size());
}

void MonitorContract::largeBadReply()
{
    m_peer->push(answer(200, bigReply(20'000, "[7]")));
    ask(*m_outcome);
    QVERIFY(m_outcome->wait());
    QCOMPARE(m_outcome->kind(), ErrorKind::Decode);
    QVERIFY2(m_outcome->error().detail.contains(QStringLiteral("$.tables[0].rows[19999][0]")), qPrintable(m_outcome->error().detail));
}

void MonitorContract::cancelAtEachPhase_data()
{
    QTest::addColumn<int>("phase");
    QTest::newRow("at once") << 0;
    QTest::newRow("signing in") << 1;
    QTest::newRow("waiting for the answer") << 2;
    QTest::newRow("waiting to repeat") << 3;
}

void MonitorContract::cancelAtEachPhase()
{
    QFETCH(int, phase);
    m_tokens->isSilent = phase == 1;
    m_peer->push(phase == 3 ? answer(503, {}, {{"Retry-After", "6"}}) : never());
    const Call call = ask(*m_outcome);
    if (phase >= 2)
        QVERIFY(arrived(1));
    if (phase == 3)
        QVERIFY(QTest::qWaitFor([this] { return m_timers->waits().front() == 6s; }, 5000));
    call.cancel();
    call.cancel();
    QCOMPARE(m_outcome->count(), 0);
    QVERIFY(m_outcome->wait());
    QCOMPARE(m_outcome->kind(), ErrorKind::Cancelled);
    QCOMPARE(m_governor->running(), size_t{0});
    m_timers->advance(60s);
    QCoreApplication::sendPostedEvents();
    QCOMPARE(m_outcome->count(), 1);
    QCOMPARE(m_peer->seen().size(), phase >= 2 ? 1 : 0);
}

void MonitorContract::cancelWhileDecodingInThePool()
{
    m_peer->push(answer(200, bigReply(20'000, "[\"last\"]")));
    const Call call = ask(*m_outcome);
    QVERIFY(arrived(1));
    QVERIFY(QTest::qWaitFor([this] { return m_governor->running() == 0; }, 5000)); // answered, being decoded
    call.cancel();
    QVERIFY(m_outcome->wait());
    QCOMPARE(m_outcome->kind(), ErrorKind::Cancelled);
    m_connector.reset(); // waits for the pool
    QCoreApplication::sendPostedEvents();
    QCOMPARE(m_outcome->count(), 1);
}

void MonitorContract::contextGone()
{
    m_peer->push(never());
    const Call call = ask(*m_outcome);
    QVERIFY(arrived(1));
    m_outcome->destroyContext();
    QVERIFY(call.isFinished());
    QCOMPARE(m_governor->running(), size_t{0});
    m_timers->advance(60s);
    QCoreApplication::sendPostedEvents();
    QCOMPARE(m_outcome->count(), 0);
}

void MonitorContract::connectorGone()
{
    m_peer->push(never());
    Outcome<MonitorReply> sharer;
    ask(*m_outcome);
    ask(sharer);
    QVERIFY(arrived(1));
    m_connector.reset();
    QVERIFY(m_outcome->wait());
    QVERIFY(sharer.wait());
    QCOMPARE(m_outcome->kind(), ErrorKind::Cancelled);
    QCOMPARE(sharer.kind(), ErrorKind::Cancelled);
    QCOMPARE(m_governor->running(), size_t{0});
}

void MonitorContract::equalQueriesShare()
{
    m_peer->push(answer(200));
    Outcome<MonitorReply> second;
    ask(*m_outcome);
    ask(second);
    QVERIFY(m_outcome->wait());
    QVERIFY(second.wait());
    QVERIFY(m_outcome->ok() && second.ok());
    QVERIFY(!m_outcome->value().shared);
    QVERIFY(second.value().shared);
    QCOMPARE(second.value().tables.first().number(0, u"Count"), std::optional(42.0));
    QCOMPARE(m_peer->seen().size(), 1);
    m_peer->push(answer(200));
    Outcome<MonitorReply> later;
    ask(later);
    QVERIFY(later.wait());
    QVERIFY(!later.value().shared);
    QCOMPARE(m_peer->seen().size(), 2);
}

void MonitorContract::cancellingOneSharerLeavesTheOthers()
{
    m_peer->push(answer(503, {}, {{"Retry-After", "1"}}));
    m_peer->push(answer(200));
    Outcome<MonitorReply> second;
    const Call first = ask(*m_outcome);
    ask(second);
    QVERIFY(arrived(1));
    first.cancel();
    QVERIFY(m_outcome->wait());
    QCOMPARE(m_outcome->kind(), ErrorKind::Cancelled);
    QVERIFY(passWait(1s));
    QVERIFY(second.wait());
    QVERIFY(second.ok());
    QVERIFY(second.value().shared);
}

void MonitorContract::cancellingAllSharersStops()
{
    m_peer->push(never());
    Outcome<MonitorReply> second;
    const Call first = ask(*m_outcome);
    ask(second);
    QVERIFY(arrived(1));
    first.cancel();
    QCOMPARE(m_governor->running(), size_t{1});
    second.destroyContext();
    QCOMPARE(m_governor->running(), size_t{0});
    QVERIFY(m_outcome->wait());
    QCOMPARE(second.count(), 0);
}

void MonitorContract::differentQueriesDoNotShare()
{
    m_peer->push(answer(200));
    m_peer->push(answer(200));
    m_peer->push(answer(200));
    Outcome<MonitorReply> second;
    Outcome<MonitorReply> third;
    ask(*m_outcome);
    ask(second, QStringLiteral("traces | count"));
    m_connector->query({.kql = QStringLiteral("requests | count"), .timespan = TimeSpanRange{ManualClock::start - 1h, ManualClock::start}},
                       third.context(), third.completion());
    QVERIFY(m_outcome->wait() && second.wait() && third.wait());
    QCOMPARE(m_peer->seen().size(), 3);
}

void MonitorContract::atMostFourAtOnce()
{
    for (int i = 0; i < 5; ++i)
        m_peer->push(never());
    std::vector<std::unique_ptr<Outcome<MonitorReply>>> outcomes;
    std::vector<Call> calls;
    for (int i = 0; i < 6; ++i) {
        outcomes.push_back(std::make_unique<Outcome<MonitorReply>>());
        calls.push_back(ask(*outcomes.back(), QStringLiteral("print %1").arg(i)));
    }
    QVERIFY(arrived(4));
    QCOMPARE(m_governor->running(), size_t{4});
    QCOMPARE(m_governor->waiting(), size_t{2});
    calls[2].cancel();
    QVERIFY(arrived(5));
    QVERIFY(m_peer->seen().at(4).body.contains("print 4")); // first come, first served
    QCOMPARE(m_governor->waiting(), size_t{1});
}

void MonitorContract::cancelWhileQueued()
{
    for (int i = 0; i < 4; ++i)
        m_peer->push(never());
    std::vector<std::unique_ptr<Outcome<MonitorReply>>> outcomes;
    for (int i = 0; i < 4; ++i) {
        outcomes.push_back(std::make_unique<Outcome<MonitorReply>>());
        ask(*outcomes.back(), QStringLiteral("print %1").arg(i));
    }
    const Call queued = ask(*m_outcome, QStringLiteral("print 5"));
    QVERIFY(arrived(4));
    queued.cancel();
    QVERIFY(m_outcome->wait());
    QCOMPARE(m_outcome->kind(), ErrorKind::Cancelled);
    QCOMPARE(m_governor->waiting(), size_t{0});
    QCOMPARE(m_governor->running(), size_t{4});
}

void MonitorContract::tokenNeverInTheLog()
{
    startCapturingLogs();
    m_peer->push(answer(401, "{\"error\":{\"code\":\"AuthenticationFailed\",\"message\":\"m\"}}"));
    m_peer->push(answer(200));
    ask(*m_outcome);
    QVERIFY(m_outcome->wait());
    const QString lines = capturedLogs().join(u'\n');
    QVERIFY2(!lines.contains(QStringLiteral("token-")), qPrintable(lines));
    QVERIFY2(lines.contains(QStringLiteral("/v1/apps/app-1/query status=401")), qPrintable(lines));
}

void MonitorContract::packedReply_data()
{
    QTest::addColumn<bool>("isWhole");
    QTest::newRow("whole") << true;
    QTest::newRow("not gzip") << false;
}

void MonitorContract::packedReply()
{
    QFETCH(bool, isWhole);
    ScriptedReply reply = answer(200, bigReply(20'000, "[\"last\"]"));
    reply.gzip = isWhole;
    if (!isWhole)
        reply.headers.append(QPair<QByteArray, QByteArray>("Content-Encoding", "gzip"));
    m_peer->push(reply);
    ask(*m_outcome);
    QVERIFY(m_outcome->wait());
    QCOMPARE(m_outcome->ok(), isWhole);
    if (!isWhole) {
        QCOMPARE(m_outcome->kind(), ErrorKind::Protocol);
        return;
    }
    QCOMPARE(m_outcome->value().tables.first().rowCount(), size_t{20'000});
    QCOMPARE(m_outcome->value().bytes, reply.body.size());
}

/// Nobody has seen its rows, so it may begin anew.
void MonitorContract::cutReplyIsAskedForAgain()
{
    ScriptedReply cut = answer(200, bigReply(20'000, "[\"last\"]"));
    cut.kind = Kind::Truncate;
    m_peer->push(cut);
    m_peer->push(answer(200));
    ask(*m_outcome);
    QVERIFY(passWait(500ms));
    QVERIFY(m_outcome->wait());
    QVERIFY(m_outcome->ok());
    QCOMPARE(m_outcome->value().tables.first().number(0, u"Count"), std::optional(42.0));
}

/// What breaks at its start is not waited for.
void MonitorContract::brokenReplyEndsTheRequest()
{
    ScriptedReply broken = answer(200, "<html>" + QByteArray(8 * 1024 * 1024, ' '));
    m_peer->push(broken);
    ask(*m_outcome);
    QVERIFY(m_outcome->wait());
    QCOMPARE(m_outcome->kind(), ErrorKind::Decode);
    QVERIFY2(m_outcome->error().detail.startsWith(QStringLiteral("$ at byte 0")), qPrintable(m_outcome->error().detail));
    QCOMPARE(m_outcome->error().httpStatus, 200);
    QCOMPARE(m_governor->running(), size_t{0});
}

} // namespace qd::test
