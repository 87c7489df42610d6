#include "monitorcontract.h"

#include "monitorreplies.h"

/// The half of the contract that is about the queries of people.
namespace qd::test {

using namespace std::chrono_literals;

void MonitorContract::queryForPeople()
{
    m_peer->push(answer(200, R"({"tables":[{"name":"PrimaryResult","columns":[{"name":"a","type":"string"}],"rows":[["x"]]},)"
                             R"({"name":"Second","columns":[{"name":"b","type":"long"}],"rows":[[1],[2]]}],"render":{"visualization":"PieChart"},)"
                             R"("statistics":{"query":{"executionTime":0.25}},"error":{"code":"PartialError","message":"cut"}})",
                        {{"x-ms-request-id", "srv-3"}}));
    Outcome<QueryAnswer> outcome;
    m_service->run({.kql = QStringLiteral("q"), .timespan = {}, .timeout = 12500ms}, outcome.context(), {}, outcome.completion());
    QVERIFY(outcome.wait());
    QVERIFY(outcome.ok());
    QCOMPARE(m_peer->seen().first().header("prefer"), "wait=13,include-statistics=true,include-render=true");
    const QueryAnswer &answer = outcome.value();
    QCOMPARE(answer.tables.size(), size_t{2});
    QCOMPARE(answer.tables[0].text(0, 0), std::string_view("x"));
    QCOMPARE(answer.tables[1].integer(1, 0), qint64{2});
    QCOMPARE(answer.render.visualization, QStringLiteral("piechart"));
    QCOMPARE(answer.statistics->executionSeconds, 0.25);
    QCOMPARE(answer.warnings, QStringList{QStringLiteral("cut (PartialError)")});
    QCOMPARE(answer.requestId, QStringLiteral("srv-3"));
}

void MonitorContract::rowsThenTheAnswer()
{
    m_peer->push(answer(200, bigReply(20'000, "[\"last\"]")));
    Outcome<QueryAnswer> outcome;
    size_t rows = 0;
    int pieces = 0;
    m_service->run({.kql = QStringLiteral("q"), .timespan = {}}, outcome.context(),
                   [&](const query::ResultSet::Piece &piece) {
                       QCOMPARE(outcome.count(), 0);
                       rows += piece->rowCount();
                       ++pieces;
                   },
                   outcome.completion());
    QVERIFY(outcome.wait());
    QVERIFY(outcome.ok());
    QCOMPARE(rows, size_t{20'000});
    QVERIFY(pieces > 3);
    QCOMPARE(outcome.value().tables.front().rowCount(), rows);
}

void MonitorContract::cancelFromTheRows()
{
    m_peer->push(answer(200, bigReply(20'000, "[\"last\"]")));
    Outcome<QueryAnswer> outcome;
    int pieces = 0;
    Call call;
    call = m_service->run({.kql = QStringLiteral("q"), .timespan = {}}, outcome.context(),
                          [&](const query::ResultSet::Piece &) {
                              ++pieces;
                              call.cancel();
                          },
                          outcome.completion());
    QVERIFY(outcome.wait());
    QCOMPARE(outcome.kind(), ErrorKind::Cancelled);
    m_service.reset(); // waits for the pool
    QCoreApplication::sendPostedEvents();
    QCOMPARE(pieces, 1);
    QCOMPARE(outcome.count(), 1);
    QCOMPARE(m_governor->running(), size_t{0});
}

void MonitorContract::serviceGone()
{
    m_peer->push(never());
    Outcome<QueryAnswer> outcome;
    Outcome<query::Catalog> catalog;
    m_service->run({.kql = QStringLiteral("q"), .timespan = {}}, outcome.context(), {}, outcome.completion());
    m_service->catalog(catalog.context(), catalog.completion());
    QVERIFY(arrived(2));
    m_service.reset();
    QVERIFY(outcome.wait());
    QVERIFY(catalog.wait());
    QCOMPARE(outcome.kind(), ErrorKind::Cancelled);
    QCOMPARE(catalog.kind(), ErrorKind::Cancelled);
    QCOMPARE(m_governor->running(), size_t{0});
}

void MonitorContract::equalQueriesForPeopleDoNotShare()
{
    m_peer->push(answer(200));
    m_peer->push(answer(200));
    Outcome<QueryAnswer> first;
    Outcome<QueryAnswer> second;
    m_service->run({.kql = QStringLiteral("q"), .timespan = {}}, first.context(), {}, first.completion());
    m_service->run({.kql = QStringLiteral("q"), .timespan = {}}, second.context(), {}, second.completion());
    QVERIFY(first.wait() && second.wait());
    QVERIFY(first.ok() && second.ok());
    QCOMPARE(m_peer->seen().size(), 2);
}

void MonitorContract::catalog()
{
    m_peer->push(answer(200, R"({"tables":[{"name":"requests","columns":[{"name":"timestamp","type":"datetime"}]}]})"));
    Outcome<query::Catalog> outcome;
    m_service->catalog(outcome.context(), outcome.completion());
    QVERIFY(outcome.wait());
    QVERIFY(outcome.ok());
    QCOMPARE(outcome.value().tables.first().columns.first().name, QStringLiteral("timestamp"));
    QCOMPARE(m_peer->seen().first().method, "GET");
    QCOMPARE(m_peer->seen().first().target, "/v1/apps/app-1/metadata");
    QCOMPARE(m_peer->seen().first().header("authorization"), "Bearer token-1");
}

void MonitorContract::catalogErrors_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("kind");
    QTest::newRow("forbidden") << 403 << QByteArray("{\"error\":{\"code\":\"InsufficientAccessError\",\"message\":\"m\"}}") << static_cast<int>(ErrorKind::Forbidden);
    QTest::newRow("not JSON") << 200 << QByteArray("<html>") << static_cast<int>(ErrorKind::Decode);
}

void MonitorContract::catalogErrors()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(int, kind);
    m_peer->push(answer(status, body));
    Outcome<query::Catalog> outcome;
    m_service->catalog(outcome.context(), outcome.completion());
    QVERIFY(outcome.wait());
    QCOMPARE(static_cast<int>(outcome.kind()), kind);
    QVERIFY(!outcome.error().requestId.isEmpty());
}

} // namespace qd::test
