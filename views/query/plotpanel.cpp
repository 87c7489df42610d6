#include "query/plotpanel.h"

#include "query/plotcanvas.h"
#include "query/plotlegend.h"
#include "widgets/labels.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace qd {

const QList<std::pair<query::ChartKind, QString>> &plotKinds()
{
    using query::ChartKind;
    static const QList<std::pair<ChartKind, QString>> kinds{
        {ChartKind::Time, PlotPanel::tr("Time chart")}, {ChartKind::Line, PlotPanel::tr("Line chart")}, {ChartKind::Area, PlotPanel::tr("Area chart")},
        {ChartKind::StackedArea, PlotPanel::tr("Stacked area chart")}, {ChartKind::Column, PlotPanel::tr("Column chart")}, {ChartKind::Bar, PlotPanel::tr("Bar chart")},
        {ChartKind::Pie, PlotPanel::tr("Pie chart")}, {ChartKind::Scatter, PlotPanel::tr("Scatter chart")}, {ChartKind::Anomaly, PlotPanel::tr("Anomaly chart")}};
    return kinds;
}

PlotPanel::PlotPanel(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_title(makeLabel(this, QStringLiteral("plotTitle"), "panelTitle")), m_leftOut(makeLabel(this, QStringLiteral("plotLeftOut"), "secondary")),
      m_message(makeLabel(this, QStringLiteral("plotMessage"), "secondary")), m_kinds(new QComboBox), m_stack(new QStackedWidget), m_canvas(new PlotCanvas(theme)),
      m_legend(new PlotLegend(theme))
{
    setObjectName(QStringLiteral("plotPanel"));
    m_kinds->setObjectName(QStringLiteral("plotKind"));
    m_kinds->setAccessibleName(tr("Kind of chart"));
    m_kinds->view()->setAccessibleName(tr("Kinds of chart"));
    for (qsizetype i = 0; i < plotKinds().size(); ++i)
        m_kinds->addItem(QString(plotKinds().at(i).second % QStringLiteral("   Alt+%1").arg(i + 1)), static_cast<int>(plotKinds().at(i).first));
    m_kinds->setPlaceholderText(tr("Draw as…"));
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    m_leftOut->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *head = new QHBoxLayout;
    head->setSpacing(space::m);
    head->addWidget(m_title);
    head->addWidget(m_leftOut, 1);
    head->addWidget(m_kinds);
    auto *drawing = new QWidget;
    auto *side = new QHBoxLayout(drawing);
    side->setContentsMargins(0, 0, 0, 0);
    side->setSpacing(space::m);
    side->addWidget(m_canvas, 1);
    side->addWidget(m_legend, 0);
    m_stack->addWidget(drawing);
    m_stack->addWidget(m_message);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::m, space::s, space::m, space::s);
    layout->setSpacing(space::xs);
    layout->addLayout(head);
    layout->addWidget(m_stack, 1);
    connect(&m_worker, &ChartWorker::made, this, [this](const std::shared_ptr<const query::ChartData> &chart) { showChart(*chart); });
    connect(m_kinds, &QComboBox::activated, this, [this](int row) { setKind(static_cast<query::ChartKind>(m_kinds->itemData(row).toInt())); });
}

void PlotPanel::setResult(const query::ResultSet &set, const query::RenderSpec &spec, query::ChartKind kind)
{
    m_set = set;
    m_spec = spec;
    m_kind = kind;
    draw();
}

void PlotPanel::setKind(query::ChartKind kind)
{
    m_kind = kind;
    draw();
    emit kindChanged(kind);
}

QString PlotPanel::nothingText() const
{
    if (m_set.columnCount() == 0)
        return tr("There is no result to draw yet. F5 runs the query at the cursor.");
    return tr("The query has no render operator. Choose a kind of chart above, or press Alt+1 to Alt+9.");
}

void PlotPanel::draw()
{
    const QSignalBlocker blocker(m_kinds);
    m_worker.cancel();
    m_kinds->setCurrentIndex(m_kinds->findData(static_cast<int>(m_kind)));
    m_kinds->setEnabled(m_set.columnCount() > 0);
    if (m_kind == query::ChartKind::Table || m_set.columnCount() == 0)
        return showChart({.problem = nothingText()});
    if (m_set.rowCount() <= rowsAtOnce)
        return showChart(query::chartData(m_set, m_spec, m_kind));
    showChart({.problem = tr("Drawing %1 rows…").arg(m_set.rowCount())});
    m_worker.make(m_set, m_spec, m_kind);
}

void PlotPanel::showChart(const query::ChartData &chart)
{
    m_title->setText(chart.title);
    m_title->setVisible(!chart.title.isEmpty());
    m_leftOut->setText(chart.leftOut);
    m_leftOut->setToolTip({});
    m_message->setText(chart.problem);
    m_stack->setCurrentIndex(chart.problem.isEmpty() ? 0 : 1);
    m_canvas->setData(chart);
    m_legend->setData(chart);
}

} // namespace qd
