#include "application.h"

#include "account.h"
#include "features/features.h"
#include "log.h"
#include "shell/bannerarea.h"
#include "shell/environment.h"
#include "shell/pagestack.h"
#include "slofiles.h"

#include <QApplication>
#include <QGuiApplication>

#include <QTimer>

#include <cstdio>
#include <utility>

namespace qd {

namespace {

EnvironmentKind environmentKind(Environment environment)
{
    switch (environment) {
    case Environment::Lab:
        return EnvironmentKind::Lab;
    case Environment::Development:
        return EnvironmentKind::Development;
    case Environment::Staging:
        return EnvironmentKind::Staging;
    case Environment::Production:
        break;
    }
    return EnvironmentKind::Production;
}

ConnectionLabel labelOf(const SessionProfile &profile)
{
    return {.kind = environmentKind(profile.environment),
            .profile = profile.name,
            .identity = Application::tr("signed in as application %1").arg(profile.clientId.left(8))};
}

ConnectionLabel labelBeforeConnection(const ConsoleOptions &options)
{
    if (options.lab)
        return {.kind = EnvironmentKind::Lab, .profile = QStringLiteral("lab · ") + *options.lab};
    const bool isLab = !options.connect.isEmpty();
    return {.kind = isLab ? EnvironmentKind::Lab : EnvironmentKind::Production, .profile = Application::tr("connecting")};
}

} // namespace

Application::Application(QApplication &qt, const ConsoleOptions &options)
    : m_options(options)
    , m_isOffscreen(QGuiApplication::platformName() == QLatin1StringView("offscreen"))
    , m_themeFeature(qt, m_workspace.theme, m_workspace.settings, options.theme)
    , m_window(m_workspace.theme, m_workspace.commands)
{
    m_sinceStart.start();
    loadFiles();
    m_themeFeature.connectTo(m_window, m_workspace.commands);
    m_overview.emplace(m_workspace, m_window);
    m_features = makeFeatures(m_workspace, m_window);
    m_range.emplace(m_workspace, m_window);
    m_status.emplace(m_workspace, m_window);
    m_palette.emplace(m_workspace, m_window, *m_overview);
    m_help.emplace(m_workspace, m_window);
    m_capture.emplace(m_workspace, m_window, *m_overview, options, m_isOffscreen);
    connect(&*m_capture, &CaptureFeature::done, this, [this](ExitCode code) { emit finished(static_cast<int>(code)); });
    if (options.lab) {
        m_lab.emplace(m_workspace, m_window, labLaunch(options));
        connect(&*m_lab, &LabFeature::ready, this, &Application::onLabReady);
        connect(&*m_lab, &LabFeature::failed, &*m_capture, &CaptureFeature::fail);
    }
    parseRange();
    m_window.setConnection(labelBeforeConnection(options));
    connect(&m_window, &MainWindow::painted, this, &Application::connectToSource);
    connect(&m_window, &MainWindow::closing, this, [this] {
        if (!m_isOffscreen)
            m_workspace.uiState.save(m_window, ProfileId(m_options.lab.value_or(m_options.connect + m_options.tenant)));
    });
}

Application::~Application()
{
    m_window.hide(); // pages that go one by one must not show the next
}

LabLaunch Application::labLaunch(const ConsoleOptions &options)
{
    LabLaunch launch{.scenario = *options.lab, .port = options.labPort};
    launch.extraArguments = options.labArguments;
    return launch;
}

void Application::loadFiles()
{
    auto settings = loadSloSettings(m_options.sloFile, m_options.dictionaryFile);
    if (!settings) {
        refuse(QStringLiteral("files"), settings.error());
        settings = loadSloSettings({}, {});
    }
    if (settings)
        m_workspace.slo = std::move(*settings);
    m_workspace.slo.interval = m_options.interval;
    m_workspace.slo.maxInterval = m_options.interval * 6;
    m_workspace.slo.queryTimeout = m_options.timeout;
}

void Application::parseRange()
{
    if (m_options.range.isEmpty())
        return;
    if (const auto range = TimeRange::parse(m_options.range))
        m_range->setRange(*range);
    else
        refuse(QStringLiteral("range"), range.error());
}

// A bad file or range is told in the window and on stderr; the console goes on with what comes with the product.
void Application::refuse(const QString &banner, const Error &error)
{
    log::error(log::ui, error.message);
    std::fprintf(stderr, "quarterdeck: %s\n", qPrintable(error.message));
    m_window.banners().showBanner({banner, StatusTone::Crit, error.message,
                                   tr("The defaults that come with the product are in force instead.")});
    m_startProblems.append(error);
}

void Application::start()
{
    if (m_options.once && !m_startProblems.isEmpty()) {
        QTimer::singleShot(0, this, [this] { emit finished(static_cast<int>(ExitCode::Usage)); });
        return;
    }
    if (qEnvironmentVariableIsSet("QD_STALL_LOG"))
        m_stalls.start();
    placeWindow();
    m_window.show();
    m_window.pages().setFocus(Qt::OtherFocusReason);
}

void Application::placeWindow()
{
    if (m_options.size)
        m_window.resize(*m_options.size);
    else if (!m_isOffscreen)
        m_workspace.uiState.restore(m_window, ProfileId(m_options.lab.value_or(m_options.connect + m_options.tenant)));
}

// Benchmarks time a start by these lines.
void Application::noteStart(const char *moment)
{
    log::info(log::ui, QStringLiteral("%1 after %2 ms").arg(QLatin1StringView(moment)).arg(m_sinceStart.elapsed()));
    if (qEnvironmentVariableIsSet("QD_START_PROBE")) {
        std::puts(moment);
        std::fflush(stdout);
    }
}

void Application::connectToSource()
{
    noteStart("first-paint");
    if (m_lab) {
        m_lab->start();
        return;
    }
    if (m_options.connect.isEmpty()) {
        adopt(connectToAccount(m_options, m_workspace.systemClock));
        return;
    }
    auto session = connectFromFile(m_options, m_workspace.systemClock);
    if (session) {
        adopt(std::move(*session));
        return;
    }
    m_window.banners().showBanner({QStringLiteral("connect"), StatusTone::Crit, session.error().message, session.error().detail});
    m_capture->fail(session.error());
}

// A lab that came back on its port with its secrets is the same account: the tiles stay and are asked for at once.
void Application::onLabReady(const LabInfo &info)
{
    const bool isSame = m_account && m_labInfo && m_labInfo->endpoint == info.endpoint
        && m_labInfo->clientSecret == info.clientSecret && m_labInfo->scenario == info.scenario;
    m_labInfo = info;
    if (isSame)
        m_account->tiles().refresh();
    else
        adopt(makeLabSession(info, m_options.schema, m_workspace.systemClock));
}

void Application::adopt(std::unique_ptr<Session> session)
{
    m_workspace.clock.follow(nullptr);
    m_workspace.health.remove(m_workspace.slo.sourceName);
    m_account.reset();
    m_workspace.changes.clear();
    m_window.setConnection(labelOf(session->profile()));
    m_account = std::make_unique<WatchedAccount>(
        std::move(session), WatchedAccount::Stores{m_workspace.tiles, m_workspace.detail, m_workspace.health, m_workspace.changes},
        WatchedAccount::Safeguards{m_workspace.local.audit(), m_workspace.confirm, m_workspace.local.flags(), m_workspace.chaos}, m_workspace.systemClock, m_workspace.slo);
    m_workspace.clock.follow(&m_account->tiles().serverClock());
    m_overview->attach(*m_account);
    for (const auto &feature : m_features)
        feature->attach(*m_account);
    m_range->attach(*m_account);
    m_capture->attach(*m_account);
    m_status->attach(*m_account);
    connect(&m_account->tiles(), &SloController::roundFinished, this, [this](bool isSuccess) {
        if (isSuccess && !std::exchange(m_hasShownData, true))
            QTimer::singleShot(0, this, [this] { noteStart("first-data"); });
    });
    m_account->tiles().start();
}

} // namespace qd
