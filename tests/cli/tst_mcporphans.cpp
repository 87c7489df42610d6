#include "deckctlprogram.h"
#include "testmain.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <csignal>

using namespace qd::test;

/// No process of a server outlives a deckctl that was killed and could end nothing; and one that ended does not wait for its
/// server, which still ends as it was asked to, or is ended.
class TestMcpOrphans final : public QObject
{
    Q_OBJECT

    /// What the kernel says of a process after its name: state, parent, …; empty when it is gone.
    static QByteArrayList factsOf(pid_t process)
    {
        QFile file(QStringLiteral("/proc/%1/stat").arg(process));
        if (!file.open(QIODevice::ReadOnly))
            return {};
        const QByteArray text = file.readAll();
        return text.mid(text.lastIndexOf(')') + 2).split(' ');
    }

    /// One that nobody has waited for yet is gone, too.
    static bool isGone(pid_t process)
    {
        const QByteArrayList facts = factsOf(process);
        return facts.isEmpty() || facts.first() == "Z";
    }

    static QStringList command(const char *verbs, const QString &options)
    {
        return QString::fromLatin1(verbs).split(u' ') + QStringList{QStringLiteral("--yes"), QStringLiteral("--stdio"), QStringLiteral(QD_BINARY_DIR "/bin/tests/mcpstdioserver ") + options};
    }

private slots:
    void init() { failOnWarnings(); }

    void killed()
    {
        QProcess deckctl;
        deckctl.start(QStringLiteral(QD_BINARY_DIR "/bin/deckctl"), command("mcp call never", QStringLiteral("--deaf --child")));
        static const QRegularExpression told(QStringLiteral("child (\\d+)"));
        QByteArray said;
        QTRY_VERIFY_WITH_TIMEOUT((said += deckctl.readAllStandardError(), told.match(QString::fromUtf8(said)).hasMatch()), 30000);
        const auto child = static_cast<pid_t>(told.match(QString::fromUtf8(said)).captured(1).toInt());
        const auto parent = static_cast<pid_t>(factsOf(child).value(1).toInt());
        QVERIFY(parent > 1 && !isGone(child) && !isGone(parent));
        ::kill(static_cast<pid_t>(deckctl.processId()), SIGKILL);
        QTRY_VERIFY_WITH_TIMEOUT(isGone(parent) && isGone(child), 30000);
        QTRY_COMPARE(deckctl.state(), QProcess::NotRunning);
    }

    /// The server has all the time that the specification gives it.
    void endedBeforeItsServer()
    {
        const QTemporaryDir folder;
        const QString peace = folder.filePath(QStringLiteral("peace"));
        const DeckctlOutcome list = deckctl(command("mcp list", QStringLiteral("--lingers ") + peace));
        QCOMPARE(list.code, 0);
        QVERIFY(!QFile::exists(peace));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(peace), 30000);
    }

    void deafServerIsEndedByOthers()
    {
        const DeckctlOutcome list = deckctl(command("mcp list", QStringLiteral("--deaf --child")));
        QCOMPARE(list.code, 0);
        static const QRegularExpression told(QStringLiteral("child (\\d+)"));
        const auto child = static_cast<pid_t>(told.match(QString::fromUtf8(list.err)).captured(1).toInt());
        QVERIFY2(child > 1, list.err.constData());
        QTRY_VERIFY_WITH_TIMEOUT(isGone(child), 30000);
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpOrphans)
#include "tst_mcporphans.moc"
