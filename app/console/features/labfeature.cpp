#include "features/labfeature.h"

#include "mainwindow.h"
#include "shell/bannerarea.h"
#include "workspace.h"

namespace qd {

namespace {

const QString &labBanner()
{
    static const QString id = QStringLiteral("lab");
    return id;
}

CommandId labCommand(const char *name) { return CommandId(QStringLiteral("lab.") + QLatin1StringView(name)); }

} // namespace

LabFeature::LabFeature(Workspace &workspace, MainWindow &window, const LabLaunch &launch)
    : m_workspace(workspace), m_window(window), m_lab(launch)
{
    addCommands();
    addScenarios();
    connect(&m_lab, &LabProcess::ready, this, &LabFeature::onReady);
    connect(&m_lab, &LabProcess::failed, this, &LabFeature::onFailed);
    connect(&m_lab, &LabProcess::exited, this, [this] {
        m_window.banners().showBanner({labBanner(), StatusTone::Crit, tr("The lab has ended by itself"),
                                       tr("The tiles keep their last numbers and recover when it is back."), tr("Start the lab")});
        refreshCommands();
    });
    connect(&m_lab, &LabProcess::stopped, this, [this] {
        m_window.banners().showBanner({labBanner(), StatusTone::Info, tr("The lab is stopped"),
                                       tr("The tiles keep their last numbers and recover when it is back."), tr("Start the lab")});
        refreshCommands();
    });
    connect(&m_window.banners(), &BannerArea::actionRequested, this, [this](const QString &id) {
        if (id == labBanner())
            start();
    });
    refreshCommands();
}

void LabFeature::addCommands()
{
    const QString group = tr("Lab");
    CommandRegistry &commands = m_workspace.commands;
    commands.add({labCommand("start"), tr("Lab: start"), group, {}, QStringLiteral("player-play")}, this,
                 [this] { start(); });
    commands.add({labCommand("stop"), tr("Lab: stop"), group, {}, QStringLiteral("player-pause")}, this,
                 [this] { stop(); });
    commands.add({labCommand("restart"), tr("Lab: restart on the same port"), group, {}, QStringLiteral("refresh")}, this,
                 [this] { restart(); });
}

void LabFeature::addScenarios()
{
    const QList<QPair<const char *, QString>> scenarios{
        {"calm", tr("all is well")},
        {"bad-prompt", tr("a prompt version that fails tool calls while every response is 200")},
        {"throttle", tr("models answer 429")},
        {"runaway-cost", tr("tasks cost far too much")},
        {"outage", tr("the gateway answers 5xx")},
        {"tool-outage", tr("a tool server is down, fallbacks carry its tasks")},
        {"no-traffic", tr("no tasks, heartbeats go on")},
        {"stale", tr("nothing arrives any more")}};
    for (const auto &[name, meaning] : scenarios) {
        const QString scenario = QString::fromLatin1(name);
        m_workspace.commands.add({CommandId(QStringLiteral("lab.scenario.") + scenario),
                                  tr("Lab: play %1 (%2)").arg(scenario, meaning), tr("Lab"), {}, QStringLiteral("flask")},
                                 this, [this, scenario] { switchScenario(scenario); });
    }
}

void LabFeature::start()
{
    if (m_lab.state() != LabProcess::State::Idle)
        return;
    m_lab.start();
    m_window.banners().showBanner({labBanner(), StatusTone::Info, tr("The lab is starting"),
                                   tr("It makes 30 days of telemetry for a simulated fleet first; that takes a few seconds.")});
    refreshCommands();
}

void LabFeature::stop()
{
    m_lab.stop();
    refreshCommands();
}

void LabFeature::restart()
{
    m_lab.restart();
    m_window.banners().showBanner({labBanner(), StatusTone::Info, tr("The lab is starting again on the same port"), {}});
    refreshCommands();
}

void LabFeature::switchScenario(const QString &scenario)
{
    m_lab.setScenario(scenario);
    if (m_lab.state() == LabProcess::State::Idle)
        start();
    else
        restart();
}

void LabFeature::onReady(const LabInfo &info)
{
    m_window.banners().dismiss(labBanner());
    refreshCommands();
    emit ready(info);
}

void LabFeature::onFailed(const Error &error)
{
    m_window.banners().showBanner({labBanner(), StatusTone::Crit, error.message, error.detail.left(2000), tr("Try again")});
    refreshCommands();
    emit failed(error);
}

void LabFeature::refreshCommands()
{
    const bool isIdle = m_lab.state() == LabProcess::State::Idle;
    const bool isReady = m_lab.state() == LabProcess::State::Ready;
    m_workspace.commands.setEnabled(labCommand("start"), isIdle, tr("a lab runs already"));
    m_workspace.commands.setEnabled(labCommand("stop"), !isIdle, tr("no lab runs"));
    m_workspace.commands.setEnabled(labCommand("restart"), isReady, isIdle ? tr("no lab runs") : tr("it is starting"));
}

} // namespace qd
