#include "detail/detailview.h"

#include "format.h"
#include "theme/icons.h"
#include "widgets/bigvalue.h"
#include "widgets/burntable.h"
#include "widgets/chartpanel.h"
#include "widgets/codehighlighter.h"
#include "widgets/errorbanner.h"
#include "widgets/factlist.h"
#include "widgets/labels.h"
#include "widgets/slocharts.h"
#include "widgets/statechip.h"
#include "widgets/tilefacts.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace qd {

DetailView::DetailView(const Theme &theme, const Clock &clock, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_clock(clock), m_banner(new ErrorBanner(theme, this))
{
    setObjectName(QStringLiteral("detail"));
    auto *body = new QHBoxLayout;
    body->setSpacing(space::s);
    body->addWidget(makeCharts(), 62);
    body->addWidget(makeSide(), 38);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::s, space::l, space::m);
    layout->setSpacing(space::s);
    layout->addWidget(makeHead());
    layout->addWidget(m_banner);
    layout->addLayout(body, 1);
    connect(m_banner, &ErrorBanner::retryRequested, this, &DetailView::retryRequested);
    connect(&theme, &Theme::changed, this, [this] { refreshIcons(); });
    m_tick.setInterval(Seconds(1));
    connect(&m_tick, &QTimer::timeout, this, [this] {
        if (isVisible())
            refreshAge();
    });
    m_tick.start();
    refreshIcons();
    setFocusProxy(m_back);
}

QWidget *DetailView::makeHead()
{
    auto *head = new QWidget(this);
    m_back = new QPushButton(tr("Back"), head);
    m_back->setObjectName(QStringLiteral("detailBack"));
    m_back->setAccessibleName(tr("Back to all objectives"));
    m_back->setToolTip(tr("Back to all objectives (Esc)"));
    m_title = makeLabel(head, QStringLiteral("detailTitle"), "viewTitle");
    m_chip = new StateChip(m_theme, head);
    m_chip->setObjectName(QStringLiteral("detailState"));
    m_value = new BigValue(m_theme, head);
    m_value->setObjectName(QStringLiteral("detailValue"));
    m_objective = makeLabel(head, QStringLiteral("detailObjective"), "secondary");
    m_sentence = makeLabel(head, QStringLiteral("detailSentence"));
    m_sentence->setWordWrap(true);
    m_age = makeLabel(head, QStringLiteral("detailAge"), "secondary");
    auto *first = new QHBoxLayout;
    first->setSpacing(space::m);
    for (QWidget *widget : {static_cast<QWidget *>(m_back), static_cast<QWidget *>(m_title), static_cast<QWidget *>(m_chip)})
        first->addWidget(widget);
    first->addStretch();
    first->addWidget(m_age);
    auto *second = new QHBoxLayout;
    second->setSpacing(space::l);
    second->addWidget(m_value);
    second->addWidget(m_objective);
    second->addWidget(m_sentence, 1);
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins({});
    layout->setSpacing(space::xs);
    layout->addLayout(first);
    layout->addLayout(second);
    connect(m_back, &QPushButton::clicked, this, &DetailView::backRequested);
    return head;
}

QWidget *DetailView::makeCharts()
{
    auto *charts = new QWidget(this);
    m_sli = new ChartPanel(m_theme, QStringLiteral("detailSli"), charts);
    m_burnDown = new ChartPanel(m_theme, QStringLiteral("detailBurnDown"), charts);
    auto *layout = new QVBoxLayout(charts);
    layout->setContentsMargins({});
    layout->setSpacing(space::s);
    layout->addWidget(m_sli, 55);
    layout->addWidget(m_burnDown, 45);
    connect(m_sli, &ChartPanel::markerActivated, this, &DetailView::openMarkerRequested);
    connect(m_burnDown, &ChartPanel::markerActivated, this, &DetailView::openMarkerRequested);
    return charts;
}

QWidget *DetailView::makeSide()
{
    auto *side = new QWidget(this);
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins({});
    layout->setSpacing(space::s);
    layout->addWidget(makeBurnPanel(side));
    layout->addWidget(makeQueryPanel(side), 1);
    return side;
}

QWidget *DetailView::makeBurnPanel(QWidget *parent)
{
    auto *panel = new QFrame(parent);
    panel->setProperty("qdRole", QStringLiteral("panel"));
    auto *title = makeLabel(panel, QStringLiteral("detailBurnTitle"), "panelTitle");
    title->setText(tr("Burn rate"));
    m_burn = new BurnTable(m_theme, panel);
    m_facts = new FactList(panel);
    m_description = makeLabel(panel, QStringLiteral("detailDescription"), "secondary");
    m_description->setWordWrap(true);
    auto *inset = new QVBoxLayout;
    inset->setContentsMargins(space::s, space::xs, space::s, space::xs);
    inset->setSpacing(space::s);
    inset->addWidget(m_facts);
    inset->addWidget(m_description);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(space::s, 0, 0, 0);
    head->addWidget(title);
    auto *layout = new QVBoxLayout(panel);
    layout->setContentsMargins(space::s, space::m, space::s, space::s);
    layout->setSpacing(space::xs);
    layout->addLayout(head);
    layout->addWidget(m_burn);
    layout->addLayout(inset);
    return panel;
}

