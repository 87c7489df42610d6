#include "testmain.h"

#include <nlohmann/json.hpp>

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <csignal>

// deckctl chaos against a lab of its own, end to end.
namespace {

using Json = nlohmann::json;

} // namespace

class TestChaosCli : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    QProcess m_lab;
    QString m_connect;

    struct Done {
        int code = -1;
        Json json;
        QString err;
    };

    [[nodiscard]] std::unique_ptr<QProcess> begin(QStringList arguments)
    {
        auto process = std::make_unique<QProcess>();
        arguments << QStringLiteral("--json") << QStringLiteral("--connect") << m_connect;
        process->start(QStringLiteral(QD_BINARY_DIR "/bin/deckctl"), arguments);
        return process;
    }
    static Done end(QProcess &process)
    {
        if (!process.waitForFinished(240000))
            return {.err = QStringLiteral("does not end")};
        return {process.exitCode(), Json::parse(process.readAllStandardOutput().toStdString(), nullptr, false),
                QString::fromUtf8(process.readAllStandardError())};
    }
    Done run(const QStringList &arguments) { return end(*begin(arguments)); }
    static QStringList plan(const char *mode, const char *seconds)
    {
        return {QStringLiteral("chaos"), QStringLiteral("run"), QStringLiteral("--mode"), QLatin1StringView(mode), QStringLiteral("--tenant"),
                QStringLiteral("*"), QStringLiteral("--percent"), QStringLiteral("60"), QStringLiteral("--for"), QLatin1StringView(seconds),
                QStringLiteral("--abort-burn"), QStringLiteral("100000"), QStringLiteral("--min-events"), QStringLiteral("5"), QStringLiteral("--yes")};
    }
    [[nodiscard]] bool isOn() { return run({QStringLiteral("chaos"), QStringLiteral("status")}).json.value("isOn", false); }

private slots:
    void init() { qd::test::failOnWarnings(); }

    void initTestCase()
    {
        qputenv("QD_STATE_DIR", m_dir.filePath(QStringLiteral("state")).toLocal8Bit());
        m_lab.start(QStringLiteral(QD_BINARY_DIR "/bin/decklab"),
                    {QStringLiteral("--json"), QStringLiteral("--port"), QStringLiteral("0"), QStringLiteral("--scenario"), QStringLiteral("calm"),
                     QStringLiteral("--rate"), QStringLiteral("3")});
        QVERIFY(m_lab.waitForReadyRead(120000));
        m_connect = m_dir.filePath(QStringLiteral("lab.json"));
        QFile file(m_connect);
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QByteArray line = m_lab.readLine();
        file.write(line);
        if (Json::parse(line.toStdString()).value("gatewayUrl", std::string()).empty())
            QSKIP("this lab has no API Management service");
    }
    void cleanupTestCase()
    {
        m_lab.terminate();
        QVERIFY(m_lab.waitForFinished(20000));
    }

    void hypothesisThatCannotHoldFails()
    {
        QStringList arguments = plan("outage", "30s");
        arguments << QStringLiteral("--hypothesis") << QStringLiteral("task-success>=99");
        const Done done = run(arguments);
        QVERIFY2(done.json.is_object(), qPrintable(done.err));
        QCOMPARE(done.code, 1);
        QCOMPARE(done.json.at("verdict").get<std::string>(), std::string("fail"));
        QCOMPARE(done.json.at("phase").get<std::string>(), std::string("verified"));
        QVERIFY(done.json.at("tasksHit").get<double>() > 0);
        QVERIFY(!isOn());
    }

    void interruptTakesTheFaultBack()
    {
        QStringList arguments = plan("throttle", "10m");
        arguments << QStringLiteral("--hypothesis") << QStringLiteral("task-success>=1");
        const auto process = begin(arguments);
        QTRY_VERIFY_WITH_TIMEOUT(isOn(), 60000);
        ::kill(static_cast<pid_t>(process->processId()), SIGINT);
        const Done done = end(*process);
        QCOMPARE(done.json.at("ending").get<std::string>(), std::string("stopped by operator"));
        QCOMPARE(done.json.at("verdict").get<std::string>(), std::string("inconclusive"));
        QVERIFY(!isOn());
    }

    void killedProgramLeavesARunThatTheBigStopEnds()
    {
        QStringList arguments = plan("malformed", "10m");
        arguments << QStringLiteral("--hypothesis") << QStringLiteral("task-success>=1");
        const auto process = begin(arguments);
        QTRY_VERIFY_WITH_TIMEOUT(isOn(), 60000);
        process->kill();
        QVERIFY(process->waitForFinished(10000));
        QVERIFY(isOn());
        const Done stopped = run({QStringLiteral("chaos"), QStringLiteral("stop-all")});
        QCOMPARE(stopped.code, 0);
        QVERIFY(stopped.json.at("wasOn").get<bool>());
        const Done status = run({QStringLiteral("chaos"), QStringLiteral("status")});
        QVERIFY(!status.json.at("isOn").get<bool>());
        QVERIFY(status.json.at("block").is_string());
        const Done refused = run(arguments);
        QCOMPARE(refused.code, 3);
        QVERIFY(refused.err.contains(QLatin1StringView("blocked")));
        QCOMPARE(run({QStringLiteral("chaos"), QStringLiteral("release"), QStringLiteral("--yes")}).code, 0);
        QVERIFY(run({QStringLiteral("chaos"), QStringLiteral("status")}).json.at("block").is_null());
        QCOMPARE(run({QStringLiteral("audit"), QStringLiteral("verify")}).code, 0);
    }
};

QD_TEST_MAIN(QCoreApplication, TestChaosCli)
#include "tst_chaoscli.moc"
