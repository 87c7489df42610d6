#include "labprogram.h"
#include "testmain.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QProcess>
#include <QSet>
#include <QTemporaryDir>
#include <QUrl>

#include <condition_variable>
#include <csignal>
#include <mutex>
#include <sys/resource.h>
#include <thread>
#include <vector>

using namespace qd;

namespace {

constexpr int spansPerBatch = 20;
constexpr int senders = 3;

QByteArray spanId(int number) { return QByteArray::number(number, 16).rightJustified(16, '0'); }

/// An OTLP request of spans that are numbered from `first`.
QByteArray batchFrom(int first)
{
    QByteArray spans;
    for (int i = first; i < first + spansPerBatch; ++i)
        spans += (spans.isEmpty() ? "" : ",") + QByteArray("{\"traceId\":\"9ea4f43eed1dbf8756ef404a1510175d\",\"spanId\":\"" + spanId(i)
                 + "\",\"name\":\"chat\",\"kind\":3,\"startTimeUnixNano\":\"1795231892179000000\",\"endTimeUnixNano\":\"1795231892279000000\"}");
    return QByteArray("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[" + spans + "]}]}]}");
}

/// The same as Breeze envelopes of another exporter.
QByteArray envelopesFrom(int first, const QByteArray &instrumentationKey)
{
    QByteArray lines;
    for (int i = first; i < first + spansPerBatch; ++i)
        lines += "{\"name\":\"Microsoft.ApplicationInsights.RemoteDependency\",\"time\":\"2026-11-21T09:31:32.179Z\",\"iKey\":\"" + instrumentationKey
            + "\",\"data\":{\"baseType\":\"RemoteDependencyData\",\"baseData\":{\"ver\":2,\"id\":\"" + spanId(i)
            + "\",\"name\":\"chat\",\"duration\":\"00:00:00.100\",\"success\":true}}}\n";
    return lines;
}

/// Several clients that send batch after batch until the lab is gone, and remember what it acknowledged.
class Clients
{
public:
    void run(quint16 port, int firstNumber, const QByteArray &instrumentationKey)
    {
        m_next = firstNumber;
        m_instrumentationKey = instrumentationKey;
        for (int i = 0; i < senders; ++i)
            m_threads.emplace_back([this, port] { send(port); });
    }
    /// Returns when so many batches of this run were acknowledged, or a client has given up.
    void waitFor(int batches)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_run >= batches || m_ended > 0; });
    }
    void join()
    {
        for (std::thread &thread : m_threads)
            thread.join();
        m_threads.clear();
        m_run = m_ended = 0;
    }
    [[nodiscard]] int next() const { return m_next; }
    [[nodiscard]] const QSet<QByteArray> &acknowledged() const { return m_acknowledged; }
    [[nodiscard]] const test::HttpAnswer &lastRefusal() const { return m_refusal; }

private:
    int takeNumber()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_next, m_next + spansPerBatch);
    }
    /// One batch as OTLP, the next one as Breeze.
    [[nodiscard]] test::HttpAnswer post(quint16 port, int first) const
    {
        if (first / spansPerBatch % 2 == 0)
            return test::sendHttp(port, "POST", "/v1/traces", {{"Content-Type", "application/json"}}, batchFrom(first));
        return test::sendHttp(port, "POST", "/v2.1/track", {{"Content-Type", "application/x-json-stream"}}, envelopesFrom(first, m_instrumentationKey));
    }
    void send(quint16 port)
    {
        for (bool isAlive = true; isAlive;) {
            const int first = takeNumber();
            const test::HttpAnswer answer = post(port, first);
            const std::lock_guard lock(m_mutex);
            isAlive = answer.status == 200;
            for (int i = 0; isAlive && i < spansPerBatch; ++i)
                m_acknowledged.insert(spanId(first + i));
            m_run += isAlive ? 1 : 0;
            m_ended += isAlive ? 0 : 1;
            if (answer.status != 200 && answer.status != 0)
                m_refusal = answer;
            m_changed.notify_all();
        }
    }

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<std::thread> m_threads;
    QSet<QByteArray> m_acknowledged;
    QByteArray m_instrumentationKey;
    test::HttpAnswer m_refusal;
    int m_next = 1; // an id of zeros is none
    int m_run = 0;
    int m_ended = 0;
};

} // namespace

/// What the lab acknowledged is in its file, whatever happens to the lab.
class TestDurability : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void killedTwentyTimes();
    void diskFull();

