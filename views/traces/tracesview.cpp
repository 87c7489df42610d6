#include "traces/tracesview.h"

#include "format.h"
#include "trace/tracefilter.h"
#include "tracetablemodel.h"
#include "traces/filteredit.h"
#include "traces/tracedelegate.h"
#include "traces/tracepane.h"
#include "traces/waterfallview.h"
#include "widgets/emptystate.h"
#include "widgets/errorbanner.h"
#include "widgets/labels.h"
#include "widgets/progressline.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <array>

namespace qd {

namespace {

constexpr std::array<int, 10> columnWidths{132, 190, 150, 150, 160, 90, 64, 64, 80, 90};

std::optional<Error> filterMistake(const QString &text)
{
    const auto filter = TraceFilter::parse(text);
    return filter ? std::nullopt : std::optional(filter.error());
}

} // namespace

TracesView::TracesView(const Sources &sources, const Theme &theme, const Clock &clock, QWidget *parent)
    : QWidget(parent), m_sources(sources), m_clock(clock), m_banner(new ErrorBanner(theme, this)), m_progress(new ProgressLine(theme)),
      m_empty(new EmptyState(theme)), m_pane(new TracePane(sources.trace, theme))
{
    setObjectName(QStringLiteral("traces"));
    m_banner->setObjectName(QStringLiteral("traceListError"));
    m_filter = new FilterEdit(theme, filterMistake, this);
    m_table = new QTableView(this);
    m_table->setItemDelegate(new TraceDelegate(theme, m_table));
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(makeList());
    m_stack->addWidget(m_pane);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::s, space::l, space::m);
    layout->setSpacing(space::s);
    layout->addWidget(m_stack, 1);
    setFocusProxy(m_table);
    connect(m_filter, &FilterEdit::filterRequested, this, &TracesView::filterRequested);
    connect(m_filter, &FilterEdit::left, this, [this] { m_table->setFocus(Qt::OtherFocusReason); });
    connect(m_filter, &FilterEdit::problemChanged, m_problem, [this](const QString &problem) {
        m_problem->setText(problem);
        m_problem->setVisible(!problem.isEmpty());
    });
    connect(m_banner, &ErrorBanner::retryRequested, this, &TracesView::refreshRequested);
    connect(m_empty, &EmptyState::actionRequested, this, [this](EmptyKind kind) {
        emit filterRequested(kind == EmptyKind::FilterHidesAll ? QString() : m_filter->text());
    });
    connect(m_table, &QAbstractItemView::activated, this, &TracesView::openCurrent);
    connect(&sources.list, &TraceListStore::stateChanged, this, &TracesView::refresh);
    connect(&m_tick, &QTimer::timeout, this, &TracesView::refreshAge);
    m_tick.start(Seconds(1));
    refresh();
}

QWidget *TracesView::makeHead()
{
    auto *head = new QWidget(this);
    auto *title = makeLabel(head, QStringLiteral("tracesTitle"), "viewTitle");
    title->setText(tr("Traces"));
    m_caption = makeLabel(head, QStringLiteral("tracesCaption"), "secondary");
    m_problem = makeLabel(head, QStringLiteral("traceFilterProblem"), "caption");
    m_problem->hide();
    auto *layout = new QHBoxLayout(head);
    layout->setContentsMargins({});
    layout->setSpacing(space::l);
    layout->addWidget(title);
    layout->addWidget(m_filter, 1);
    layout->addWidget(m_problem);
    layout->addWidget(m_caption);
    return head;
}

QWidget *TracesView::makeList()
{
    auto *page = new QWidget(this);
    m_table->setObjectName(QStringLiteral("traceTable"));
    m_table->setAccessibleName(tr("Traces, newest first"));
    m_table->setModel(&m_sources.rows);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setSortingEnabled(true);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(height::row);
    m_table->horizontalHeader()->setFixedHeight(height::tableHeader);
    m_table->horizontalHeader()->setHighlightSections(false);
    for (int column = 0; column < static_cast<int>(columnWidths.size()); ++column)
        m_table->setColumnWidth(column, columnWidths[static_cast<size_t>(column)]);
    m_table->horizontalHeader()->setSectionResizeMode(static_cast<int>(TraceTableModel::Column::Root), QHeaderView::Stretch);
    m_table->sortByColumn(0, Qt::DescendingOrder);
    m_table->installEventFilter(this);
    m_body = new QStackedWidget(page);
    m_body->addWidget(m_table);
    m_body->addWidget(m_empty);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins({});
    layout->setSpacing(space::xs);
    layout->addWidget(makeHead());
    layout->addWidget(m_banner);
    layout->addWidget(m_progress);
    layout->addWidget(m_body, 1);
    return page;
}

