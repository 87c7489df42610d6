#include "widgets/chartpanel.h"

#include "format.h"
#include "theme/icons.h"
#include "widgets/chartcanvas.h"
#include "widgets/labels.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QShortcut>
#include <QStackedWidget>
#include <QTableWidget>
#include <QToolButton>

namespace qd {

namespace {

enum PanelColumn { PanelTime, PanelValue, PanelEvents, PanelColumns };

QString panelValue(const ChartSpec &spec, const SliPoint &point)
{
    return point.value && spec.formatValue ? spec.formatValue(*point.value) : QStringLiteral("–");
}

} // namespace

ChartPanel::ChartPanel(const Theme &theme, const QString &name, QWidget *parent)
    : QFrame(parent), m_theme(theme), m_title(makeLabel(this, name % QStringLiteral("Title"), "panelTitle")),
      m_subtitle(makeLabel(this, name % QStringLiteral("Subtitle"), "secondary")),
      m_message(makeLabel(this, name % QStringLiteral("Message"), "secondary")), m_toggle(new QToolButton(this)),
      m_stack(new QStackedWidget(this)), m_canvas(new ChartCanvas(theme))
{
    setObjectName(name);
    setProperty("qdRole", QStringLiteral("panel"));
    m_canvas->setObjectName(name % QStringLiteral("Canvas"));
    m_message->setAlignment(Qt::AlignCenter);
    m_toggle->setObjectName(name % QStringLiteral("Table"));
    m_toggle->setCheckable(true);
    m_toggle->setToolTip(tr("Show the numbers as a table"));
    m_stack->addWidget(m_message);
    m_stack->addWidget(m_canvas);
    auto *header = new QHBoxLayout;
    header->setSpacing(space::s);
    header->addWidget(m_title);
    header->addWidget(m_subtitle, 1);
    header->addWidget(m_toggle);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::s, space::s, space::s);
    layout->setSpacing(space::xs);
    layout->addLayout(header);
    layout->addWidget(m_stack, 1);
    connect(m_toggle, &QToolButton::toggled, this, &ChartPanel::showTable);
    connect(m_canvas, &ChartCanvas::markerActivated, this, &ChartPanel::markerActivated);
    connect(&theme, &Theme::changed, this, [this] { refreshIcon(); });
    refreshIcon();
}

void ChartPanel::setSpec(const ChartSpec &spec)
{
    m_spec = spec;
    m_title->setText(spec.title);
    m_subtitle->setText(spec.subtitle);
    m_canvas->setSpec(spec);
    m_canvas->setAccessibleName(tr("Chart: %1").arg(spec.title));
    m_canvas->setAccessibleDescription(spec.description);
    m_toggle->setAccessibleName(tr("%1 as a table").arg(spec.title));
    if (m_toggle->isChecked())
        fillTable();
    else
        m_stack->setCurrentWidget(spec.points.empty() ? static_cast<QWidget *>(m_message) : m_canvas);
}

void ChartPanel::setMessage(const QString &message)
{
    m_message->setText(message);
    if (m_spec.points.empty())
        m_stack->setCurrentWidget(m_message);
}

QString ChartPanel::tableText() const
{
    QString text = tr("Time") % QLatin1Char('\t') % tr("Value") % QLatin1Char('\t') % tr("Events") % QLatin1Char('\n');
    for (const SliPoint &point : m_spec.points) {
        text += format::timestamp(point.at) % QLatin1Char('\t')
            % (point.value ? QString::number(*point.value, 'g', 12) : QString()) % QLatin1Char('\t')
            % QString::number(point.events, 'g', 12) % QLatin1Char('\n');
    }
    return text;
}

void ChartPanel::showTable(bool shown)
{
    if (!shown) {
        m_stack->setCurrentWidget(m_spec.points.empty() ? static_cast<QWidget *>(m_message) : m_canvas);
        return;
    }
    if (!m_table) {
        m_table = new QTableWidget(0, PanelColumns, this);
        m_table->setObjectName(objectName() % QStringLiteral("Numbers"));
        m_table->setHorizontalHeaderLabels({tr("Time (UTC)"), tr("Value"), tr("Events")});
        m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
        m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
        m_table->setTabKeyNavigation(false);
        m_table->setShowGrid(false);
        m_table->setFont(monoFont());
        m_table->verticalHeader()->hide();
        m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
        m_table->verticalHeader()->setDefaultSectionSize(height::rowCompact);
        m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
        m_stack->addWidget(m_table);
        auto *copy = new QShortcut(QKeySequence::Copy, m_table);
        copy->setContext(Qt::WidgetShortcut);
        connect(copy, &QShortcut::activated, this, [this] { copyTable(); });
    }
    fillTable();
    m_stack->setCurrentWidget(m_table);
}

void ChartPanel::fillTable()
{
    m_table->setAccessibleName(tr("Numbers of %1").arg(m_spec.title));
    m_table->setRowCount(static_cast<int>(m_spec.points.size()));
    // Newest first: that is the row an operator looks for.
    int row = static_cast<int>(m_spec.points.size());
    for (const SliPoint &point : m_spec.points) {
        --row;
        m_table->setItem(row, PanelTime, new QTableWidgetItem(format::timestamp(point.at)));
        m_table->setItem(row, PanelValue, new QTableWidgetItem(panelValue(m_spec, point)));
        m_table->setItem(row, PanelEvents, new QTableWidgetItem(format::number(point.events)));
        m_table->item(row, PanelValue)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_table->item(row, PanelEvents)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    }
}

void ChartPanel::refreshIcon()
{
    const Tokens &tokens = m_theme.tokens();
    m_toggle->setIcon(icons::icon(QStringLiteral("table"), tokens.text2, tokens.text3));
}

void ChartPanel::copyTable() const
{
    QGuiApplication::clipboard()->setText(tableText());
}

} // namespace qd
