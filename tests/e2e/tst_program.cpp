#include "testmain.h"

#include <QFile>
#include <QImage>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
namespace test = qd::test;

namespace {

struct Run {
    int code = -1;
    QString output;
    QString errors;
};

Run quarterdeck(const QStringList &arguments, const QStringList &environment = {})
{
    QProcess process;
    QProcessEnvironment values = QProcessEnvironment::systemEnvironment();
    for (const QString &entry : environment)
        values.insert(entry.section(u'=', 0, 0), entry.section(u'=', 1));
    for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"})
        values.remove(QLatin1StringView(name));
    process.setProcessEnvironment(values);
    process.start(QStringLiteral(QD_BINARY_DIR "/bin/quarterdeck"), arguments);
    const bool isFinished = process.waitForFinished(150000);
    return {isFinished && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            QString::fromUtf8(process.readAllStandardOutput()), QString::fromUtf8(process.readAllStandardError())};
}

const QStringList &quickLab()
{
    static const QStringList arguments{u"--lab-argument=--history=48"_s, u"--lab-argument=--no-live"_s};
    return arguments;
}

} // namespace

/// The program as it is started by a person or a script, without display, keyring or D-Bus.
class TestProgram : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void onceShowsTilesAndWritesPicture_data();
    void onceShowsTilesAndWritesPicture();
    void usageEndsWith2_data();
    void usageEndsWith2();
    void unreachableEndsWith4();
    void portInUseEndsWith4();
    void missingKeyringIsSaid();
    void badFileNamesThePlace();

private:
    QTemporaryDir m_folder;
};

void TestProgram::onceShowsTilesAndWritesPicture_data()
{
    QTest::addColumn<QString>("page");
    QTest::newRow("overview") << u"overview"_s;
    QTest::newRow("detail") << u"detail"_s;
}

void TestProgram::onceShowsTilesAndWritesPicture()
{
    QFETCH(QString, page);
    const QString picture = m_folder.filePath(page + u".png"_s);
    const Run run = quarterdeck(quickLab() + QStringList{u"--once"_s, u"--screenshot"_s, picture, u"--screenshot-page"_s, page,
                                                         u"--size"_s, u"1440x860"_s});
    QVERIFY2(run.code == 0, qPrintable(run.errors));
    QVERIFY2(run.output.contains(u"critical"_s, Qt::CaseInsensitive), qPrintable(run.output));
    QVERIFY2(run.errors.isEmpty(), qPrintable(run.errors));
    const QImage image(picture);
    QCOMPARE(image.size(), QSize(1440, 860));
}

void TestProgram::usageEndsWith2_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("unknown option") << QStringList{u"--nonsense"_s};
    QTest::newRow("unknown theme") << QStringList{u"--theme"_s, u"pink"_s};
    QTest::newRow("size") << QStringList{u"--size"_s, u"big"_s};
    QTest::newRow("account without client") << QStringList{u"--tenant"_s, u"t"_s};
    QTest::newRow("app without tenant") << QStringList{u"--app-id"_s, u"a"_s, u"--client-id"_s, u"c"_s};
    QTest::newRow("lab and app") << QStringList{u"--lab"_s, u"calm"_s, u"--app-id"_s, u"a"_s};
    QTest::newRow("file and account") << QStringList{u"--connect"_s, u"x"_s, u"--tenant"_s, u"t"_s};
    QTest::newRow("two connections") << QStringList{u"--lab"_s, u"calm"_s, u"--connect"_s, u"x"_s};
    QTest::newRow("lab and account") << QStringList{u"--lab"_s, u"calm"_s, u"--tenant"_s, u"t"_s, u"--client-id"_s, u"c"_s, u"--app-id"_s, u"a"_s};
    QTest::newRow("sign-in alone") << QStringList{u"--authority"_s, u"https://x"_s};
    QTest::newRow("missing connect file") << QStringList{u"--once"_s, u"--connect"_s, u"/nowhere/lab.json"_s};
    QTest::newRow("malformed range") << QStringList{u"--once"_s, u"--range"_s, u"now-1q"_s};
}

void TestProgram::usageEndsWith2()
{
    QFETCH(QStringList, arguments);
    const Run run = quarterdeck(arguments);
    QCOMPARE(run.code, 2);
    QVERIFY(!run.errors.isEmpty());
}

void TestProgram::unreachableEndsWith4()
{
    const Run run = quarterdeck({u"--once"_s, u"--tenant"_s, u"t"_s, u"--client-id"_s, u"c"_s, u"--app-id"_s, u"a"_s,
                                 u"--endpoint"_s, u"http://127.0.0.1:9"_s, u"--authority"_s, u"http://127.0.0.1:9"_s},
                                {u"QD_CLIENT_SECRET=planted-secret"_s});
    QVERIFY2(run.code == 4, qPrintable(run.errors));
    QVERIFY(!run.errors.contains(u"planted-secret"_s));
}

void TestProgram::portInUseEndsWith4()
{
    QProcess other;
    other.start(QStringLiteral(QD_BINARY_DIR "/bin/decklab"), {u"--no-fleet"_s, u"--history=0"_s, u"--json"_s});
    QVERIFY(other.waitForReadyRead(60000));
    static const QRegularExpression address(u"127\\.0\\.0\\.1:(\\d+)"_s);
    const QString port = address.match(QString::fromUtf8(other.readLine())).captured(1);
    QVERIFY(!port.isEmpty());
    const Run run = quarterdeck(quickLab() + QStringList{u"--once"_s, u"--lab-port"_s, port});
    other.terminate();
    other.waitForFinished();
    QVERIFY2(run.code == 4, qPrintable(run.errors));
    QVERIFY2(run.errors.contains(port), qPrintable(run.errors));
}

void TestProgram::missingKeyringIsSaid()
{
    const Run run = quarterdeck({u"--once"_s, u"--tenant"_s, u"t"_s, u"--client-id"_s, u"c"_s, u"--app-id"_s, u"a"_s,
                                 u"--endpoint"_s, u"http://127.0.0.1:9"_s, u"--authority"_s, u"http://127.0.0.1:9"_s});
    QVERIFY2(run.code == 3, qPrintable(run.errors));
}

void TestProgram::badFileNamesThePlace()
{
    const QString path = m_folder.filePath(u"bad.json"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"version\": 1,\n \"slos\": [\n}\n");
    file.close();
    const Run run = quarterdeck({u"--once"_s, u"--slo"_s, path});
    QCOMPARE(run.code, 2);
    QVERIFY2(run.errors.contains(u"bad.json"_s) && run.errors.contains(u"3"_s), qPrintable(run.errors));
}

QD_TEST_MAIN(QCoreApplication, TestProgram)
#include "tst_program.moc"
