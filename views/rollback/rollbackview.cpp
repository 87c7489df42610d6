#include "rollback/rollbackview.h"

#include "format.h"
#include "rollback/planpanel.h"
#include "rollback/slotcard.h"
#include "slotboardmodel.h"
#include "widgets/emptystate.h"
#include "widgets/errorbanner.h"
#include "widgets/labels.h"
#include "widgets/progressline.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace qd {

namespace {

constexpr int cardColumns = 3;
/// Three rounds without an answer.
constexpr Seconds staleBoard{60};
enum BoardPage { LoadingPage, EmptyPage, BodyPage };

} // namespace

RollbackView::RollbackView(const QAbstractItemModel &board, const Theme &theme, const Clock &clock, QWidget *parent)
    : QWidget(parent), m_board(board), m_theme(theme), m_clock(clock), m_progress(new ProgressLine(theme, this)),
      m_banner(new ErrorBanner(theme, this)), m_stack(new QStackedWidget(this)), m_empty(new EmptyState(theme, this)),
      m_loading(makeLabel(this, QStringLiteral("rollbackLoading"), "secondary"))
{
    setObjectName(QStringLiteral("rollback"));
    setFocusPolicy(Qt::StrongFocus);
    m_loading->setText(tr("Reading the slots…"));
    m_loading->setAlignment(Qt::AlignCenter);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::s, space::l, space::m);
    layout->setSpacing(space::s);
    layout->addWidget(makeHead());
    layout->addWidget(m_progress);
    layout->addWidget(m_banner);
    layout->addWidget(m_stack, 1);
    m_stack->addWidget(m_loading);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(makeBody());
    wirePanel();
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&board, signal, this, &RollbackView::follow);
    connect(&board, &QAbstractItemModel::rowsMoved, this, &RollbackView::follow);
    connect(&board, &QAbstractItemModel::dataChanged, this, &RollbackView::showCards);
    m_tick.setInterval(Seconds(1));
    connect(&m_tick, &QTimer::timeout, this, [this] {
        if (isVisible())
            showAge();
    });
    m_tick.start();
    follow();
}

QWidget *RollbackView::makeHead()
{
    auto *head = new QWidget(this);
    auto *title = makeLabel(head, QStringLiteral("rollbackTitle"), "viewTitle");
    title->setText(tr("Slots and rollback"));
    m_app = makeLabel(head, QStringLiteral("rollbackApp"), "secondary");
    m_age = makeLabel(head, QStringLiteral("rollbackAge"), "secondary");
    m_refresh = new QPushButton(tr("Read again"), head);
    m_refresh->setObjectName(QStringLiteral("rollbackRefresh"));
    m_refresh->setAccessibleName(tr("Read the slots again"));
    auto *layout = new QHBoxLayout(head);
    layout->setContentsMargins({});
    layout->setSpacing(space::m);
    layout->addWidget(title);
    layout->addWidget(m_app);
    layout->addStretch();
    layout->addWidget(m_age);
    layout->addWidget(m_refresh);
    connect(m_refresh, &QPushButton::clicked, this, &RollbackView::refreshRequested);
    connect(m_banner, &ErrorBanner::retryRequested, this, &RollbackView::refreshRequested);
    connect(m_empty, &EmptyState::actionRequested, this, [this](EmptyKind kind) {
        kind == EmptyKind::NoRight ? emit refreshRequested() : emit setupRequested();
    });
    return head;
}

QWidget *RollbackView::makeBody()
{
    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("rollbackScroll"));
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *body = new QWidget(scroll);
    m_cardGrid = new QGridLayout;
    m_cardGrid->setSpacing(space::s);
    m_gaps = makeLabel(body, QStringLiteral("rollbackGaps"), "secondary");
    m_gaps->setWordWrap(true);
    m_panel = new PlanPanel(m_theme, body);
    auto *layout = new QVBoxLayout(body);
    layout->setContentsMargins({});
    layout->setSpacing(space::s);
    layout->addLayout(m_cardGrid);
    layout->addWidget(m_gaps);
    layout->addWidget(m_panel, 1);
    scroll->setWidget(body);
    return scroll;
}

