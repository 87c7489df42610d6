#include "clibench.h"
#include "cliapplication.h"
#include "dataresources.h"
#include "labstate.h"
#include "testmain.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

using qd::CliApplication;
using qd::test::CliBench;

namespace {

const QByteArray labLine = "{\"endpoint\":\"http://127.0.0.1:9\",\"tenantId\":\"t\",\"clientId\":\"c\",\"clientSecret\":\"hush\",\"appId\":\"a\","
                           "\"workspaceId\":\"w\",\"instrumentationKey\":\"i\",\"bearerToken\":\"b\",\"scenario\":\"calm\",\"pid\":";

} // namespace

/// Whole command lines in process. The lab is played by a script of decklab's name.
class TestCliApplication : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    qd::SystemClock m_clock;

    int run(CliBench &bench, const QStringList &arguments)
    {
        CliApplication cli(bench.streams, m_clock);
        QSignalSpy finished(&cli, &CliApplication::finished);
        cli.run(arguments);
        if (!finished.isEmpty())
            return -2; // must not come before run() has returned
        return finished.wait(20000) ? finished.first().first().toInt() : -1;
    }
    void playLab(const QByteArray &body)
    {
        const QString path = m_folder.filePath(QStringLiteral("decklab"));
        QFile::remove(path);
        QFile file(path);
        if (file.open(QIODevice::WriteOnly))
            file.write("#!/bin/sh\n" + body + '\n');
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::ExeOwner | QFile::WriteOwner);
        qputenv("QD_DECKLAB", path.toLocal8Bit());
    }

