#include "labprocess.h"
#include "testmain.h"

#include <QDir>
#include <QFile>
#include <QPointer>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>

using qd::Error;
using qd::ErrorKind;
using qd::LabInfo;
using qd::LabLaunch;
using qd::LabProcess;
using qd::Milliseconds;
using State = qd::LabProcess::State;

/// The lab is played by shell scripts, so that every way to fail can be had.
class TestLabProcess : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    const QByteArray m_line = "{\"endpoint\":\"http://127.0.0.1:41234\",\"tenantId\":\"t\",\"clientId\":\"c\",\"clientSecret\":\"s\","
                              "\"appId\":\"a\",\"workspaceId\":\"w\",\"instrumentationKey\":\"i\",\"bearerToken\":\"b\","
                              "\"scenario\":\"calm\",\"pid\":4711}";

    LabLaunch script(const QByteArray &body, Milliseconds deadline = Milliseconds(10000))
    {
        const QString path = m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction()));
        QFile file(path);
        if (file.open(QIODevice::WriteOnly))
            file.write("#!/bin/sh\n" + body + '\n');
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::ExeOwner | QFile::WriteOwner);
        return {.executable = path, .deadline = deadline};
    }
    QByteArray readyBody(const QByteArray &then = "while :; do sleep 0.05; done") const { return "echo '" + m_line + "'\n" + then; }
    static Error failure(const QSignalSpy &spy) { return spy.last().first().value<Error>(); }

