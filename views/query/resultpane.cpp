#include "query/resultpane.h"

#include "query/cellinspector.h"
#include "query/columnpanel.h"
#include "query/filterbar.h"
#include "query/resultgrid.h"

#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace qd {

ResultPane::ResultPane(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_filter(new FilterBar), m_grid(new ResultGrid(theme)), m_side(new QTabWidget), m_stats(new ColumnPanel(theme)), m_cell(new CellInspector)
{
    setObjectName(QStringLiteral("resultPane"));
    m_side->setObjectName(QStringLiteral("resultSide"));
    m_side->setAccessibleName(tr("Column and cell"));
    m_side->tabBar()->setAccessibleName(tr("Column or cell"));
    m_side->setDocumentMode(true);
    m_side->tabBar()->setDrawBase(false);
    m_side->addTab(m_stats, tr("Column"));
    m_side->addTab(m_cell, tr("Cell"));
    m_side->hide();
    auto *split = new QSplitter(Qt::Horizontal);
    split->addWidget(m_grid);
    split->addWidget(m_side);
    split->setStretchFactor(0, 1);
    split->setSizes({900, 320});
    split->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_filter);
    layout->addWidget(split, 1);
    connect(m_grid, &ResultGrid::currentCellChanged, this, &ResultPane::follow);
    connect(m_grid, &ResultGrid::filterRequested, this, &ResultPane::startFilter);
    connect(m_grid, &ResultGrid::inspectRequested, this, [this] { showSide(side() == Side::Inspector ? Side::Closed : Side::Inspector); });
    connect(m_filter, &FilterBar::left, m_grid, [this] { m_grid->setFocus(); });
    connect(m_side, &QTabWidget::currentChanged, this, [this] { follow(m_grid->currentIndex()); });
}

void ResultPane::setResult(ResultGridModel *model)
{
    if (m_model == model)
        return;
    if (m_model)
        m_model->disconnect(this);
    m_model = model;
    m_counted = -1;
    m_filter->setResult(model);
    m_grid->setResult(model);
    m_stats->clear();
    m_cell->clear();
    if (!model)
        return;
    connect(model, &ResultGridModel::counted, m_stats, [this](const query::ColumnStats &stats, size_t column) {
        if (static_cast<int>(column) == m_counted)
            m_stats->setStats(stats);
    });
    connect(model, &ResultGridModel::arrangementChanged, this, [this] {
        m_counted = -1;
        if (!m_model->isArranging())
            follow(m_grid->currentIndex());
    });
}

ResultPane::Side ResultPane::side() const
{
    return !m_side->isVisibleTo(this) ? Side::Closed : m_side->currentIndex() == 0 ? Side::Statistics : Side::Inspector;
}

void ResultPane::showSide(Side side)
{
    m_side->setVisible(side != Side::Closed);
    if (side == Side::Closed)
        return;
    m_side->setCurrentIndex(side == Side::Statistics ? 0 : 1);
    if (!m_grid->currentIndex().isValid() && m_model && m_model->rowCount() > 0)
        m_grid->setCurrentIndex(m_model->index(0, 0));
    follow(m_grid->currentIndex());
}

void ResultPane::startFilter() { m_filter->startTyping(); }

// The side panel follows the current cell, but only while it is seen: counting a column takes a worker's time.
void ResultPane::follow(const QModelIndex &index)
{
    if (!index.isValid() || !m_model)
        return;
    m_filter->setColumn(index.column());
    const ResultGridModel::Line line = m_model->lineAt(index.row());
    if (side() == Side::Inspector && line.group < 0)
        m_cell->showCell(m_model->set(), line.row, static_cast<size_t>(index.column()));
    if (side() != Side::Statistics || m_counted == index.column() || m_model->isArranging())
        return;
    m_counted = index.column();
    m_stats->setCounting(m_model->set().columnName(static_cast<size_t>(m_counted)));
    m_model->countColumn(static_cast<size_t>(m_counted));
}

} // namespace qd
