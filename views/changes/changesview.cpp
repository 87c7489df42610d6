#include "changes/changesview.h"

#include "changelistmodel.h"
#include "changes/changedelegate.h"
#include "format.h"
#include "slotiletext.h"
#include "widgets/chartpanel.h"
#include "widgets/emptystate.h"
#include "widgets/errorbanner.h"
#include "widgets/labels.h"
#include "widgets/slocharts.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListView>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace qd {

namespace {

constexpr int changeChartHeight = 230;

QString burnSentence(const SloTile &tile, const std::optional<BurnSpell> &burn)
{
    if (!burn)
        return ChangesView::tr("%1 does not burn in this range: newest first.").arg(tile.definition.title);
    return ChangesView::tr("%1 began to burn at %2, give or take %3.")
        .arg(tile.definition.title, toDateTime(burn->from).toString(QStringLiteral("hh:mm")), format::duration(burn->step));
}

} // namespace

ChangesView::ChangesView(const Theme &theme, const Clock &clock, ChangeListModel &model, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_clock(clock), m_model(model)
{
    setObjectName(QStringLiteral("changes"));
    setAccessibleName(tr("What changed"));
    m_banner = new ErrorBanner(theme, this);
    m_chart = new ChartPanel(theme, QStringLiteral("changesSlo"), this);
    m_chart->setFixedHeight(changeChartHeight);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::s, space::l, space::m);
    layout->setSpacing(space::s);
    layout->addWidget(makeHead());
    layout->addWidget(m_banner);
    layout->addWidget(m_chart);
    layout->addWidget(makeList(model), 1);
    connect(m_banner, &ErrorBanner::retryRequested, this, &ChangesView::retryRequested);
    connect(m_chart, &ChartPanel::markerActivated, this, [this](const Change &change) { selectChange(change.id); });
    for (const auto changed : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&model, changed, this, [this] { refreshEmpty(); });
    m_tick.setInterval(Seconds(10));
    connect(&m_tick, &QTimer::timeout, this, [this] {
        refreshAge();
        if (isVisible())
            m_list->viewport()->update();
    });
    m_tick.start();
    setFocusProxy(m_list);
    refreshEmpty();
}

QWidget *ChangesView::makeHead()
{
    auto *head = new QWidget(this);
    auto *title = makeLabel(head, QStringLiteral("changesTitle"), "viewTitle");
    title->setText(tr("What changed"));
    m_slo = new QComboBox(head);
    m_slo->setObjectName(QStringLiteral("changesSloChoice"));
    m_slo->setAccessibleName(tr("Objective that ranks the changes"));
    m_sort = new QComboBox(head);
    m_sort->setObjectName(QStringLiteral("changesOrder"));
    m_sort->setAccessibleName(tr("Order of the changes"));
    m_sort->addItems({tr("Best explanation first"), tr("Newest first")});
    m_burn = makeLabel(head, QStringLiteral("changesBurn"), "secondary");
    m_age = makeLabel(head, QStringLiteral("changesAge"), "secondary");
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins({});
    row->setSpacing(space::m);
    for (QWidget *widget : {static_cast<QWidget *>(title), static_cast<QWidget *>(m_slo), static_cast<QWidget *>(m_sort)})
        row->addWidget(widget);
    row->addWidget(m_burn, 1);
    row->addWidget(m_age);
    connect(m_slo, &QComboBox::activated, this, [this](int index) { emit sloChosen(SloId(m_slo->itemData(index).toString())); });
    connect(m_sort, &QComboBox::activated, this, [this](int index) {
        m_order = static_cast<Order>(index);
        emit orderChosen();
    });
    return head;
}

