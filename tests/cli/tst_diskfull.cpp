#include "labprogram.h"
#include "testmain.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QStorageInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using qd::test::DeckRun;
using qd::test::LabProgram;
using qd::test::policyDeleting;

namespace {

bool runs(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    return process.waitForFinished(10000) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

/// A file system of one megabyte. Needs the right to mount.
class TinyDisk
{
public:
    bool mount() { return m_isMounted = runs(u"mount"_s, {u"-t"_s, u"tmpfs"_s, u"-o"_s, u"size=1m"_s, u"tmpfs"_s, m_folder.path()}); }
    ~TinyDisk()
    {
        if (m_isMounted)
            runs(u"umount"_s, {m_folder.path()});
    }
    [[nodiscard]] QString path() const { return m_folder.path(); }
    /// Takes all that is left.
    void fill() const
    {
        QFile file(m_folder.filePath(u"ballast"_s));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
            return;
        while (file.write(QByteArray(4096, 'x')) == 4096)
            ;
    }
    void empty() const { QFile::remove(m_folder.filePath(u"ballast"_s)); }

private:
    QTemporaryDir m_folder;
    bool m_isMounted = false;
};

} // namespace

/// deckctl with its state on a disk that is full: what cannot be journalled is not done, the big stop is done all the
/// same, and with room again everything goes on where it was.
class TestDiskFull : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { qd::test::failOnWarnings(); }

    void withRoomAWriteIsDone();
    void withoutRoomNothingIsDone_data();
    void withoutRoomNothingIsDone();
    void readingGoesOn();
    void theBigStopWorksAllTheSame();
    void withRoomAgainEverythingGoesOn();

private:
    DeckRun deck(const QStringList &arguments, const QByteArray &input = {}) const { return m_lab.deck(m_disk.path(), arguments, input); }
    [[nodiscard]] QStringList apply() const { return {u"policy"_s, u"apply"_s, QString::fromUtf8(m_api), u"-"_s, u"--yes"_s}; }
    [[nodiscard]] QByteArray policyTag() const { return m_lab.policy(m_api).headers.value("etag"); }
    [[nodiscard]] QByteArray siteTag() const { return m_lab.site("GET", {}).headers.value("etag"); }
    [[nodiscard]] int fault() const { return m_lab.apim("GET", "/namedValues/quarterdeck-chaos").status; }

    LabProgram m_lab;
    TinyDisk m_disk;
    QByteArray m_api;
};

void TestDiskFull::initTestCase()
{
    if (!m_disk.mount())
        QSKIP("a small file system cannot be mounted here: that takes root");
    QVERIFY2(m_lab.start({u"--scenario"_s, u"bad-prompt"_s, u"--history=26"_s, u"--no-live"_s, u"--no-throttle"_s}), qPrintable(m_lab.error()));
    m_api = m_lab.apim("GET", "/apis").json().value(u"value"_s).toArray().at(0).toObject().value(u"name"_s).toString().toUtf8();
}

void TestDiskFull::withRoomAWriteIsDone()
{
    const DeckRun run = deck(apply(), policyDeleting("x-first").toUtf8());
    QVERIFY2(run.code == 0, run.told().constData());
    m_disk.fill();
    QCOMPARE(QStorageInfo(m_disk.path()).bytesFree(), 0);
}

void TestDiskFull::withoutRoomNothingIsDone_data()
{
    QTest::addColumn<QStringList>("line");
    QTest::newRow("policy apply") << apply();
    QTest::newRow("chaos run") << QStringList{u"chaos"_s, u"run"_s, u"--abort-burn"_s, u"100000"_s, u"--yes"_s};
    QTest::newRow("rollback run") << QStringList{u"rollback"_s, u"run"_s, u"--confirm"_s, u"lab"_s};
}

void TestDiskFull::withoutRoomNothingIsDone()
{
    QFETCH(QStringList, line);
    const QByteArray policyBefore = policyTag();
    const QByteArray siteBefore = siteTag();
    const DeckRun run = deck(line, policyDeleting("x-second").toUtf8());
    QVERIFY2(run.code != 0, run.told().constData());
    QVERIFY2(run.err.contains("disk is full"), run.told().constData());
    // A chaos run asks first whether runs are blocked, and cannot even learn that.
    const bool isChaos = line.first() == u"chaos"_s;
    QVERIFY2(isChaos || run.err.contains("Nothing was done, because it cannot be written to the audit log"), run.told().constData());
    QCOMPARE(policyTag(), policyBefore);
    QCOMPARE(siteTag(), siteBefore);
    QCOMPARE(fault(), 404);
}

void TestDiskFull::readingGoesOn()
{
    const DeckRun read = deck({u"policy"_s, u"get"_s, QString::fromUtf8(m_api)});
    QVERIFY2(read.code == 0 && read.out.contains("x-first"), read.told().constData());
    const DeckRun plan = deck({u"rollback"_s, u"plan"_s});
    QVERIFY2(plan.code == 0, plan.told().constData());
    const DeckRun csv = deck({u"cost"_s, u"chargeback"_s, u"--csv"_s});
    QVERIFY2(csv.code != 0 && csv.out.isEmpty() && csv.err.contains("Nothing was exported"), csv.told().constData());
    // SQLite needs room to read, too: that is said, and is no damage.
    const DeckRun verified = deck({u"audit"_s, u"verify"_s});
    QVERIFY2(verified.code == 1 && verified.out.contains("disk is full"), verified.told().constData());
}

// A fault that another machine has switched on.
void TestDiskFull::theBigStopWorksAllTheSame()
{
    QTemporaryDir other;
    const auto chaos = m_lab.beginDeck(other.path(), {u"chaos"_s, u"run"_s, u"--abort-burn"_s, u"100000"_s, u"--for"_s, u"10m"_s, u"--yes"_s});
    QTRY_COMPARE_WITH_TIMEOUT(fault(), 200, 30000);
    chaos->kill();
    QVERIFY(chaos->waitForFinished(10000));
    QCOMPARE(deck({u"chaos"_s, u"status"_s}).code, 1);
    const DeckRun stop = deck({u"chaos"_s, u"stop-all"_s});
    QVERIFY2(stop.code == 0 && stop.out.contains("Taken back"), stop.told().constData());
    QCOMPARE(deck({u"chaos"_s, u"status"_s}).code, 0);
}

void TestDiskFull::withRoomAgainEverythingGoesOn()
{
    m_disk.empty();
    const DeckRun run = deck(apply(), policyDeleting("x-third").toUtf8());
    QVERIFY2(run.code == 0, run.told().constData());
    const DeckRun verified = deck({u"audit"_s, u"verify"_s});
    QVERIFY2(verified.code == 0, verified.told().constData());
    const QByteArray history = deck({u"policy"_s, u"history"_s, QString::fromUtf8(m_api), u"--json"_s}).out;
    QVERIFY2(history.contains("x-first") && history.contains("x-third"), history.constData());
}

QD_TEST_MAIN(QCoreApplication, TestDiskFull)
#include "tst_diskfull.moc"
