// A whole console on a live lab: every page is visited, then it idles on the first one. Prints the worst time the event
// loop was held while pages opened and while idle, then the processor time that as much idling takes, as a share of one core.
// Usage: bench_console [IDLE-SECONDS] [SCENARIO]; QD_DECKLAB names the lab. Run offscreen or under Xvfb.

#include "application.h"
#include "dataresources.h"
#include "log.h"
#include "shell/pagestack.h"
#include "stallmonitor.h"

#include <QApplication>
#include <QTimer>

#include <cstdio>
#include <ctime>

namespace {

using namespace qd;

double processorSeconds()
{
    timespec used{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

/// Walks through every page that has an entry in the navigation, a second each, then idles.
class Tour final : public QObject
{
public:
    Tour(Application &app, int idleSeconds) : m_app(app), m_idleSeconds(idleSeconds)
    {
        for (const Command &command : app.workspace().commands.commands())
            if (command.id.value.startsWith(QLatin1StringView("go.")) && command.id.value != QLatin1StringView("go.back"))
                m_ways.append(command.id);
        connect(&m_step, &QTimer::timeout, this, &Tour::next);
        m_step.setInterval(1000);
    }

    void begin()
    {
        m_stalls.start();
        m_step.start();
    }

private:
    void next()
    {
        if (m_at < m_ways.size()) {
            note();
            m_app.workspace().commands.trigger(m_ways.at(m_at++));
            return;
        }
        m_step.stop();
        note();
        std::printf("pages visited: %lld\n", static_cast<long long>(m_ways.size()));
        m_app.workspace().commands.trigger(CommandId(QStringLiteral("go.overview")));
        QTimer::singleShot(3000, this, &Tour::idle);
    }

    // Worst time since the last note belongs to the page that was open until now.
    void note()
    {
        const QString page = m_app.window().pages().currentPage().value;
        std::printf("page %-10s worst stall %4lld ms, over 50 ms: %d\n", qPrintable(page),
                    static_cast<long long>(m_stalls.worst().count()), m_stalls.count());
        m_stalls.start();
    }

    void idle()
    {
        m_stalls.start();
        QTimer::singleShot(m_idleSeconds * 1000, this, [this] {
            m_stalls.stop(); // its wake-ups would count
            std::printf("idle %d s: worst stall %lld ms, over 50 ms: %d\n", m_idleSeconds,
                        static_cast<long long>(m_stalls.worst().count()), m_stalls.count());
            m_used = processorSeconds();
            QTimer::singleShot(m_idleSeconds * 1000, this, &Tour::tellProcessor);
        });
    }

    void tellProcessor()
    {
        const double share = (processorSeconds() - m_used) / m_idleSeconds * 100;
        std::printf("idle %d s more: processor %.2f %% of one core\n", m_idleSeconds, share);
        QApplication::quit();
    }

    Application &m_app;
    const int m_idleSeconds;
    QList<CommandId> m_ways;
    qsizetype m_at = 0;
    double m_used = 0;
    QTimer m_step;
    StallMonitor m_stalls;
};

} // namespace

int main(int argc, char **argv)
{
    QApplication qt(argc, argv);
    log::bridgeQtMessages();
    initDataResources();
    ConsoleOptions options;
    options.lab = argc > 2 ? QString::fromLocal8Bit(argv[2]) : QStringLiteral("bad-prompt");
    options.size = QSize(1440, 860);
    Application app(qt, options);
    Tour tour(app, argc > 1 ? std::atoi(argv[1]) : 60);
    QObject::connect(&app.workspace().tiles, &SloStore::tileChanged, &tour, [&tour, &app, begun = false]() mutable {
        if (begun || !app.account() || !app.account()->tiles().lastSuccess())
            return;
        begun = true;
        QTimer::singleShot(2000, &tour, [&tour] { tour.begin(); });
    });
    app.start();
    return QApplication::exec();
}
