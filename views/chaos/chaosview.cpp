#include "chaos/chaosview.h"

#include "chaos/chaosform.h"
#include "chaos/chaospanel.h"
#include "format.h"
#include "widgets/emptystate.h"
#include "widgets/errorbanner.h"
#include "widgets/labels.h"
#include "widgets/plaintable.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace qd {

namespace {

constexpr int chaosFormWidth = 420;
constexpr int chaosHistoryHeight = 190;
constexpr int chaosHowColumn = 3;
constexpr std::array chaosWidths{160, 330, 110, 300, 200};

QTableView *chaosHistory(QAbstractItemModel &model, QWidget *parent)
{
    QTableView *table = makePlainTable(parent, QStringLiteral("chaosHistory"), ChaosView::tr("What was done before"));
    table->setModel(&model);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    QHeaderView *header = table->horizontalHeader();
    header->setStretchLastSection(false);
    for (int column = 0; column < std::min(header->count(), static_cast<int>(chaosWidths.size())); ++column)
        header->resizeSection(column, chaosWidths[static_cast<size_t>(column)]);
    if (header->count() > chaosHowColumn)
        header->setSectionResizeMode(chaosHowColumn, QHeaderView::Stretch);
    table->setMinimumHeight(120);
    table->setMaximumHeight(chaosHistoryHeight);
    return table;
}

} // namespace

ChaosView::ChaosView(const ChaosStore &store, QAbstractItemModel &history, const Theme &theme, const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_store(store)
    , m_clock(clock)
    , m_form(new ChaosForm(theme, this))
    , m_panel(new ChaosPanel(theme, this))
    , m_history(chaosHistory(history, this))
    , m_empty(new EmptyState(theme, this))
    , m_error(new ErrorBanner(theme, this))
    , m_age(makeLabel(this, QStringLiteral("chaosAge"), "caption"))
    , m_content(new QWidget(this))
{
    setObjectName(QStringLiteral("chaosView"));
    build();
    connect(m_form, &ChaosForm::startRequested, this, &ChaosView::startRequested);
    connect(m_panel, &ChaosPanel::stopRequested, this, &ChaosView::stopRequested);
    connect(m_panel, &ChaosPanel::releaseRequested, this, &ChaosView::releaseRequested);
    connect(m_error, &ErrorBanner::retryRequested, this, &ChaosView::refreshRequested);
    connect(&store, &ChaosStore::changed, this, &ChaosView::refresh);
    m_tick.setInterval(std::chrono::seconds(1));
    connect(&m_tick, &QTimer::timeout, this, [this] {
        if (isVisible())
            refresh();
    });
    m_tick.start();
    refresh();
}

void ChaosView::build()
{
    QLabel *title = makeLabel(this, QStringLiteral("chaosViewTitle"), "viewTitle");
    title->setText(tr("Chaos"));
    QLabel *done = makeLabel(m_content, QStringLiteral("chaosHistoryTitle"), "panelTitle");
    done->setText(tr("Done before"));
    m_form->setFixedWidth(chaosFormWidth);
    m_empty->setKind(EmptyKind::NotConfigured, tr("This connection names no API Management service, so no fault can be injected."));
    auto *head = new QHBoxLayout;
    head->addWidget(title);
    head->addStretch();
    head->addWidget(m_age);
    auto *sides = new QHBoxLayout;
    sides->setSpacing(space::m);
    sides->addWidget(m_form);
    sides->addWidget(m_panel, 1);
    auto *content = new QVBoxLayout(m_content);
    content->setContentsMargins({});
    content->setSpacing(space::s);
    content->addLayout(sides, 1);
    content->addWidget(done);
    content->addWidget(m_history);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::l, space::m, space::l, space::m);
    column->setSpacing(space::m);
    column->addLayout(head);
    column->addWidget(m_error);
    column->addWidget(m_content, 1);
    column->addWidget(m_empty, 1);
}

void ChaosView::setDefinitions(const QList<SloDefinition> &definitions)
{
    m_definitions = definitions;
    m_form->setDefinitions(definitions);
    refresh();
}

QString ChaosView::obstacle() const
{
    const ChaosBoard &board = m_store.board();
    if (!board.block.isEmpty())
        return tr("New runs are blocked: %1").arg(board.block);
    if (board.isOn(m_clock.now()))
        return tr("A fault is on already");
    if (board.run.phase != ChaosPhase::Planned && !isOver(board.run.phase))
        return tr("A run is under way");
    if (!board.asOf)
        return tr("The gateway has not answered yet");
    return {};
}

void ChaosView::refresh()
{
    const ChaosBoard &board = m_store.board();
    const Instant now = m_clock.now();
    m_content->setVisible(board.isConfigured);
    m_empty->setVisible(!board.isConfigured);
    setProperty("busy", board.isConfigured && !board.asOf && !board.error);
    m_form->setBlast(board.blast);
    m_form->setObstacle(obstacle());
    m_panel->show(board, m_definitions, now);
    m_age->setText(board.asOf ? tr("gateway read %1 ago").arg(format::age(now - *board.asOf)) : tr("reading the gateway"));
    if (board.error == m_shownError)
        return;
    m_shownError = board.error;
    if (board.error)
        m_error->setReport({.what = tr("The gateway's fault could not be read"), .error = *board.error});
    else
        m_error->clear();
}

void ChaosView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    emit refreshRequested();
    refresh();
}

} // namespace qd