private:
    QJsonObject startLab(QProcess &process, bool isDiskSmall = false) const;
    static quint16 portOf(const QJsonObject &info) { return static_cast<quint16>(QUrl(info.value(u"endpoint").toString()).port()); }
    /// Of the acknowledged spans, those that a newly started lab does not find.
    QSet<QByteArray> missing(const QSet<QByteArray> &acknowledged) const;

    QTemporaryDir m_folder;
    QString m_database;
};

QJsonObject TestDurability::startLab(QProcess &process, bool isDiskSmall) const
{
    constexpr rlim_t smallFile = 3U << 20U;
    if (isDiskSmall)
        process.setChildProcessModifier([] {
            std::signal(SIGXFSZ, SIG_IGN); // a write beyond the limit then fails, as on a full disk
            const rlimit limit{smallFile, smallFile};
            setrlimit(RLIMIT_FSIZE, &limit);
        });
    process.start(QStringLiteral(QD_BINARY_DIR "/bin/decklab"), {QStringLiteral("--no-fleet"), QStringLiteral("--no-tls"), QStringLiteral("--json"),
                                                                QStringLiteral("--database"), m_database});
    while (!process.canReadLine() && process.waitForReadyRead(30'000)) {
    }
    return QJsonDocument::fromJson(process.readLine()).object();
}

QSet<QByteArray> TestDurability::missing(const QSet<QByteArray> &acknowledged) const
{
    QProcess lab;
    const QJsonObject info = startLab(lab);
    const test::HttpAnswer answer = test::sendHttp(portOf(info), "POST", "/v1/apps/" + info.value(u"appId").toString().toUtf8() + "/query",
                                                   {{"Authorization", "Bearer " + info.value(u"bearerToken").toString().toUtf8()}, {"Content-Type", "application/json"}},
                                                   R"({"query":"dependencies | project id"})");
    QSet<QByteArray> found;
    for (const QJsonValue &row : answer.json().value(u"tables").toArray().at(0).toObject().value(u"rows").toArray())
        found.insert(row.toArray().at(0).toString().toUtf8());
    lab.kill();
    lab.waitForFinished();
    return QSet<QByteArray>(acknowledged).subtract(found);
}

void TestDurability::killedTwentyTimes()
{
    constexpr int kills = 20;
    m_database = m_folder.filePath(QStringLiteral("killed.duckdb"));
    Clients clients;
    for (int round = 0; round < kills; ++round) {
        QProcess lab;
        const QJsonObject info = startLab(lab);
        QVERIFY2(!info.isEmpty(), lab.readAllStandardError().constData());
        clients.run(portOf(info), clients.next(), info.value(u"instrumentationKey").toString().toUtf8());
        clients.waitFor(1 + round * 2); // at another moment each time
        kill(static_cast<pid_t>(lab.processId()), SIGKILL);
        lab.waitForFinished();
        clients.join();
        QCOMPARE(clients.lastRefusal().status, 0);
    }
    QVERIFY2(clients.acknowledged().size() >= kills * spansPerBatch, qPrintable(QString::number(clients.acknowledged().size())));
    const QSet<QByteArray> lost = missing(clients.acknowledged());
    QVERIFY2(lost.isEmpty(), qPrintable(QStringLiteral("%1 of %2 are lost").arg(lost.size()).arg(clients.acknowledged().size())));
}

/// A full disk is told to the senders, who keep what they have; what was acknowledged before is safe.
void TestDurability::diskFull()
{
    m_database = m_folder.filePath(QStringLiteral("full.duckdb"));
    Clients clients;
    QProcess lab;
    const QJsonObject info = startLab(lab, true);
    QVERIFY2(!info.isEmpty(), lab.readAllStandardError().constData());
    clients.run(portOf(info), clients.next(), info.value(u"instrumentationKey").toString().toUtf8());
    clients.join(); // each ends with its first refusal
    QCOMPARE(clients.lastRefusal().status, 503);
    QVERIFY(clients.lastRefusal().headers.value("retry-after").toInt() > 0);
    const test::HttpAnswer still = test::sendHttp(portOf(info), "GET", "/v1/nothing");
    QCOMPARE(still.status, 404); // it lives
    kill(static_cast<pid_t>(lab.processId()), SIGKILL);
    lab.waitForFinished();
    QVERIFY(clients.acknowledged().size() > 100);
    QVERIFY(missing(clients.acknowledged()).isEmpty());
}

QD_TEST_MAIN(QCoreApplication, TestDurability)
#include "tst_durability.moc"