QWidget *ChangesView::makeList(ChangeListModel &model)
{
    auto *panel = new QFrame(this);
    panel->setProperty("qdRole", QStringLiteral("panel"));
    m_list = new QListView(panel);
    m_list->setObjectName(QStringLiteral("changesList"));
    m_list->setAccessibleName(tr("Changes"));
    m_list->setProperty("qdRole", QStringLiteral("plain"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setModel(&model);
    m_list->setItemDelegate(new ChangeDelegate(m_theme, m_clock, m_list));
    m_list->installEventFilter(this);
    connect(m_list, &QListView::doubleClicked, this, [this] { openCurrent(); });
    connect(&m_theme, &Theme::changed, m_list, [this] { m_list->viewport()->update(); });
    m_loading = makeLabel(panel, QStringLiteral("changesLoading"), "secondary");
    m_loading->setText(tr("Asking what changed …"));
    m_loading->setAlignment(Qt::AlignCenter);
    m_empty = new EmptyState(m_theme, panel);
    m_empty->setKind(EmptyKind::NoDataInRange, tr("No deployment, prompt version, policy edit, fault or budget event in the last 31 days."));
    connect(m_empty, &EmptyState::actionRequested, this, &ChangesView::retryRequested);
    m_stack = new QStackedWidget(panel);
    for (QWidget *widget : {static_cast<QWidget *>(m_list), static_cast<QWidget *>(m_loading), static_cast<QWidget *>(m_empty)})
        m_stack->addWidget(widget);
    auto *layout = new QVBoxLayout(panel);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->addWidget(m_stack);
    return panel;
}

void ChangesView::setSlos(const QList<SloTile> &tiles, const SloId &chosen)
{
    const QSignalBlocker blocker(m_slo);
    if (m_slo->count() != tiles.size()) {
        m_slo->clear();
        for (const SloTile &tile : tiles)
            m_slo->addItem(tile.definition.title, tile.id.value);
    }
    m_slo->setCurrentIndex(m_slo->findData(chosen.value));
}

void ChangesView::setSlo(const SloTile &tile, const QList<Change> &changes, const std::optional<BurnSpell> &burn)
{
    m_burn->setText(burnSentence(tile, burn));
    m_chart->setSpec(sliChartSpec(tile, tile.series, changes));
    m_chart->setMessage(tr("No events in this range."));
}

void ChangesView::setHealth(const Health &health)
{
    m_health = health;
    if (health.errors.isEmpty()) {
        m_banner->clear();
    } else {
        const auto first = health.errors.cbegin();
        m_banner->setReport({.what = tr("Changes could not be read from the %1").arg(first.key()), .error = first.value()});
    }
    setProperty("busy", !health.isLoaded && health.errors.isEmpty());
    refreshEmpty();
    refreshAge();
}

void ChangesView::refreshEmpty()
{
    if (m_model.rowCount() > 0)
        m_stack->setCurrentWidget(m_list);
    else
        m_stack->setCurrentWidget(m_health.isLoaded || !m_health.errors.isEmpty() ? static_cast<QWidget *>(m_empty) : m_loading);
}

void ChangesView::refreshAge()
{
    if (!m_health.asOf) {
        m_age->setText({});
        return;
    }
    const QString age = tr("asked %1 ago").arg(format::age(std::max(Microseconds(0), m_clock.now() - *m_health.asOf)));
    m_age->setText(m_health.dropped > 0 ? tr("%1 · %n older left out", nullptr, static_cast<int>(m_health.dropped)).arg(age) : age);
}

void ChangesView::selectChange(const ChangeId &id)
{
    const int row = m_model.rowOf(id.value);
    if (row < 0)
        return;
    m_list->setCurrentIndex(m_model.index(row, 0));
    m_list->scrollTo(m_list->currentIndex());
    m_list->setFocus();
}

void ChangesView::selectFirst()
{
    if (m_model.rowCount() > 0)
        m_list->setCurrentIndex(m_model.index(0, 0));
}

void ChangesView::openCurrent()
{
    if (m_list->currentIndex().isValid())
        emit openRequested(ChangeId(m_list->currentIndex().data(ChangeListModel::IdRole).toString()));
}

bool ChangesView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_list && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            openCurrent();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace qd
