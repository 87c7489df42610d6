#include "features/statusfeature.h"

#include "mainwindow.h"
#include "shell/livepill.h"
#include "shell/statusstrip.h"
#include "shell/topbar.h"
#include "workspace.h"

namespace qd {

namespace {

LiveStatus::Mode liveMode(SloController::Mode mode)
{
    switch (mode) {
    case SloController::Mode::Loading:
        return LiveStatus::Mode::Connecting;
    case SloController::Mode::CatchingUp:
        return LiveStatus::Mode::CatchingUp;
    case SloController::Mode::Live:
    case SloController::Mode::Paused:
        return LiveStatus::Mode::Live;
    case SloController::Mode::Fixed:
        return LiveStatus::Mode::Absolute;
    case SloController::Mode::Offline:
        return LiveStatus::Mode::Offline;
    case SloController::Mode::Failing:
        break;
    }
    return LiveStatus::Mode::Failing;
}

} // namespace

StatusFeature::StatusFeature(Workspace &workspace, MainWindow &window) : m_workspace(workspace), m_window(window)
{
    m_tick.setInterval(std::chrono::seconds(1));
    connect(&m_tick, &QTimer::timeout, this, &StatusFeature::update);
    connect(&workspace.health, &SourceHealthStore::sourceAdded, this, &StatusFeature::update);
    connect(&workspace.health, &SourceHealthStore::sourceChanged, this, &StatusFeature::update);
    connect(&workspace.health, &SourceHealthStore::sourceRemoved, this, &StatusFeature::update);
    connect(&workspace.tiles, &SloStore::frozenChanged, this, &StatusFeature::update);
    connect(&workspace.tiles, &SloStore::waitingChanged, this, &StatusFeature::update);
    m_tick.start();
    update();
}

void StatusFeature::attach(WatchedAccount &account)
{
    m_account = &account;
    connect(&account.tiles(), &SloController::modeChanged, this, &StatusFeature::update);
    connect(&account.tiles(), &SloController::roundStarted, this, &StatusFeature::update);
    connect(&account.tiles(), &SloController::roundFinished, this, &StatusFeature::update);
    update();
}

void StatusFeature::update()
{
    m_window.statusStrip().setSources(m_workspace.health.sources(), m_workspace.clock.now());
    LivePill &pill = m_window.topBar().pill();
    pill.setStatus(status());
    pill.setBusy(m_account && m_account->tiles().isRefreshing());
}

LiveStatus StatusFeature::status() const
{
    LiveStatus status{.interval = m_workspace.slo.interval};
    if (m_account) {
        const SloController &tiles = m_account->tiles();
        status.mode = liveMode(tiles.mode());
        if (const auto last = tiles.lastSuccess())
            status.age = std::max(Microseconds(0), Microseconds(m_workspace.clock.now() - *last));
        if (const auto error = tiles.lastError())
            status.reason = error->message;
    }
    const QList<SourceHealth> sources = m_workspace.health.sources();
    if (!sources.isEmpty() && status.age && status.mode == LiveStatus::Mode::Live)
        status.lag = sources.first().ingestionLag;
    if (m_workspace.tiles.isFrozen()) {
        status.mode = LiveStatus::Mode::Frozen;
        status.waiting = m_workspace.tiles.waiting();
    }
    return status;
}

} // namespace qd
