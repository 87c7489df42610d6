#include "query/queryview.h"

#include "query/plotcanvas.h"
#include "query/plotpanel.h"
#include "query/problemlist.h"
#include "query/queryeditor.h"
#include "query/queryside.h"
#include "query/resultgrid.h"
#include "query/resultpane.h"
#include "widgets/labels.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace qd {

QueryView::QueryView(QAbstractItemModel &entries, const Theme &theme, const Clock &clock, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_side(new QuerySide(entries, theme)), m_tabs(new QTabBar), m_parameters(new ParameterBar), m_editor(new QueryEditor(theme)),
      m_problems(new ProblemList(theme)), m_head(new RunHead(theme, clock)), m_parts(new QTabBar), m_partStack(new QStackedWidget), m_rowStack(new QStackedWidget),
      m_rowMessage(makeLabel(nullptr, QStringLiteral("queryRowMessage"), "secondary")), m_rows(new ResultPane(theme)), m_chart(new PlotPanel(theme)),
      m_messages(new MessagesPanel(theme)), m_split(new QSplitter(Qt::Vertical))
{
    setObjectName(QStringLiteral("query"));
    m_split->addWidget(m_top = makeEditorSide());
    m_split->addWidget(makeResultSide());
    m_split->setStretchFactor(1, 1);
    m_split->setSizes({300, 440});
    m_split->setChildrenCollapsible(false);
    auto *board = new QSplitter(Qt::Horizontal);
    board->addWidget(m_side);
    board->addWidget(m_split);
    board->setStretchFactor(1, 1);
    board->setSizes({232, 1100});
    board->setChildrenCollapsible(false);
    board->setHandleWidth(space::s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::s, space::l, space::m);
    layout->addWidget(board, 1);
    wire();
    showEmpty();
}

void QueryView::wire()
{
    connect(m_side, &QuerySide::chosen, this, &QueryView::entryChosen);
    connect(m_side, &QuerySide::renameRequested, this, &QueryView::requestRename);
    connect(m_side, &QuerySide::deleteRequested, this, &QueryView::requestDelete);
    connect(m_side, &QuerySide::clearHistoryRequested, this, &QueryView::clearHistoryRequested);
    connect(m_parts, &QTabBar::currentChanged, m_partStack, &QStackedWidget::setCurrentIndex);
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int index) {
        if (!m_isFilling && index >= 0)
            emit tabChosen(index);
    });
    connect(m_editor, &QueryEditor::edited, this, &QueryView::edited);
    connect(m_editor, &QueryEditor::problemsChanged, this, [this] { m_problems->setProblems(m_editor->problems()); });
    connect(m_editor, &QueryEditor::paletteRequested, this, &QueryView::paletteRequested);
    connect(m_problems, &ProblemList::chosen, this, [this](qsizetype offset) {
        m_editor->goTo(offset);
        m_editor->setFocus();
    });
    connect(m_parameters, &ParameterBar::submitted, this, [this] { emit runRequested(Way::Run); });
    connect(m_head, &RunHead::runRequested, this, [this] { emit runRequested(Way::Run); });
    connect(m_head, &RunHead::cancelRequested, this, &QueryView::cancelRequested);
    connect(m_messages, &MessagesPanel::retryRequested, this, [this] { emit runRequested(Way::Run); });
    connect(&m_rows->grid(), &ResultGrid::copied, m_head, &RunHead::showNotice);
    connect(&m_chart->canvas(), &PlotCanvas::rangeBrushed, this, &QueryView::rangeBrushed);
}

void QueryView::setTabs(const QStringList &titles, int current)
{
    const QScopedValueRollback filling(m_isFilling, true);
    while (m_tabs->count() > titles.size())
        m_tabs->removeTab(m_tabs->count() - 1);
    for (int i = 0; i < titles.size(); ++i) {
        if (i == m_tabs->count())
            m_tabs->addTab(QString());
        m_tabs->setTabText(i, titles.at(i));
        placeClose(i, titles.size() > 1);
    }
    m_tabs->setCurrentIndex(current);
}

// One query alone has no cross: there is nothing to close it for.
void QueryView::placeClose(int tab, bool isThere)
{
    auto *close = qobject_cast<QToolButton *>(m_tabs->tabButton(tab, QTabBar::RightSide));
    if (!close && isThere) {
        close = new QToolButton;
        close->setObjectName(QStringLiteral("queryCloseTab"));
        close->setText(QStringLiteral("×"));
        close->setFixedSize(20, 20);
        close->setFocusPolicy(Qt::NoFocus);
        close->setToolTip(tr("Close (Ctrl+W)"));
        connect(close, &QToolButton::clicked, this, [this, close] {
            for (int i = 0; i < m_tabs->count(); ++i)
                if (m_tabs->tabButton(i, QTabBar::RightSide) == close)
                    return emit tabClosed(i);
        });
        m_tabs->setTabButton(tab, QTabBar::RightSide, close);
    }
    if (close) {
        close->setAccessibleName(tr("Close %1").arg(m_tabs->tabText(tab)));
        close->setVisible(isThere);
    }
}

void QueryView::setRun(const RunLook &look)
{
    m_head->setLook(look);
    setProperty("busy", look.phase == RunLook::Phase::Running);
    showEmpty();
}

void QueryView::setResult(ResultGridModel *model)
{
    m_rows->setResult(model);
    showEmpty();
    if (model)
        connect(model, &QAbstractItemModel::columnsInserted, this, &QueryView::showEmpty, Qt::UniqueConnection);
}

// Which of the reasons it is that there are no rows.
void QueryView::showEmpty()
{
    const RunLook &look = m_head->look();
    const bool hasColumns = m_rows->grid().result() && m_rows->grid().result()->columnCount() > 0;
    QString why;
    if (look.phase == RunLook::Phase::None)
        why = tr("Write a query and press F5, or choose one at the left.\nCtrl+Space offers what could stand at the cursor.");
    else if (look.phase == RunLook::Phase::Running && !hasColumns)
        why = tr("Waiting for the first rows…");
    else if (look.phase == RunLook::Phase::Failed && !hasColumns)
        why = tr("The query failed. The Messages tab says why.");
    else if (look.phase == RunLook::Phase::Cancelled && !hasColumns)
        why = tr("Cancelled before the first rows.");
    else if (look.rows == 0 && (look.phase == RunLook::Phase::Ready || look.phase == RunLook::Phase::Partial))
        why = tr("The query ran well and its result is empty.%1").arg(look.range.isEmpty() ? QString() : tr("\nThe time range in force is %1.").arg(look.range));
    m_rowMessage->setText(why);
    m_rowStack->setCurrentIndex(why.isEmpty() ? 1 : 0);
}

void QueryView::setChart(const query::ResultSet &set, const query::RenderSpec &spec, query::ChartKind kind) { m_chart->setResult(set, spec, kind); }

void QueryView::setMessages(const RunMessages &messages) { m_messages->setMessages(messages); }

void QueryView::showPart(Part part) { m_parts->setCurrentIndex(static_cast<int>(part)); }

QueryView::Part QueryView::part() const { return static_cast<Part>(m_parts->currentIndex()); }

} // namespace qd