bool TracesView::showsTrace() const { return m_stack->currentIndex() == 1; }

void TracesView::showTrace(bool isFromElsewhere)
{
    m_isFromElsewhere = isFromElsewhere;
    m_stack->setCurrentIndex(1);
    setFocusProxy(m_pane);
    m_pane->setFocus(Qt::OtherFocusReason);
}

void TracesView::showList()
{
    m_stack->setCurrentIndex(0);
    setFocusProxy(m_table);
    m_table->setFocus(Qt::OtherFocusReason);
}

void TracesView::focusFilter()
{
    showList();
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void TracesView::setRangeText(const QString &text)
{
    m_rangeText = text;
    refreshAge();
}

void TracesView::openCurrent()
{
    const QModelIndex index = m_table->currentIndex();
    if (index.isValid())
        emit openRequested(TraceId(index.data(TraceTableModel::IdRole).toString()));
}

bool TracesView::handleListKey(int key)
{
    const int rows = m_sources.rows.rowCount();
    const int row = m_table->currentIndex().row();
    switch (key) {
    case Qt::Key_Slash: focusFilter(); return true;
    case Qt::Key_J: m_table->selectRow(std::min(rows - 1, row + 1)); return true;
    case Qt::Key_K: m_table->selectRow(std::max(0, row - 1)); return true;
    case Qt::Key_Home: m_table->selectRow(0); return true;
    case Qt::Key_End: m_table->selectRow(rows - 1); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: openCurrent(); return true;
    default: return false;
    }
}

// Escape leads from a trace back to the list that it was chosen from, and only from there to another page.
bool TracesView::event(QEvent *event)
{
    const bool isKey = event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress;
    const bool isBack = isKey && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape && showsTrace() && !m_isFromElsewhere;
    if (!isBack)
        return QWidget::event(event);
    if (event->type() == QEvent::KeyPress)
        showList();
    event->accept();
    return true;
}

bool TracesView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool isUsable = m_sources.rows.rowCount() > 0 || key->key() == Qt::Key_Slash;
        if (isUsable && key->modifiers() == Qt::NoModifier && handleListKey(key->key()))
            return true;
        // Type-ahead would swallow the letters that are shortcuts of the window.
        if (!key->text().isEmpty() && key->text().at(0).isPrint()) {
            event->ignore();
            return true;
        }
    }
    if (watched == m_table && event->type() == QEvent::FocusIn && !m_table->currentIndex().isValid() && m_sources.rows.rowCount() > 0)
        m_table->selectRow(0);
    return QWidget::eventFilter(watched, event);
}

void TracesView::refresh()
{
    const TraceListStore &list = m_sources.list;
    const bool isLoading = list.state() == TraceListStore::State::Loading;
    m_progress->setActive(isLoading);
    setProperty("busy", isLoading);
    if (!m_filter->hasFocus() || m_filter->text() == list.filter())
        m_filter->setApplied(list.filter());
    const bool isGivenUp = list.error() && list.error()->kind == ErrorKind::Cancelled;
    if (list.state() == TraceListStore::State::Failed && list.error() && !isGivenUp)
        m_banner->setReport({.what = list.traces().isEmpty() ? tr("The traces could not be read") : tr("The traces could not be refreshed; the last ones are shown"),
                             .error = *list.error()});
    else
        m_banner->clear();
    const bool isEmpty = list.state() == TraceListStore::State::Ready && list.traces().isEmpty();
    if (isEmpty)
        m_empty->setKind(list.filter().trimmed().isEmpty() ? EmptyKind::NoDataInRange : EmptyKind::FilterHidesAll,
                         list.filter().trimmed().isEmpty() ? QString() : tr("No trace of the range fits “%1”.").arg(list.filter()));
    m_body->setCurrentIndex(isEmpty ? 1 : 0);
    refreshAge();
}

void TracesView::refreshAge()
{
    const TraceListStore &list = m_sources.list;
    QStringList parts;
    if (!m_rangeText.isEmpty())
        parts << m_rangeText;
    if (list.state() == TraceListStore::State::Loading && !list.asOf())
        parts << tr("loading …");
    if (list.asOf()) {
        parts << (list.isCut() ? tr("newest %1").arg(list.traces().size()) : tr("%n trace(s)", nullptr, static_cast<int>(list.traces().size())));
        parts << tr("%1 ago").arg(format::age(std::max(Microseconds(0), m_clock.now() - *list.asOf())));
    }
    m_caption->setText(parts.join(QStringLiteral(" · ")));
}

} // namespace qd
