#include "floodpeer.h"
#include "http/callstate.h"
#include "http/errormapping.h"
#include "http/httpclient.h"
#include "http/httpstream.h"
#include "http/redaction.h"
#include "http/retrypolicy.h"
#include "http/ssereader.h"
#include "http/timers.h"
#include "manualclock.h"
#include "testmain.h"

#include <QTest>
#include <QTimer>

using namespace qd;
using namespace std::chrono_literals;

namespace {

/// Work that ends its call when it goes, as an exchange of the HTTP client does.
struct Work {
    std::shared_ptr<CallState<int>> call;
    bool *isGone;
    int *stops;

    void begin()
    {
        call->setStop([gone = isGone, count = stops] { *count += *gone ? 100 : 1; });
    }
    ~Work()
    {
        *isGone = true;
        call->finish(cancelledError());
    }
};

} // namespace

/// The pure parts of connectors/http: retry policy, redaction, error mapping, the end of a call.
class TestHttpParts : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void retryPolicy_data()
    {
        QTest::addColumn<int>("tries");
        QTest::addColumn<bool>("repeatable");
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("retryAfter"); // ms, -1: none
        QTest::addColumn<int>("wait");       // ms, -1: the outcome stands
        const auto row = [](const char *name, int tries, bool repeatable, int status, int retryAfter, int wait) {
            QTest::newRow(name) << tries << repeatable << status << retryAfter << wait;
        };
        row("network, first", 1, true, 0, -1, 750);
        row("network, second", 2, true, 0, -1, 1500);
        row("network, third", 3, true, 0, -1, -1);
        row("network, write", 1, false, 0, -1, -1);
        row("408", 1, true, 408, -1, 750);
        row("500", 1, true, 500, -1, 750);
        row("501", 1, true, 501, -1, -1);
        row("505", 1, true, 505, -1, -1);
        row("599", 1, true, 599, -1, 750);
        row("404", 1, true, 404, 1000, -1);
        row("429 bare", 1, true, 429, -1, -1);
        row("429 asks", 1, true, 429, 1234, 1234);
        row("429 asks too much", 1, true, 429, 64001, -1);
        row("503 asks", 2, true, 503, 10, 10);
        row("503 asks, write", 1, false, 503, 10, -1);
        row("503 asks for nothing", 1, true, 503, 0, 0);
    }

    void retryPolicy()
    {
        QFETCH(int, tries);
        QFETCH(bool, repeatable);
        QFETCH(int, status);
        QFETCH(int, retryAfter);
        QFETCH(int, wait);
        RetryPolicy policy;
        policy.jitter = [] { return 0.5; }; // waits are 3/4 of the exponential step
        const auto asked = retryAfter < 0 ? std::nullopt : std::optional(Milliseconds(retryAfter));
        const auto result = policy.waitAfter({.tries = tries, .isRepeatable = repeatable, .status = status, .retryAfter = asked});
        QCOMPARE(result ? static_cast<int>(result->count()) : -1, wait);
    }

    void backOffIsCapped()
    {
        RetryPolicy policy{.maxTries = 100, .jitter = [] { return 0.999; }};
        const auto wait = policy.waitAfter({.tries = 50, .isRepeatable = true, .status = 500});
        QVERIFY(wait && *wait <= 64s && *wait > 63s);
    }

    void retryAfterSpellings_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<qint64>("wait"); // ms, -1: none
        const auto row = [](const char *name, const char *value, qint64 wait) {
            QTest::addRow("%s: %s", name, value) << QByteArray(name) << QByteArray(value) << wait;
        };
        row("Retry-After", "7", 7000);
        row("retry-after", "0", 0);
        row("Retry-After", "1.5", 1500);
        row("Retry-After", "Sat, 21 Nov 2026 12:01:00 GMT", 60000);
        row("Retry-After", "Sat, 21 Nov 2026 11:59:00 GMT", 0);
        row("Retry-After", "soon", -1);
        row("Retry-After", "-5", -1);
        row("Retry-After", "nan", -1);
        row("Retry-After", "1e300", 86'400'000);
        row("retry-after-ms", "150", 150);
        row("x-ms-retry-after-ms", "151", 151);
        row("other", "7", -1);
    }

    void retryAfterSpellings()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        QFETCH(qint64, wait);
        const auto result = retryAfterOf({{name, value}}, test::ManualClock::start);
        QCOMPARE(result ? result->count() : -1, wait);
    }

    void millisecondsWin()
    {
        QCOMPARE(retryAfterOf({{"Retry-After", "9"}, {"retry-after-ms", "20"}}, test::ManualClock::start), std::optional(Milliseconds(20)));
    }

    void redactedUrl_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain") << QStringLiteral("https://h.example/v1/apps/x/query") << QStringLiteral("h.example/v1/apps/x/query");
        QTest::newRow("user info, fragment") << QStringLiteral("https://user:pass@h.example:8443/p#frag") << QStringLiteral("h.example:8443/p");
        QTest::newRow("secret keys") << QStringLiteral("https://h/p?api_key=abc&x=1&SIG=def&access-token=ghi&api%2Dkey=jkl")
                                     << QStringLiteral("h/p?api_key=***&x=1&SIG=***&access-token=***&api-key=***");
    }

    void redactedUrl()
    {
        QFETCH(QString, url);
        QFETCH(QString, shown);
        QCOMPARE(redaction::url(QUrl(url)), shown);
    }

    void redactedHeaders()
    {
        QCOMPARE(redaction::headers({{"Content-Type", "application/json"}, {"Authorization", "Bearer abc"}, {"X-Api-Key", "def"}, {"cookie", "ghi"}}),
                 QStringLiteral("Content-Type: application/json; Authorization: ***; X-Api-Key: ***; cookie: ***"));
        QCOMPARE(redaction::headers({{"Server", "a\r\nFAKE LINE"}}), QStringLiteral("Server: a  FAKE LINE"));
    }

    void redactedBody_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("shown");
        QTest::newRow("json") << QByteArray("application/json; charset=utf-8") << QByteArray("{\"query\":\"a\",\"client_secret\":\"s\\\"x\",\"n\":1}")
                              << QStringLiteral("{\"query\":\"a\",\"client_secret\":\"***\",\"n\":1}");
        QTest::newRow("nested") << QByteArray("application/json") << QByteArray("{\"a\":{\"primaryKey\" : \"k\",\"password\":12}}")
                                << QStringLiteral("{\"a\":{\"primaryKey\" : \"***\",\"password\":\"***\"}}");
        QTest::newRow("cut in the value") << QByteArray("application/json") << QByteArray("{\"access_token\":\"eyJhb")
                                          << QStringLiteral("{\"access_token\":\"***\"");
        QTest::newRow("form") << QByteArray("application/x-www-form-urlencoded") << QByteArray("client_id=a&client_secret=b&code=c")
                              << QStringLiteral("client_id=a&client_secret=***&code=***");
        QTest::newRow("other") << QByteArray("application/octet-stream") << QByteArray("secret") << QStringLiteral("(6 bytes)");
        QTest::newRow("line breaks") << QByteArray("application/json") << QByteArray("{\n\"a\":1}") << QStringLiteral("{ \"a\":1}");
    }

    void redactedBody()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, body);
        QFETCH(QString, shown);
        QCOMPARE(redaction::body(body, type), shown);
    }

    void redactionIsBounded()
    {
        const QString shown = redaction::body("{\"a\":\"" + QByteArray(100'000, 'x') + "\"}", "application/json");
        QVERIFY(shown.size() < 2200);
        QVERIFY(shown.endsWith(QStringLiteral("(100008 bytes)")));
    }

    void azureErrors_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *name, int status, const char *body, ErrorKind kind, const char *code, const char *message) {
            QTest::newRow(name) << status << QByteArray(body) << static_cast<int>(kind) << QString::fromUtf8(code) << QString::fromUtf8(message);
        };
        row("deepest", 400,
            "{\"error\":{\"code\":\"BadArgumentError\",\"message\":\"outer\",\"innererror\":{\"code\":\"SemanticError\",\"message\":\"A semantic error occurred.\","
            "\"innererror\":{\"code\":\"SEM0100\",\"message\":\"'where' operator: Failed to resolve 'x'\"}}}}",
            ErrorKind::Query, "SEM0100", "'where' operator: Failed to resolve 'x'");
        row("inner without message", 403, "{\"error\":{\"code\":\"InsufficientAccessError\",\"message\":\"outer\",\"innererror\":{\"code\":\"AuthorizationFailedError\"}}}",
            ErrorKind::Forbidden, "AuthorizationFailedError", "outer");
        row("token refused", 403, "{\"error\":{\"code\":\"InvalidAuthenticationToken\",\"message\":\"m\"}}", ErrorKind::Unauthorized, "InvalidAuthenticationToken", "m");
        row("token for another service", 403, "{\"error\":{\"code\":\"InvalidAuthenticationTokenAudience\",\"message\":\"m\"}}",
            ErrorKind::Forbidden, "InvalidAuthenticationTokenAudience", "m");
        row("conflict", 409, "{\"error\":{\"code\":\"Conflict\",\"message\":\"busy\"}}", ErrorKind::Conflict, "Conflict", "busy");
        row("precondition", 412, "", ErrorKind::Conflict, "", "The resource was changed meanwhile.");
        row("flat", 404, "{\"code\":\"ResourceNotFound\",\"message\":\"gone\"}", ErrorKind::NotFound, "ResourceNotFound", "gone");
        row("html", 502, "<html>Bad gateway</html>", ErrorKind::Server, "", "The server failed (HTTP 502).");
        row("json without error", 500, "[1,2]", ErrorKind::Server, "", "The server failed (HTTP 500).");
        row("wrong types", 400, "{\"error\":{\"code\":7,\"message\":[\"m\"],\"innererror\":\"x\"}}", ErrorKind::Invalid, "", "The server refused the request (HTTP 400).");
        row("control characters", 400, "{\"error\":{\"code\":\"X\",\"message\":\"a\\u0000\\u001b[31mb\\u202Ec\"}}", ErrorKind::Invalid, "X", "a [31mb c");
        row("entra", 401,
            "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid client secret provided. Trace ID: t Correlation ID: c Timestamp: x\","
            "\"error_codes\":[7000215],\"correlation_id\":\"c-7\"}",
            ErrorKind::Unauthorized, "AADSTS7000215", "AADSTS7000215: Invalid client secret provided.");
        row("entra tenant", 400, "{\"error\":\"invalid_request\",\"error_description\":\"AADSTS90002: Tenant 'x' not found.\"}",
            ErrorKind::Unauthorized, "AADSTS90002", "AADSTS90002: Tenant 'x' not found.");
        row("entra outage", 503, "{\"error\":\"temporarily_unavailable\",\"error_description\":\"later\"}", ErrorKind::Server, "temporarily_unavailable", "later");
        row("teapot", 418, "", ErrorKind::Protocol, "", "The server refused the request (HTTP 418).");
    }

    void azureErrors()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(int, kind);
        QFETCH(QString, code);
        QFETCH(QString, message);
        const Error error = errorFromResponse({.status = status, .body = body, .requestId = QStringLiteral("ours")});
        QCOMPARE(errorKindName(error.kind), errorKindName(static_cast<ErrorKind>(kind)));
        QCOMPARE(error.vendorCode, code);
        QCOMPARE(error.message, message);
        QCOMPARE(error.httpStatus, status);
        QCOMPARE(error.requestId, body.contains("c-7") ? QStringLiteral("c-7") : QStringLiteral("ours"));
    }

    /// A client that is kept by its last call alone: the context goes, the completion goes, and with it the client.
    void workOwnedByItsCompletion()
    {
        bool isGone = false;
        int stops = 0;
        auto context = std::make_unique<QObject>();
        std::shared_ptr<Work> work(new Work{.call = nullptr, .isGone = &isGone, .stops = &stops});
        work->call = CallState<int>::create(context.get(), [work](const Result<int> &) {});
        work->begin();
        work.reset();
        context.reset();
        QVERIFY(isGone);
        QCOMPARE(stops, 1); // told while it was there, and not again
    }

    void errorBodiesAreBounded()
    {
        constexpr int depth = 10'000;
        const QByteArray body = QByteArray("{\"innererror\":").repeated(depth) + "{\"code\":\"deep\"}" + QByteArray("}").repeated(depth);
        const Error deep = errorFromResponse({.status = 400, .body = "{\"error\":" + body + "}"});
        QVERIFY(deep.vendorCode.isEmpty());
        const Error wide = errorFromResponse({.status = 400, .body = "{\"error\":{\"message\":\"" + QByteArray(200'000, 'm') + "\"}}"});
        QCOMPARE(wide.message.size(), 1000);
    }

    /// A server that sends events faster than they are read holds nothing else of the thread up.
    void floodsLeaveOthersTheirTurn()
    {
        constexpr qint64 mebibyte = 1024 * 1024;
        test::FloodPeer peer(48 * mebibyte);
        QVERIFY(peer.port() != 0);
        test::ManualClock clock;
        SystemTimers timers;
        HttpClient client(clock, timers, {});
        const auto stream = client.open({.url = QUrl(QStringLiteral("http://127.0.0.1:%1/").arg(peer.port()))});
        SseReader reader(mebibyte);
        qint64 taken = 0;
        connect(stream.get(), &HttpStream::received, this, [&](const QByteArray &bytes) {
            taken += bytes.size();
            QVERIFY(reader.add(bytes).isEmpty());
        });
        int turns = 0;
        QTimer others;
        connect(&others, &QTimer::timeout, this, [&turns] { ++turns; });
        others.start(0);
        QVERIFY(QTest::qWaitFor([&taken] { return taken >= 32 * mebibyte; }, 60000));
        QVERIFY2(turns >= 64, qPrintable(QString::number(turns)));
    }

    void throttledKeepsTheWait()
    {
        const Error error = errorFromResponse({.status = 429, .retryAfter = 17s});
        QCOMPARE(error.kind, ErrorKind::Throttled);
        QVERIFY(error.retryAfter == std::optional<Milliseconds>(17s));
    }
};

QD_TEST_MAIN(QCoreApplication, TestHttpParts)
#include "tst_httpparts.moc"
