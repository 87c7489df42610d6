#include "testmain.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>

#include <csignal>

using namespace qd::test;

/// No process of a server outlives a deckctl that was killed and could end nothing.
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

private slots:
    void init() { failOnWarnings(); }

    void killed()
    {
        QProcess deckctl;
        const QString server = QStringLiteral(QD_BINARY_DIR "/bin/tests/mcpstdioserver --deaf --child");
        deckctl.start(QStringLiteral(QD_BINARY_DIR "/bin/deckctl"),
                      {QStringLiteral("mcp"), QStringLiteral("call"), QStringLiteral("never"), QStringLiteral("--yes"), QStringLiteral("--stdio"), server});
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
};

QD_TEST_MAIN(QCoreApplication, TestMcpOrphans)
#include "tst_mcporphans.moc"