private slots:
    void init() { qd::test::failOnWarnings(); }
    void cleanup() { qd::test::checkNoErrorsLogged(); }

    void becomesReadyAndStops()
    {
        LabProcess lab(script(readyBody()));
        QSignalSpy ready(&lab, &LabProcess::ready);
        QSignalSpy stopped(&lab, &LabProcess::stopped);
        const QSignalSpy exited(&lab, &LabProcess::exited);
        lab.start();
        QCOMPARE(lab.state(), State::Starting);
        QVERIFY(ready.wait());
        QCOMPARE(lab.state(), State::Ready);
        QCOMPARE(lab.info()->endpoint.port(), 41234);
        QCOMPARE(lab.info()->processId, 4711);
        QCOMPARE(lab.infoLine(), m_line);
        lab.stop();
        QVERIFY(stopped.wait());
        QCOMPARE(lab.state(), State::Idle);
        QCOMPARE(exited.size(), 0);
    }

    void stoppingNothingIsAnsweredToo()
    {
        LabProcess lab(script("exit 0"));
        QSignalSpy stopped(&lab, &LabProcess::stopped);
        lab.stop();
        QCOMPARE(stopped.size(), 0);
        QVERIFY(stopped.wait());
    }

    void passesOptionsAndItsOwnProcessId()
    {
        LabLaunch launch = script("echo \"$@\" > \"$0.args\"\n" + readyBody());
        launch.scenario = QStringLiteral("bad-prompt");
        launch.seed = 7;
        launch.extraArguments = {QStringLiteral("--no-live")};
        LabProcess lab(launch);
        QSignalSpy ready(&lab, &LabProcess::ready);
        lab.start();
        QVERIFY(ready.wait());
        QFile args(launch.executable + QStringLiteral(".args"));
        QVERIFY(args.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromUtf8(args.readAll()).trimmed(),
                 QStringLiteral("--json --scenario bad-prompt --port 0 --seed 7 --parent-process %1 --no-live").arg(QCoreApplication::applicationPid()));
    }

    void anEndBeforeReadyIsExplained_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("text");
        QTest::newRow("port in use") << QByteArray("echo 'warming up' >&2; echo 'port 80 is in use' >&2; exit 4") << int(ErrorKind::Conflict)
                                     << QStringLiteral("port 80 is in use");
        QTest::newRow("scenario") << QByteArray("echo 'no such scenario' >&2; exit 2") << int(ErrorKind::Invalid) << QStringLiteral("no such scenario");
        QTest::newRow("silent") << QByteArray("exit 1") << int(ErrorKind::Network) << QStringLiteral("ended before it was ready");
        QTest::newRow("nonsense") << QByteArray("echo hello; sleep 5") << int(ErrorKind::Decode) << QString();
        QTest::newRow("endless line") << QByteArray("head -c 100000 /dev/zero | tr '\\0' x; sleep 5") << int(ErrorKind::Protocol) << QStringLiteral("too long");
    }
    void anEndBeforeReadyIsExplained()
    {
        QFETCH(const QByteArray, body);
        QFETCH(const int, kind);
        QFETCH(const QString, text);
        LabProcess lab(script(body));
        QSignalSpy failed(&lab, &LabProcess::failed);
        lab.start();
        QVERIFY(failed.wait());
        QCOMPARE(failed.size(), 1);
        QCOMPARE(int(failure(failed).kind), kind);
        QVERIFY2(failure(failed).message.contains(text), qPrintable(failure(failed).message));
        QCOMPARE(lab.state(), State::Idle);
    }

    void aMissingProgramIsNamed()
    {
        LabProcess lab({.executable = QStringLiteral("/no/such/decklab")});
        QSignalSpy failed(&lab, &LabProcess::failed);
        lab.start();
        QVERIFY(failed.size() == 1 || failed.wait());
        QVERIFY(failure(failed).message.contains(QStringLiteral("/no/such/decklab")));
        QCOMPARE(failed.size(), 1);
    }

    void aLabThatNeverGetsReadyIsGivenUp()
    {
        LabProcess lab(script("sleep 30", Milliseconds(50)));
        QSignalSpy failed(&lab, &LabProcess::failed);
        lab.start();
        QVERIFY(failed.wait());
        QCOMPARE(failure(failed).kind, ErrorKind::Timeout);
    }

    void aLabThatDiesIsReportedAndCanBeRestartedOnItsPort()
    {
        LabLaunch launch = script("echo \"$@\" >> \"$0.args\"\n" + readyBody("test -e \"$0.once\" && sleep 30; touch \"$0.once\""));
        LabProcess lab(launch);
        QSignalSpy exited(&lab, &LabProcess::exited);
        QSignalSpy ready(&lab, &LabProcess::ready);
        lab.start();
        QVERIFY(exited.wait());
        QCOMPARE(ready.size(), 1);
        lab.restart();
        QVERIFY(ready.wait());
        QFile args(launch.executable + QStringLiteral(".args"));
        QVERIFY(args.open(QIODevice::ReadOnly));
        const QList<QByteArray> runs = args.readAll().trimmed().split('\n');
        QCOMPARE(runs.size(), 2);
        QVERIFY(runs.at(0).contains("--port 0 --seed 1"));
        QVERIFY(runs.at(1).contains("--port 41234 --seed 1"));
    }

    void restartReplacesARunningLab()
    {
        LabProcess lab(script(readyBody()));
        QSignalSpy ready(&lab, &LabProcess::ready);
        const QSignalSpy exited(&lab, &LabProcess::exited);
        lab.start();
        QVERIFY(ready.wait());
        lab.restart();
        QVERIFY(ready.wait());
        QCOMPARE(ready.size(), 2);
        QCOMPARE(exited.size(), 0);
    }

    void destructionEndsTheLab()
    {
        LabLaunch launch = script("trap 'touch \"$0.ended\"; exit 0' TERM\n" + readyBody());
        auto lab = std::make_unique<LabProcess>(launch);
        QSignalSpy ready(lab.get(), &LabProcess::ready);
        lab->start();
        QVERIFY(ready.wait());
        const QPointer<QProcess> process = lab->findChild<QProcess *>(); // outlives the lab until it has ended
        lab.reset();
        QTRY_VERIFY(QFile::exists(launch.executable + QStringLiteral(".ended")));
        QTRY_VERIFY(!process);
    }

    void isFoundByEnvironmentOrBesideTheProgram()
    {
        qputenv("QD_DECKLAB", "/opt/decklab");
        QCOMPARE(qd::findLabExecutable(), QStringLiteral("/opt/decklab"));
        qunsetenv("QD_DECKLAB");
        QCOMPARE(qd::findLabExecutable(), QDir(QCoreApplication::applicationDirPath()).filePath(QStringLiteral("decklab")));
    }
};

QD_TEST_MAIN(QCoreApplication, TestLabProcess)
#include "tst_labprocess.moc"
