#include "features/rollbackfeature.h"

#include "mainwindow.h"
#include "rollback/rollbackview.h"
#include "shell/pagestack.h"
#include "workspace.h"

#include <algorithm>

namespace qd {

namespace {

const PageId &rollbackPage()
{
    static const PageId id(QStringLiteral("rollback"));
    return id;
}

} // namespace

RollbackFeature::RollbackFeature(Workspace &workspace, MainWindow &window)
    : m_workspace(workspace), m_window(window), m_model(m_store)
{
    m_window.addDestination(rollbackPage(), [this] { return makeView(); }, QStringLiteral("history"), tr("Slots"), QChar(u'S'));
    connect(&m_store, &SlotBoardStore::boardChanged, this, &RollbackFeature::showBoard);
    connect(&m_store, &SlotBoardStore::stateChanged, this, &RollbackFeature::showState);
    connect(&m_store, &SlotBoardStore::statusChanged, this, &RollbackFeature::showStatus);
    connect(&m_window.pages(), &PageStack::pageChanged, this, [this] {
        if (m_controller)
            m_controller->setShown(isShown());
    });
    connect(&workspace.navigator, &Navigator::rollbackRequested, this, &RollbackFeature::plan);
    addCommands();
}

RollbackFeature::~RollbackFeature() { delete m_view; }

QWidget *RollbackFeature::makeView()
{
    m_view = new RollbackView(m_model, m_workspace.theme, m_workspace.clock);
    wireView();
    showState();
    showStatus();
    showBoard();
    return m_view;
}

void RollbackFeature::wireView()
{
    const auto toFlow = [this](auto step) {
        return [this, step] {
            if (m_controller)
                step(m_controller->flow());
        };
    };
    connect(m_view, &RollbackView::startRequested, this, toFlow([](RollbackFlow &flow) { flow.start(); }));
    connect(m_view, &RollbackView::verifyRequested, this, toFlow([](RollbackFlow &flow) { flow.verifyAgain(); }));
    connect(m_view, &RollbackView::undoRequested, this, toFlow([](RollbackFlow &flow) { flow.planUndo(); }));
    connect(m_view, &RollbackView::stopRequested, this, toFlow([](RollbackFlow &flow) { flow.cancel(); }));
    connect(m_view, &RollbackView::refreshRequested, this, [this] {
        if (m_controller)
            m_controller->refresh();
    });
    connect(m_view, &RollbackView::planRequested, this, [this](const SlotName &slot) {
        if (m_controller)
            m_controller->flow().plan(slot.isEmpty() ? std::nullopt : std::optional(slot));
    });
    connect(m_view, &RollbackView::backRequested, &m_window.pages(), &PageStack::back);
}

void RollbackFeature::addCommands()
{
    CommandRegistry &commands = m_workspace.commands;
    commands.add({CommandId(QStringLiteral("rollback.plan")), tr("Plan a rollback to the last known good slot"), tr("Incident"),
                  {QKeySequence(QStringLiteral("B"))}, QStringLiteral("history")},
                 this, [this] { plan(); });
    commands.add({CommandId(QStringLiteral("rollback.verify")), tr("Verify the rollback again"), tr("Incident"), {}, QStringLiteral("circle-check")},
                 this, [this] {
                     open();
                     if (m_controller)
                         m_controller->flow().verifyAgain();
                 });
    commands.add({CommandId(QStringLiteral("rollback.undo")), tr("Plan the way back from the last rollback"), tr("Incident"), {}, QStringLiteral("history")},
                 this, [this] {
                     open();
                     if (m_controller)
                         m_controller->flow().planUndo();
                 });
    for (const auto &[keys, what] : {std::pair(QStringLiteral("Enter"), tr("Carry out the plan (asks first)")), std::pair(QStringLiteral("V"), tr("Verify again")),
                                     std::pair(QStringLiteral("U"), tr("Plan the way back")), std::pair(QStringLiteral("Esc"), tr("Stop waiting, or back"))})
        commands.addHint({rollbackPage(), tr("Rollback"), keys, what});
}

void RollbackFeature::attach(WatchedAccount &account)
{
    m_account = &account;
    m_controller.reset();
    m_store.clear();
    if (!account.profile().arm.hasSite()) {
        m_store.setNotConfigured();
        return;
    }
    const RollbackSources sources{account.session().appService(), account.session().monitor(), &m_workspace.local.audit(), m_workspace.clock,
                                  m_workspace.slo};
    m_controller = std::make_unique<RollbackController>(RollbackFlow::Parts{sources, account.guard(), m_timers}, m_store);
    connect(&account, &QObject::destroyed, this, [this, dying = m_controller.get()] {
        if (m_controller.get() == dying)
            m_controller.reset();
    });
    connect(&account.guard(), &LeasedGuard::unfinishedChanged, this, &RollbackFeature::resumeUnfinished);
    resumeUnfinished();
    m_controller->setShown(isShown());
    if (std::exchange(m_wantsPlan, false))
        m_controller->preparePlan();
}

void RollbackFeature::resumeUnfinished()
{
    if (m_account && m_controller)
        m_controller->flow().resume(m_account->guard().unfinished());
}

void RollbackFeature::open() { m_window.pages().open(rollbackPage()); }

void RollbackFeature::plan()
{
    open();
    if (m_view)
        m_view->setFocus();
    if (m_controller)
        m_controller->preparePlan();
    else
        m_wantsPlan = m_account == nullptr;
}

bool RollbackFeature::isShown() const { return m_window.pages().currentPage() == rollbackPage(); }

void RollbackFeature::showBoard()
{
    if (!m_view || !m_store.hasBoard())
        return;
    m_view->setAppName(m_account ? m_account->profile().arm.site : QString());
    m_view->setReadAt(m_store.board().readAt);
}

void RollbackFeature::showState()
{
    if (m_view)
        m_view->setState(m_store.phase(), m_store.error(), m_store.gaps(), m_store.isRefreshing());
}

void RollbackFeature::showStatus()
{
    if (m_view)
        m_view->setStatus(m_store.status());
}

} // namespace qd
