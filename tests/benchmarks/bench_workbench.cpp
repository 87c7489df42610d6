// The MCP workbench of a whole console, offscreen: twenty servers connected at once, one of which lists 1,000 tools. Prints
// what the process holds before and after, and the time from the last byte of that list to its first paint. Ends with 1 when
// a target is missed. Usage: bench_workbench; QD_DECKLAB names the lab.
#include "application.h"
#include "dataresources.h"
#include "leastserver.h"
#include "log.h"
#include "mcp/mcpview.h"
#include "mcp/serverlist.h"

#include <QApplication>
#include <QFile>
#include <QTableView>
#include <QTemporaryDir>
#include <QTimer>

#include <csignal>
#include <sys/mman.h>

namespace {

using namespace qd;

constexpr int manyPort = 38393;
constexpr int fewPort = 38394;
constexpr int serverCount = 20;
constexpr int toolCount = 1000;

void listMany()
{
    bench::listing.clear();
    for (int i = 0; i < toolCount; ++i)
        bench::listing += (i ? ",{" : "{") + std::string(R"("name":"tool_)") + std::to_string(i) +
            R"(","description":"Looks up one of the things that this server knows of, by its number or by a part of its name.","inputSchema":{"type":"object","properties":{"id":{"type":"integer"},"name":{"type":"string"},"exact":{"type":"boolean"}},"required":["id"]}})";
}

pid_t startServer(int port)
{
    const pid_t id = ::fork();
    if (id != 0)
        return id;
    if (port == manyPort)
        listMany();
    else
        bench::lastListed = nullptr;
    std::_Exit(bench::serveHttp(port));
}

QList<McpServerConfig> servers()
{
    QList<McpServerConfig> made;
    for (int i = 0; i < serverCount; ++i)
        made.append({.id = McpServerId(i == 0 ? QStringLiteral("many") : QStringLiteral("few-%1").arg(i)),
                     .url = QUrl(QStringLiteral("http://127.0.0.1:%1/mcp").arg(i == 0 ? manyPort : fewPort))});
    return made;
}

double residentMiB()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray text = status.readAll();
    const qsizetype at = text.indexOf("VmRSS:");
    return text.mid(at + 6, text.indexOf("kB", at) - at - 6).trimmed().toDouble() / 1024;
}

/// Opens the page with the large server chosen, connects to all, waits for the paint and for the last connection.
class Drive final : public QObject
{
public:
    explicit Drive(Application &app) : m_app(app) { connect(&m_poll, &QTimer::timeout, this, &Drive::look); }

    void begin()
    {
        m_app.workspace().commands.trigger(CommandId(QStringLiteral("go.mcp")));
        m_before = residentMiB();
        m_view = m_app.window().findChild<McpView *>();
        m_view->chooseServer(McpServerId(QStringLiteral("many")));
        m_offers = m_view->findChild<QTableView *>(QStringLiteral("mcpOffers"));
        m_offers->viewport()->installEventFilter(this);
        m_app.workspace().commands.trigger(CommandId(QStringLiteral("mcp.connect-all")));
        m_poll.start(100);
    }

    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && m_painted == 0 && m_offers->model()->rowCount() >= toolCount)
            QMetaObject::invokeMethod(this, [this] { m_painted = m_painted ? m_painted : std::chrono::steady_clock::now().time_since_epoch().count(); }, Qt::QueuedConnection);
        return false;
    }

private:
    /// One of ours: the gateway's servers connect by themselves.
    static bool isLive(const QString &said)
    {
        return (said.startsWith(QStringLiteral("many")) || said.startsWith(QStringLiteral("few-"))) && said.contains(QStringLiteral(" · connected"));
    }

    void look()
    {
        const auto *model = m_view->findChild<QAbstractItemView *>(QStringLiteral("mcpServers"))->model();
        int live = 0;
        for (int row = 0; row < model->rowCount(); ++row)
            live += isLive(model->index(row, 0).data(Qt::AccessibleTextRole).toString()) ? 1 : 0;
        if (m_painted == 0 || live < serverCount || ++m_quiet < 20)
            return;
        m_poll.stop();
        tell(live);
    }

    void tell(int live)
    {
        const double took = static_cast<double>(m_painted - bench::lastListed->load()) / 1e6;
        const double held = residentMiB();
        std::printf("%d servers connected: the console holds %.0f MiB, %.0f before   target below 200   %s\n", live, held, m_before, held < 200 ? "met" : "MISSED");
        std::printf("1,000 tools: %.0f ms from the last byte sent to the paint   target at most 200   %s\n", took, took <= 200 ? "met" : "MISSED");
        QApplication::exit(held < 200 && took <= 200 ? 0 : 1);
    }

    Application &m_app;
    McpView *m_view = nullptr;
    QTableView *m_offers = nullptr;
    QTimer m_poll;
    double m_before = 0;
    std::int64_t m_painted = 0;
    int m_quiet = 0;
};

} // namespace

int main(int argc, char **argv)
{
    void *shared = ::mmap(nullptr, sizeof(std::atomic<std::int64_t>), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        return 2;
    bench::lastListed = new (shared) std::atomic<std::int64_t>(0);
    const pid_t many = startServer(manyPort);
    const pid_t few = startServer(fewPort);
    QTemporaryDir folder;
    qputenv("QD_STATE_DIR", QFile::encodeName(folder.path()));
    QApplication qt(argc, argv);
    log::bridgeQtMessages();
    initDataResources();
    if (!saveMcpServers({.servers = servers(), .consents = {}}))
        return 2;
    ConsoleOptions options;
    options.lab = QStringLiteral("calm");
    options.size = QSize(1440, 860);
    Application app(qt, options);
    Drive drive(app);
    QObject::connect(&app.workspace().tiles, &SloStore::tileChanged, &drive, [&drive, &app, begun = false]() mutable {
        if (begun || !app.account() || !app.account()->tiles().lastSuccess())
            return;
        begun = true;
        QTimer::singleShot(2000, &drive, [&drive] { drive.begin(); });
    });
    app.start();
    const int code = QApplication::exec();
    for (const pid_t server : {many, few})
        ::kill(server, SIGKILL);
    return code;
}
