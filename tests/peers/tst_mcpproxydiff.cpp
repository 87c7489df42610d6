#include "everythingpeer.h"
#include "testmain.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>

#include <nlohmann/json.hpp>

#include <csignal>
#include <sys/prctl.h>
#include <unistd.h>

using namespace qd::test;

namespace {

QString proxyScript() { return EverythingPeer::folder() + QStringLiteral("/node_modules/mcp-proxy/dist/bin/mcp-proxy.mjs"); }

/// mcp-proxy in front of server-everything.
class ProxyPeer
{
public:
    ~ProxyPeer()
    {
        if (m_process.processId() > 0)
            ::kill(static_cast<pid_t>(-m_process.processId()), SIGKILL);
        m_process.waitForFinished(5000);
    }
    bool start()
    {
        QTcpServer probe;
        probe.listen(QHostAddress::LocalHost);
        m_port = probe.serverPort();
        probe.close();
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.setStandardOutputFile(QProcess::nullDevice());
        m_process.setChildProcessModifier([] {
            ::setpgid(0, 0);
            ::prctl(PR_SET_PDEATHSIG, SIGKILL); // also when the test itself is killed
        });
        const QStringList server = EverythingPeer::stdioCommand();
        m_process.start(server.first(), QStringList{proxyScript(), QStringLiteral("--host"), QStringLiteral("127.0.0.1"), QStringLiteral("--port"), QString::number(m_port), QStringLiteral("--")} + server);
        return m_process.waitForStarted(30000) && isListening();
    }
    [[nodiscard]] QString url() const { return QStringLiteral("http://127.0.0.1:%1/mcp").arg(m_port); }

private:
    [[nodiscard]] bool isListening() const
    {
        for (QDeadlineTimer deadline(30000); !deadline.hasExpired();) {
            QTcpSocket socket;
            socket.connectToHost(QStringLiteral("127.0.0.1"), m_port);
            if (socket.waitForConnected(500))
                return true;
        }
        return false;
    }

    QProcess m_process;
    quint16 m_port = 0;
};

} // namespace

/// The same collection direct and through a proxy: the difference of the two recorded sessions says what the proxy drops.
class TestMcpProxyDiff final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    [[nodiscard]] QString path(const char *name) const { return m_folder.filePath(QLatin1String(name)); }

    static QByteArray deckctl(const QStringList &arguments, int expected)
    {
        QProcess process;
        process.start(QStringLiteral(QD_BINARY_DIR "/bin/deckctl"), QStringList{QStringLiteral("mcp")} + arguments);
        const bool isDone = process.waitForFinished(120000);
        const QByteArray out = process.readAllStandardOutput();
        if (!isDone || process.exitCode() != expected)
            qCritical("deckctl mcp %s ended with %d: %s%s", qPrintable(arguments.join(u' ')), process.exitCode(), out.constData(), process.readAllStandardError().constData());
        return out;
    }

private slots:
    void init() { failOnWarnings(); }
    void cleanup() { checkNoErrorsLogged(); }

    void diffSaysWhatTheProxyDrops()
    {
        if (!EverythingPeer::isInstalled() || !QFileInfo::exists(proxyScript()))
            QSKIP("peers are not installed: installer/setup --dev");
        ProxyPeer proxy;
        QVERIFY(proxy.start());
        QFile collection(path("run.json"));
        QVERIFY(collection.open(QIODevice::WriteOnly));
        collection.write(QByteArray("{'version':1,'name':'asking','answers':{'elicit':'accept','sample':'four','roots':['file:" "///srv']},'steps':[{'list':'tools'},"
                                    "{'call':'echo','arguments':{'message':'hi'}},{'call':'get-roots-list','arguments':{},'expect':[{'on':'status','exists':true}]},"
                                    "{'call':'trigger-elicitation-request','arguments':{},'expect':[{'on':'status','exists':true}]},"
                                    "{'call':'trigger-sampling-request','arguments':{'prompt':'2+2'},'expect':[{'on':'status','exists':true}]}]}").replace('\'', '"'));
        collection.close();
        (void)deckctl(QStringList{QStringLiteral("run"), path("run.json"), QStringLiteral("--record"), path("direct.json"), QStringLiteral("--yes"), QStringLiteral("--")} + EverythingPeer::stdioCommand(), 0);
        (void)deckctl({QStringLiteral("run"), path("run.json"), QStringLiteral("--record"), path("proxied.json"), QStringLiteral("--url"), proxy.url()}, 0);
        const QByteArray out = deckctl({QStringLiteral("diff"), path("direct.json"), path("proxied.json"), QStringLiteral("--json")}, 1);
        const auto report = nlohmann::json::parse(out.toStdString());
        QStringList gone;
        for (const auto &item : report["items"])
            if (item["state"] == "removed")
                gone << QString::fromStdString(item["name"]);
        for (const char *tool : {"get-roots-list", "trigger-elicitation-request", "trigger-sampling-request"})
            QVERIFY2(gone.contains(QLatin1String(tool)), qPrintable(gone.join(u' ')));
        QVERIFY(!gone.contains(QStringLiteral("echo")));
        QStringList unasked;
        QStringList same;
        for (const auto &step : report["steps"]) {
            if (step["from"] == "server" && step["state"] == "removed")
                unasked << QString::fromStdString(step["what"]).section(u' ', 0, 0);
            if (step["state"] == "same")
                same << QString::fromStdString(step["what"]);
        }
        for (const char *question : {"roots/list", "elicitation/create", "sampling/createMessage"})
            QVERIFY2(unasked.contains(QLatin1String(question)), qPrintable(unasked.join(u' ')));
        QVERIFY2(same.contains(QStringLiteral("tools/call echo")), qPrintable(same.join(u' ')));
    }
};

QD_TEST_MAIN(QCoreApplication, TestMcpProxyDiff)
#include "tst_mcpproxydiff.moc"