private slots:
    void initTestCase() { qd::initDataResources(); }
    void init()
    {
        qd::test::failOnWarnings();
        qputenv("XDG_RUNTIME_DIR", m_folder.path().toLocal8Bit());
    }
    void cleanup()
    {
        qunsetenv("QD_DECKLAB");
        qd::test::checkNoErrorsLogged();
    }

    void inputIsCheckedBeforeAnythingIsStarted_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, const QStringList &arguments, const char *text) { QTest::newRow(name) << arguments << QString::fromUtf8(text); };
        const QString slo = QStringLiteral("slo");
        const QString status = QStringLiteral("status");
        row("range", {slo, status, QStringLiteral("--range"), QStringLiteral("now-1h to soon")}, "  now-1h to soon\n            ^");
        row("slo file", {slo, status, QStringLiteral("--slo"), QStringLiteral("/no/slo.json")}, "/no/slo.json cannot be read");
        row("dictionary", {slo, status, QStringLiteral("--dictionary"), QStringLiteral("/no/dictionary.json")}, "/no/dictionary.json");
        row("slo id", {slo, QStringLiteral("explain"), QStringLiteral("nope")}, "There is no SLO \"nope\"; known are: task-success");
        row("no client", {slo, status, QStringLiteral("--app-id"), QStringLiteral("a")}, "--tenant and --client-id are needed");
        row("no target", {slo, status, QStringLiteral("--tenant"), QStringLiteral("t"), QStringLiteral("--client-id"), QStringLiteral("c")}, "--app-id or --workspace-id is needed");
        row("mixed", {slo, status, QStringLiteral("--lab"), QStringLiteral("calm"), QStringLiteral("--tenant"), QStringLiteral("t")}, "cannot be used together");
        row("input twice", {QStringLiteral("query"), QStringLiteral("run"), QStringLiteral("-"), QStringLiteral("--connect"), QStringLiteral("-")}, "cannot be both");
        row("connect", {slo, status, QStringLiteral("--connect"), QStringLiteral("/no/lab.json")}, "/no/lab.json cannot be read");
    }
    void inputIsCheckedBeforeAnythingIsStarted()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, text);
        CliBench bench;
        QCOMPARE(run(bench, arguments), 2);
        QVERIFY2(bench.complained().contains(text), qPrintable(bench.complained()));
        QVERIFY(bench.printed().isEmpty());
    }

    void nonsenseOnStandardInputIsAUsageError()
    {
        CliBench bench("hello");
        QCOMPARE(run(bench, {QStringLiteral("slo"), QStringLiteral("status"), QStringLiteral("--connect"), QStringLiteral("-")}), 2);
        QVERIFY2(bench.complained().contains(QStringLiteral("standard input")), qPrintable(bench.complained()));
    }

    void withoutALabThereIsAHint()
    {
        CliBench bench;
        QCOMPARE(run(bench, {QStringLiteral("slo"), QStringLiteral("status")}), 4);
        QVERIFY(bench.complained().contains(QStringLiteral("deckctl lab start")));
        CliBench status;
        QCOMPARE(run(status, {QStringLiteral("lab"), QStringLiteral("status")}), 4);
        QCOMPARE(status.printed(), QStringLiteral("none\n"));
        CliBench stop;
        QCOMPARE(run(stop, {QStringLiteral("lab"), QStringLiteral("stop")}), 0);
    }

    void aPrivateLabThatCannotStartIsExplained()
    {
        playLab("echo 'no scenario of that name' >&2; exit 2");
        CliBench bench;
        QCOMPARE(run(bench, {QStringLiteral("slo"), QStringLiteral("status"), QStringLiteral("--lab"), QStringLiteral("frob")}), 2);
        QVERIFY(bench.complained().contains(QStringLiteral("no scenario of that name")));
        playLab("echo 'port is in use' >&2; exit 4");
        QCOMPARE(run(bench, {QStringLiteral("slo"), QStringLiteral("status"), QStringLiteral("--lab"), QStringLiteral("calm")}), 4);
    }

    void aPrivateLabEndsWithTheCommand()
    {
        playLab("trap 'touch \"$0.ended\"; exit 0' TERM\necho '" + labLine + "'$$'}'\nwhile :; do sleep 0.05; done");
        CliBench bench;
        QCOMPARE(run(bench, {QStringLiteral("query"), QStringLiteral("run"), QStringLiteral("requests"), QStringLiteral("--lab"), QStringLiteral("calm")}), 4); // nobody listens there
        QVERIFY(QFile::exists(m_folder.filePath(QStringLiteral("decklab.ended"))));
        QVERIFY(!bench.complained().contains(QStringLiteral("hush")));
    }

    void aLabThatStaysIsStartedFoundAndStopped()
    {
        playLab("echo '" + labLine + "'$$'}'\nwhile :; do sleep 0.05; done");
        CliBench start;
        QCOMPARE(run(start, {QStringLiteral("lab"), QStringLiteral("start"), QStringLiteral("--json")}), 0);
        QVERIFY(start.printed().startsWith(QString::fromLatin1(labLine)));
        QVERIFY(start.printed().endsWith(QStringLiteral("}\n")));
        QCOMPARE(QFile::permissions(qd::labstate::path()) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        QVERIFY(qd::labstate::running());

        CliBench again;
        QCOMPARE(run(again, {QStringLiteral("lab"), QStringLiteral("start")}), 2);
        QVERIFY(again.complained().contains(QStringLiteral("running already")));
        CliBench status;
        QCOMPARE(run(status, {QStringLiteral("lab"), QStringLiteral("status")}), 4);
        QVERIFY(status.printed().startsWith(QStringLiteral("unreachable: scenario calm at http://127.0.0.1:9")));
        CliBench stop;
        QCOMPARE(run(stop, {QStringLiteral("lab"), QStringLiteral("stop")}), 0);
        QCOMPARE(stop.printed(), QStringLiteral("lab stopped\n"));
        QVERIFY(!qd::labstate::running());
        QVERIFY(!QFile::exists(qd::labstate::path()));
    }

    void aLabThatCannotStayIsExplained()
    {
        playLab("echo 'port 80 is in use' >&2; exit 4");
        CliBench bench;
        QCOMPARE(run(bench, {QStringLiteral("lab"), QStringLiteral("start")}), 4);
        QVERIFY2(bench.complained().contains(QStringLiteral("port 80 is in use")), qPrintable(bench.complained()));
    }
};

QD_TEST_MAIN(QCoreApplication, TestCliApplication)
#include "tst_cliapplication.moc"
