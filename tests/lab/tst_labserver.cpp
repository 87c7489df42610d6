#include "labfixture.h"
#include "manualclock.h"
#include "server/labserver.h"
#include "testmain.h"

#include <QElapsedTimer>
#include <QTcpSocket>

using namespace qd;
using namespace qd::lab;

/// The HTTP rules that every endpoint gets from the server and the router (azure facts, section 0).
class TestLabServer : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void routes_data();
    void routes();
    void queryKeysAreDecoded();
    void bodies_data();
    void bodies();
    void gzipBombIsRefused();
    void chunkedOverLimitIsRefused();
    void postWithoutLengthHasNoBody();
    void commonHeaders();
    void repliesAreGzippedWhenAccepted();
    void knownPathOtherMethod();
    void headHasNoBody();
    void keepAliveServesManyRequests();
    void garbageIsAnswered();
    void portInUse();
    void stopDoesNotWaitForIdleConnections();

private:
    [[nodiscard]] test::HttpAnswer send(const QByteArray &method, const QByteArray &target,
                                        const test::HeaderList &headers = {}, const QByteArray &body = {}) const
    {
        return test::sendHttp(m_server->port(), method, target, headers, body);
    }

    Router m_router;
    test::ManualClock m_clock;
    std::unique_ptr<LabServer> m_server;
};

