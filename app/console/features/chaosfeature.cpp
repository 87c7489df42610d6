#include "features/chaosfeature.h"

#include "chaos/chaosview.h"
#include "format.h"
#include "mainwindow.h"
#include "shell/bannerarea.h"
#include "shell/pagestack.h"
#include "workspace.h"

#include <QApplication>
#include <QKeyEvent>

namespace qd {

namespace {

const PageId &chaosPage()
{
    static const PageId id(QStringLiteral("chaos"));
    return id;
}

const QString &chaosBanner()
{
    static const QString id = QStringLiteral("chaos");
    return id;
}

CommandId chaosCommand(const char *name) { return CommandId(QStringLiteral("chaos.") + QLatin1StringView(name)); }

bool isBigStop(const QKeyEvent &key)
{
    return key.key() == Qt::Key_X && key.modifiers() == (Qt::ControlModifier | Qt::ShiftModifier);
}

} // namespace

ChaosFeature::ChaosFeature(Workspace &workspace, MainWindow &window) : m_workspace(workspace), m_window(window)
{
    connect(&workspace.audit, &AuditStore::stateChanged, this,
            [this] { m_history.setRows(auditActions(m_workspace.audit.records(), QStringLiteral("chaos."))); });
    window.addDestination(chaosPage(), [this] { return makePage(); }, QStringLiteral("flask"), tr("Chaos"), QChar(u'X'));
    addCommands();
    connect(&workspace.navigator, &Navigator::chaosRequested, this, [this] { m_window.pages().open(chaosPage()); });
    connect(&workspace.chaos, &ChaosStore::changed, this, &ChaosFeature::showBanner);
    connect(&workspace.chaos, &ChaosStore::changed, this, &ChaosFeature::showOnCharts);
    connect(&window.banners(), &BannerArea::actionRequested, this, [this](const QString &id) {
        if (id == chaosBanner())
            stopAll();
    });
    m_tick.setInterval(std::chrono::seconds(1));
    connect(&m_tick, &QTimer::timeout, this, &ChaosFeature::showBanner);
    // Fields and overlays keep shortcuts for themselves; this one they must let pass.
    qApp->installEventFilter(this);
}

ChaosFeature::~ChaosFeature() { delete m_view; }

QWidget *ChaosFeature::makePage()
{
    m_view = new ChaosView(m_workspace.chaos, m_history, m_workspace.theme, m_workspace.clock);
    m_view->setDefinitions(m_workspace.slo.definitions);
    connect(m_view, &ChaosView::startRequested, this, &ChaosFeature::start);
    connect(m_view, &ChaosView::stopRequested, this, &ChaosFeature::stopAll);
    connect(m_view, &ChaosView::releaseRequested, this, &ChaosFeature::release);
    connect(m_view, &ChaosView::refreshRequested, this, &ChaosFeature::refresh);
    return m_view;
}

void ChaosFeature::addCommands()
{
    CommandRegistry &commands = m_workspace.commands;
    commands.add({chaosCommand("stop-all"), tr("Big stop: take every fault back, block new runs"), tr("Safety"),
                  {QKeySequence(QStringLiteral("Ctrl+Shift+X"))}, QStringLiteral("alert-octagon")},
                 this, [this] { stopAll(); });
    commands.add({chaosCommand("release"), tr("Chaos: release the block on new runs"), tr("Safety"), {}, QStringLiteral("flask")}, this, [this] { release(); });
}

void ChaosFeature::attach(WatchedAccount &account)
{
    m_account = &account;
    account.chaos().watch();
    connect(&account.chaos(), &ChaosDesk::stopped, this, [this](const ChaosStop::Outcome &outcome) {
        if (!outcome.isOff)
            return; // the banner of the board says so
        m_window.banners().showBanner({QStringLiteral("chaos-stopped"), StatusTone::Ok, tr("Every fault is off"),
                                       tr("New runs are blocked until the block is released on the chaos page.")});
    });
    connect(&account.chaos(), &ChaosDesk::released, this, [this](const std::optional<Error> &error) {
        m_window.banners().dismiss(QStringLiteral("chaos-stopped"));
        if (error && error->kind != ErrorKind::Cancelled && error->kind != ErrorKind::Forbidden)
            m_window.banners().showBanner({QStringLiteral("chaos-release"), StatusTone::Crit, tr("The block could not be released"), error->message});
    });
    showBanner();
}

void ChaosFeature::start(const ChaosSpec &spec)
{
    if (m_account)
        m_account->chaos().flow().start(spec);
}

void ChaosFeature::stopAll()
{
    if (m_account)
        m_account->chaos().stopAll();
}

void ChaosFeature::release()
{
    if (m_account)
        m_account->chaos().release();
}

void ChaosFeature::refresh()
{
    if (!m_account)
        return;
    m_account->chaos().refresh();
    m_account->chaos().refreshBlast();
    m_workspace.local.audit().newest(AuditStore::maxRecords, this, [this](const Result<QList<AuditRecord>> &records) {
        if (records)
            m_workspace.audit.apply(*records);
    });
}

void ChaosFeature::showBanner()
{
    const ChaosBoard &board = m_workspace.chaos.board();
    const Instant now = m_workspace.clock.now();
    if (!board.isOn(now) && board.stopping.isEmpty()) {
        m_tick.stop();
        m_window.banners().dismiss(chaosBanner());
        return;
    }
    m_tick.start();
    const auto fault = board.fault(now);
    const QString title = fault ? tr("Chaos is on: %1").arg(chaosFaultText(*fault)) : tr("A fault may be on");
    const QString left = fault ? tr("Ends by itself in %1.").arg(format::duration(std::chrono::floor<Seconds>(fault->until - now))) : QString();
    const QString why = !board.stopping.isEmpty() ? board.stopping : board.liveProblem;
    m_window.banners().showBanner({chaosBanner(), StatusTone::Chaos, title, QStringList{left, why}.join(u' ').trimmed(), tr("Stop (Ctrl+Shift+X)")});
}

// Until telemetry tells of the run, the charts know it from here.
void ChaosFeature::showOnCharts()
{
    const ChaosBoard &board = m_workspace.chaos.board();
    const Instant now = m_workspace.clock.now();
    QList<Change> changes;
    if (board.run.startedAt)
        changes.append({.id = ChangeId(QStringLiteral("chaos/") + board.run.id), .at = *board.run.startedAt, .end = board.run.endedAt,
                        .kind = ChangeKind::Chaos, .title = chaosTitle(board.run.spec), .detail = chaosVerdictName(board.run.verdict),
                        .source = tr("this console"), .isOngoing = !board.run.endedAt && isOn(board.run.phase)});
    m_workspace.changes.apply(tr("this console"), changes, now);
}

bool ChaosFeature::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && isBigStop(*static_cast<QKeyEvent *>(event))) {
        event->ignore(); // not taken by the field: so the command gets it
        return true;
    }
    return Feature::eventFilter(watched, event);
}

} // namespace qd
