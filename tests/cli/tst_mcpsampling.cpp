#include "cliapplication.h"
#include "clibench.h"
#include "everythingpeer.h"
#include "scriptedpeer.h"
#include "testmain.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace qd;
using namespace qd::test;

namespace {

const QByteArray plantedKey = "sk-planted-93b";
const QByteArray chatAnswer = R"({"model":"m-1","choices":[{"message":{"role":"assistant","content":"blue, as the sky"},"finish_reason":"stop"}]})";

} // namespace

/// `deckctl mcp run` whose sampling is answered by a model's endpoint: a public server asks, a scripted endpoint answers.
class TestMcpSampling final : public QObject
{
    Q_OBJECT

    struct Run {
        int code = -1;
        QString printed;
        QString complained;
    };

    SystemClock m_clock;
    QTemporaryDir m_folder;
    ScriptedPeer m_model;

    [[nodiscard]] QString collection() const
    {
        QFile file(m_folder.filePath(QStringLiteral("ask.json")));
        const QByteArray text = R"({"version":1,"name":"ask","steps":[{"call":"trigger-sampling-request","arguments":{"prompt":"Which colour?","maxTokens":20},)"
                                R"("expect":[{"on":"status","equals":"ok"},{"on":"text","contains":"blue, as the sky"}]}]})";
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? file.fileName() : QString();
    }

    [[nodiscard]] Run run(const QStringList &options)
    {
        CliBench bench;
        CliApplication application(bench.streams, m_clock);
        QSignalSpy finished(&application, &CliApplication::finished);
        application.run(QStringList{QStringLiteral("mcp"), QStringLiteral("run"), collection(), QStringLiteral("--yes")} + options
                        + QStringList{QStringLiteral("--")} + EverythingPeer::stdioCommand());
        if (!QTest::qWaitFor([&finished] { return !finished.isEmpty(); }, 60000))
            return {};
        return {finished.first().first().toInt(), bench.printed(), bench.complained()};
    }

    [[nodiscard]] QStringList endpoint() const
    {
        return {QStringLiteral("--sample-url"), m_model.url().toString() + QStringLiteral("/v1/chat/completions"), QStringLiteral("--sample-model"), QStringLiteral("m-1")};
    }

private slots:
    void initTestCase()
    {
        if (!EverythingPeer::isInstalled())
            QSKIP("peers are not installed: installer/setup --dev");
        qputenv("QD_MODEL_KEY", plantedKey);
    }
    void init() { failOnWarnings(); }
    void cleanup() { checkNoErrorsLogged(); }

    void theModelAnswers()
    {
        startCapturingLogs();
        m_model.push({.kind = ScriptedReply::Kind::Answer, .status = 200, .headers = {}, .body = chatAnswer});
        const Run done = run(endpoint());
        const QString logged = capturedLogs().join(u'\n');
        QVERIFY2(done.code == 0, qPrintable(done.printed + done.complained));
        QCOMPARE(m_model.seen().size(), 1);
        QCOMPARE(m_model.seen().first().header("authorization"), QByteArray("Bearer " + plantedKey));
        QVERIFY(m_model.seen().first().body.contains("Which colour?"));
        QVERIFY(!QString(done.printed + done.complained + logged).contains(QString::fromUtf8(plantedKey)));
    }

    void aModelThatRefusesIsTheServersMatter()
    {
        m_model.push({.kind = ScriptedReply::Kind::Answer, .status = 401, .headers = {}, .body = R"({"error":{"message":"no such key"}})"});
        const Run done = run(endpoint());
        QCOMPARE(done.code, 1);
    }

    void aModelNeedsItsName()
    {
        QCOMPARE(run(endpoint().first(2)).code, 2);
        QCOMPARE(run({QStringLiteral("--sample-url"), QStringLiteral("not a url"), QStringLiteral("--sample-model"), QStringLiteral("m")}).code, 2);
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpSampling)
#include "tst_mcpsampling.moc"