void RollbackView::wirePanel()
{
    connect(m_panel, &PlanPanel::startRequested, this, &RollbackView::startRequested);
    connect(m_panel, &PlanPanel::verifyRequested, this, &RollbackView::verifyRequested);
    connect(m_panel, &PlanPanel::undoRequested, this, &RollbackView::undoRequested);
    connect(m_panel, &PlanPanel::stopRequested, this, &RollbackView::stopRequested);
    connect(m_panel, &PlanPanel::planRequested, this, [this] { emit planRequested(SlotName()); });
}

void RollbackView::setState(SlotBoardStore::Phase phase, const std::optional<Error> &error, const QStringList &gaps, bool isRefreshing)
{
    const bool hasSlots = m_board.rowCount() > 0;
    m_progress->setActive(isRefreshing);
    setProperty("busy", phase == SlotBoardStore::Phase::Loading || m_status.isBusy());
    m_refresh->setEnabled(phase != SlotBoardStore::Phase::NotConfigured);
    m_gaps->setText(gaps.join(u'\n'));
    m_gaps->setVisible(!gaps.isEmpty());
    const bool isEmptyKind = !hasSlots && (phase == SlotBoardStore::Phase::NotConfigured || (error && error->kind == ErrorKind::Forbidden));
    if (error && !isEmptyKind)
        m_banner->setReport({.what = tr("The slots could not be read"), .error = *error});
    else
        m_banner->clear();
    if (isEmptyKind)
        showEmpty(phase, error);
    m_loading->setText(phase == SlotBoardStore::Phase::Failed ? tr("No slot was read yet.") : tr("Reading the slots…"));
    m_stack->setCurrentIndex(hasSlots ? BodyPage : (isEmptyKind ? EmptyPage : LoadingPage));
}

void RollbackView::showEmpty(SlotBoardStore::Phase phase, const std::optional<Error> &error)
{
    if (phase == SlotBoardStore::Phase::NotConfigured)
        m_empty->setKind(EmptyKind::NotConfigured, tr("This profile names no App Service app, so there are no slots to show."));
    else
        m_empty->setKind(EmptyKind::NoRight, error ? error->message : QString());
}

void RollbackView::setReadAt(Instant at)
{
    m_readAt = at;
    m_hasRead = true;
    showAge();
    showCards();
}

void RollbackView::setAppName(const QString &name) { m_app->setText(name); }

void RollbackView::setStatus(const RollbackStatus &status)
{
    m_status = status;
    m_panel->setStatus(status);
    setProperty("busy", status.isBusy());
    showCards();
}

void RollbackView::follow()
{
    while (m_cards.size() < m_board.rowCount()) {
        const int row = static_cast<int>(m_cards.size());
        m_cards.append(new SlotCard(m_theme, this));
        m_cardGrid->addWidget(m_cards.last(), row / cardColumns, row % cardColumns);
        connect(m_cards.last(), &SlotCard::planRequested, this, &RollbackView::planRequested);
    }
    while (m_cards.size() > m_board.rowCount())
        m_cards.takeLast()->deleteLater();
    showCards();
}

void RollbackView::showCards()
{
    const bool canPlan = !m_status.isWriting() && m_status.state != RollbackStatus::State::Confirming;
    for (int row = 0; row < m_cards.size(); ++row) {
        const auto slot = m_board.index(row, 0).data(SlotBoardModel::SlotRole).value<Slot>();
        m_cards[row]->setSlot(slot, m_hasRead ? m_clock.now() : slot.site.readAt);
        m_cards[row]->setPlannable(canPlan);
        m_cards[row]->setChosen(!m_status.plan.source.isEmpty() && isSameSlot(slot.site.slot, m_status.plan.source));
    }
}

void RollbackView::showAge()
{
    if (!m_hasRead)
        return m_age->clear();
    const Microseconds age = std::max(m_clock.now() - m_readAt, Microseconds{0});
    m_age->setText(age > staleBoard ? tr("stale: read %1 ago").arg(format::age(age)) : tr("read %1 ago").arg(format::age(age)));
}

void RollbackView::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_panel->canStart())
            return emit startRequested();
        break;
    case Qt::Key_V:
        if (event->modifiers() == Qt::NoModifier && m_panel->canVerify())
            return emit verifyRequested();
        break;
    case Qt::Key_U:
        if (event->modifiers() == Qt::NoModifier && m_panel->canUndo())
            return emit undoRequested();
        break;
    case Qt::Key_Escape:
        return m_panel->canStop() ? emit stopRequested() : emit backRequested();
    default: break;
    }
    QWidget::keyPressEvent(event);
}

} // namespace qd