QWidget *DetailView::makeQueryPanel(QWidget *parent)
{
    auto *panel = new QFrame(parent);
    panel->setProperty("qdRole", QStringLiteral("panel"));
    auto *title = makeLabel(panel, QStringLiteral("detailQueryTitle"), "panelTitle");
    title->setText(tr("Query"));
    m_copyQuery = new QPushButton(tr("Copy as KQL"), panel);
    m_copyQuery->setObjectName(QStringLiteral("detailCopyQuery"));
    m_copyQuery->setAccessibleName(m_copyQuery->text());
    m_query = new QPlainTextEdit(panel);
    m_query->setObjectName(QStringLiteral("detailQuery"));
    m_query->setAccessibleName(tr("The query behind these numbers"));
    m_query->setReadOnly(true);
    m_query->setTabChangesFocus(true);
    m_query->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_query->setFont(monoFont());
    m_query->setMinimumHeight(72);
    new CodeHighlighter(m_query->document());
    auto *head = new QHBoxLayout;
    head->addWidget(title, 1);
    head->addWidget(m_copyQuery);
    auto *layout = new QVBoxLayout(panel);
    layout->setContentsMargins(space::l, space::s, space::s, space::s);
    layout->setSpacing(space::s);
    layout->addLayout(head);
    layout->addWidget(m_query, 1);
    connect(m_copyQuery, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_query->toPlainText()); });
    return panel;
}

void DetailView::setTile(const SloTile &tile)
{
    m_tile = tile;
    const ValueText value = valueText(tile);
    m_title->setText(tile.definition.title);
    m_chip->setState(tile.state);
    m_value->setValue(value.number, value.unit);
    m_objective->setText(objectiveLine(tile.definition));
    m_sentence->setText(sentenceOf(tile));
    m_burn->setReadings(tile.readings);
    m_facts->setFacts(tileFacts(tile));
    m_description->setText(tile.definition.description);
    setAccessibleName(tr("Detail of %1").arg(tile.definition.title));
    refreshAge();
    refreshCharts();
}

void DetailView::setDetail(const SloDetail &detail)
{
    m_detail = detail;
    refreshError();
    refreshCharts();
}

void DetailView::setMarkers(const QList<Change> &markers, const std::optional<Error> &error)
{
    if (markers == m_markers && error == m_markerError)
        return;
    m_markers = markers;
    m_markerError = error;
    refreshError();
    refreshCharts();
}

void DetailView::setQuery(const QString &kql)
{
    if (m_query->toPlainText() != kql)
        m_query->setPlainText(kql);
    m_copyQuery->setEnabled(!kql.isEmpty());
    m_copyQuery->setToolTip(kql.isEmpty() ? tr("No query has been made yet") : QString());
}

void DetailView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape || event->key() == Qt::Key_Backspace)
        emit backRequested();
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        emit exemplarRequested();
    else
        QWidget::keyPressEvent(event);
}

void DetailView::refreshIcons()
{
    const Tokens &tokens = m_theme.tokens();
    m_back->setIcon(icons::icon(QStringLiteral("chevron-left"), tokens.text, tokens.text3));
    m_copyQuery->setIcon(icons::icon(QStringLiteral("copy"), tokens.text2, tokens.text3));
}

void DetailView::refreshAge()
{
    if (m_tile.asOf == Instant{}) {
        m_age->setText({});
        return;
    }
    const Microseconds age = std::max(Microseconds(0), m_clock.now() - m_tile.asOf);
    m_age->setText(tr("as of %1 · %2 ago").arg(format::timestamp(m_tile.asOf), format::age(age)));
}

void DetailView::refreshCharts()
{
    m_sli->setSpec(sliChartSpec(m_tile, m_detail.series, m_markers));
    m_burnDown->setSpec(burnDownSpec(m_tile, m_detail.burnDown, m_markers));
    const bool isLoading = m_detail.state == SloDetail::State::Loading || m_detail.state == SloDetail::State::Closed;
    const QString empty = m_detail.state == SloDetail::State::Failed ? tr("The history could not be read.")
                                                                     : tr("No events in the budget window.");
    m_sli->setMessage(isLoading ? tr("Loading the history …") : empty);
    m_burnDown->setMessage(isLoading ? tr("Loading the burn-down …") : empty);
}

void DetailView::refreshError()
{
    const bool hasHistory = m_detail.state == SloDetail::State::Ready;
    if (m_detail.error) {
        m_banner->setReport({.what = hasHistory ? tr("The history could not be refreshed; the last good one is shown")
                                                : tr("The history could not be read"),
                             .error = *m_detail.error});
    } else if (m_markerError) {
        m_banner->setReport({.what = tr("The change markers could not be read"), .error = *m_markerError});
    } else {
        m_banner->clear();
    }
}

} // namespace qd