namespace {

/// Answers what the handler saw: "id|query key=value…|body".
HttpReply echo(const HttpRequest &request, const PathArguments &path)
{
    std::string text = path.at("id") + "|";
    for (const auto &[key, value] : request.query)
        text += key + "=" + value + ";";
    return HttpReply{.body = text + "|" + request.body, .contentType = "text/plain"};
}

constexpr ServerLimits smallLimits{.compressedBytes = 100'000, .decompressedBytes = 1'000'000, .connections = 32};

} // namespace

void TestLabServer::initTestCase()
{
    m_router.add("GET", "/v1/things/{id}/query", echo);
    m_router.add("POST", "/v1/things/{id}/query", echo);
    m_router.add("GET", "/big", [](const HttpRequest &, const PathArguments &) { return HttpReply{.body = std::string(50'000, 'x')}; });
    auto server = LabServer::bind(m_router, m_clock, 0, smallLimits);
    QVERIFY(server);
    m_server = std::move(*server);
    m_server->serve();
}

void TestLabServer::routes_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("plain") << QByteArray("/v1/things/a/query") << 200 << QByteArray("a||");
    QTest::newRow("leading double slash") << QByteArray("//v1/things/a/query") << 200 << QByteArray("a||");
    QTest::newRow("inner double slash") << QByteArray("/v1//things///a/query/") << 200 << QByteArray("a||");
    QTest::newRow("case") << QByteArray("/V1/Things/AbC/QUERY") << 200 << QByteArray("AbC||");
    QTest::newRow("encoded slash stays in its segment") << QByteArray("/v1/things/a%2Fb/query") << 200 << QByteArray("a/b||");
    QTest::newRow("encoded line end") << QByteArray("/v1/things/a%0Ab/query") << 200 << QByteArray("a\nb||");
    QTest::newRow("broken escape is text") << QByteArray("/v1/things/a%zz/query") << 200 << QByteArray("a%zz||");
    QTest::newRow("absolute form") << QByteArray("http://127.0.0.1/v1/things/a/query") << 200 << QByteArray("a||");
    QTest::newRow("too short") << QByteArray("/v1/things/query") << 404 << QByteArray();
    QTest::newRow("too long") << QByteArray("/v1/things/a/query/x") << 404 << QByteArray();
    QTest::newRow("root") << QByteArray("/") << 404 << QByteArray();
}

void TestLabServer::routes()
{
    QFETCH(const QByteArray, target);
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    const test::HttpAnswer answer = send("GET", target);
    QCOMPARE(answer.status, status);
    if (status == 200)
        QCOMPARE(answer.body, body);
    else
        QCOMPARE(answer.json().value(u"error").toObject().value(u"code").toString(), QStringLiteral("PathNotFoundError"));
}

void TestLabServer::queryKeysAreDecoded()
{
    QCOMPARE(send("GET", "/v1/things/a/query?api%2Dversion=2024-02-01&%24filter=x%20eq+1&=&c").body,
             QByteArray("a|=;$filter=x eq 1;api-version=2024-02-01;c=;|"));
}

void TestLabServer::bodies_data()
{
    const QByteArray text = "hello, agents";
    const QByteArray packed = test::gzipBytes(text);
    QTest::addColumn<test::HeaderList>("headers");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    const QByteArray chunks = "5\r\nhello\r\n8;x=y\r\n, agents\r\n0\r\n\r\n";
    const QByteArray packedChunk = QByteArray::number(packed.size(), 16) + "\r\n" + packed + "\r\n0\r\n\r\n";
    QTest::newRow("plain") << test::HeaderList{} << text << 200;
    QTest::newRow("gzip") << test::HeaderList{{"Content-Encoding", "gzip"}} << packed << 200;
    QTest::newRow("chunked") << test::HeaderList{{"Transfer-Encoding", "chunked"}} << chunks << 200;
    QTest::newRow("chunked gzip") << test::HeaderList{{"Transfer-Encoding", "chunked"}, {"Content-Encoding", "gzip"}} << packedChunk << 200;
    QTest::newRow("not gzip") << test::HeaderList{{"Content-Encoding", "gzip"}} << text << 400;
    QTest::newRow("unknown encoding") << test::HeaderList{{"Content-Encoding", "zstd"}} << text << 415;
    QTest::newRow("length over the limit") << test::HeaderList{} << QByteArray(200'000, 'x') << 413;
}

void TestLabServer::bodies()
{
    QFETCH(const test::HeaderList, headers);
    QFETCH(const QByteArray, body);
    QFETCH(const int, status);
    const test::HttpAnswer answer = send("POST", "/v1/things/a/query", headers, body);
    QCOMPARE(answer.status, status);
    if (status == 200)
        QCOMPARE(answer.body, QByteArray("a||hello, agents"));
    else
        QVERIFY(!answer.json().value(u"error").toObject().value(u"code").toString().isEmpty());
}

void TestLabServer::gzipBombIsRefused()
{
    const QByteArray bomb = test::gzipBytes(QByteArray(50'000'000, '\0'));
    QVERIFY(bomb.size() < 100'000);
    QCOMPARE(send("POST", "/v1/things/a/query", {{"Content-Encoding", "gzip"}}, bomb).status, 413);
}

void TestLabServer::chunkedOverLimitIsRefused()
{
    const QByteArray chunk = "186a0\r\n" + QByteArray(100'000, 'x') + "\r\n";
    QCOMPARE(send("POST", "/v1/things/a/query", {{"Transfer-Encoding", "chunked"}}, chunk.repeated(11) + "0\r\n\r\n").status, 413);
}

void TestLabServer::postWithoutLengthHasNoBody()
{
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(send("POST", "/v1/things/a/query").body, QByteArray("a||"));
    QVERIFY(timer.elapsed() < 4000);
}

void TestLabServer::commonHeaders()
{
    for (const QByteArray &target : {QByteArray("/v1/things/a/query"), QByteArray("/nowhere")}) {
        const test::HttpAnswer answer = send("GET", target, {{"x-ms-client-request-id", "c0ffee"}});
        QCOMPARE(answer.headers.value("x-ms-request-id").size(), 36);
        QCOMPARE(answer.headers.value("x-ms-correlation-request-id").size(), 36);
        QCOMPARE(answer.headers.value("x-ms-client-request-id"), QByteArray("c0ffee"));
        QCOMPARE(answer.headers.value("date"), QByteArray("Sat, 21 Nov 2026 12:00:00 GMT"));
    }
}

void TestLabServer::repliesAreGzippedWhenAccepted()
{
    const test::HttpAnswer packed = send("GET", "/big", {{"Accept-Encoding", "gzip, deflate"}});
    QCOMPARE(packed.headers.value("content-encoding"), QByteArray("gzip"));
    QVERIFY(packed.headers.value("content-length").toInt() < 5000);
    QCOMPARE(packed.body, QByteArray(50'000, 'x'));
    QVERIFY(!send("GET", "/big").headers.contains("content-encoding"));
}

void TestLabServer::knownPathOtherMethod()
{
    const test::HttpAnswer answer = send("DELETE", "/v1/things/a/query");
    QCOMPARE(answer.status, 405);
    QCOMPARE(answer.headers.value("allow"), QByteArray("GET, POST"));
}

void TestLabServer::headHasNoBody()
{
    const test::HttpAnswer answer = send("HEAD", "/v1/things/a/query");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body, QByteArray());
}

void TestLabServer::keepAliveServesManyRequests()
{
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), m_server->port());
    QVERIFY(socket.waitForConnected());
    for (int i = 0; i < 20; ++i) {
        socket.write("GET /v1/things/a/query HTTP/1.1\r\nHost: x\r\n\r\n");
        QByteArray bytes;
        while (!bytes.endsWith("a||") && socket.waitForReadyRead(5000))
            bytes += socket.readAll();
        QVERIFY(bytes.startsWith("HTTP/1.1 200"));
    }
}

void TestLabServer::garbageIsAnswered()
{
    QCOMPARE(send("BREW", "/pot").status, 400);
    QCOMPARE(send("GET", "/" + QByteArray(20'000, 'a')).status, 414);
}

void TestLabServer::portInUse()
{
    const auto second = LabServer::bind(m_router, m_clock, m_server->port());
    QVERIFY(!second);
    QCOMPARE(second.error().kind, ErrorKind::Conflict);
    QVERIFY(second.error().message.contains(QString::number(m_server->port())));
}

void TestLabServer::stopDoesNotWaitForIdleConnections()
{
    auto server = LabServer::bind(m_router, m_clock, 0);
    QVERIFY(server);
    (*server)->serve();
    QTcpSocket idle;
    idle.connectToHost(QStringLiteral("127.0.0.1"), (*server)->port());
    QVERIFY(idle.waitForConnected());
    idle.write("GET /v1/things/a/query HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(idle.waitForReadyRead());
    QElapsedTimer timer;
    timer.start();
    (*server)->stop();
    QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
}

QD_TEST_MAIN(QCoreApplication, TestLabServer)
#include "tst_labserver.moc"
