#include "mcp/load/loadpage.h"

#include "confirm/plaintext.h"
#include "mcp/load/loadform.h"
#include "mcp/load/loadtext.h"
#include "mcp/tonemark.h"
#include "widgets/chartpanel.h"
#include "widgets/factlist.h"
#include "widgets/labels.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace qd {

LoadPage::LoadPage(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_rate(new ChartPanel(theme, QStringLiteral("mcpLoadRateChart"), this)), m_latency(new ChartPanel(theme, QStringLiteral("mcpLoadLatencyChart"), this))
{
    auto *charts = new QVBoxLayout;
    charts->setSpacing(space::m);
    charts->addWidget(m_rate, 1);
    charts->addWidget(m_latency, 1);
    auto *row = new QHBoxLayout;
    row->setSpacing(space::m);
    row->addLayout(charts, 3);
    row->addWidget(makeFigures(), 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::m);
    column->addWidget(makeHead());
    column->addLayout(row, 1);
    setSubject({}, {}, {});
    setShown({});
}

QWidget *LoadPage::makeHead()
{
    auto *head = new QFrame(this);
    head->setProperty("qdRole", QStringLiteral("panel"));
    m_mark = new ToneMark(m_theme, head);
    m_verdict = makeLabel(head, QStringLiteral("mcpLoadVerdict"), "panelTitle");
    m_verdict->setWordWrap(true);
    m_subject = makeLabel(head, QStringLiteral("mcpLoadSubject"), "secondary");
    m_subject->setWordWrap(true);
    m_form = new LoadForm(head);
    const auto add = [head](const char *name, const QString &text, const QString &accessible) {
        auto *button = new QPushButton(text, head);
        button->setObjectName(QLatin1StringView(name));
        button->setAccessibleName(accessible);
        return button;
    };
    m_copy = add("mcpLoadCopy", tr("Copy report"), tr("Copy the figures as text"));
    m_stop = add("mcpLoadStop", tr("Stop"), tr("Stop calling"));
    m_start = add("mcpLoadStart", tr("Start"), tr("Start calling the tool over and over"));
    m_start->setProperty("qdRole", QStringLiteral("primary"));
    auto *line = new QHBoxLayout;
    line->setSpacing(space::s);
    line->addWidget(m_mark);
    line->addWidget(m_verdict, 1);
    for (QPushButton *button : {m_copy, m_stop, m_start})
        line->addWidget(button);
    auto *column = new QVBoxLayout(head);
    column->setContentsMargins(space::l, space::m, space::l, space::m);
    column->setSpacing(space::s);
    column->addLayout(line);
    column->addWidget(m_subject);
    column->addWidget(m_form);
    connect(m_start, &QPushButton::clicked, this, [this] { emit startRequested(m_form->plan()); });
    connect(m_stop, &QPushButton::clicked, this, &LoadPage::stopRequested);
    connect(m_copy, &QPushButton::clicked, this, &LoadPage::copyReport);
    return head;
}

QWidget *LoadPage::makeFigures()
{
    auto *inner = new QWidget;
    auto *column = new QVBoxLayout(inner);
    column->setContentsMargins(space::l, space::m, space::l, space::m);
    column->setSpacing(space::s);
    const auto addList = [inner, column](const QString &text, const char *name) {
        QLabel *title = makeLabel(inner, {}, "panelTitle");
        title->setText(text);
        auto *list = new FactList(inner);
        list->setObjectName(QLatin1StringView(name));
        column->addWidget(title);
        column->addWidget(list);
        return std::pair(title, list);
    };
    m_figures = addList(tr("Figures"), "mcpLoadFigures").second;
    std::tie(m_errorTitle, m_errors) = addList(tr("Errors"), "mcpLoadErrors");
    std::tie(m_instanceTitle, m_instances) = addList(tr("Instances"), "mcpLoadInstances");
    column->addStretch(1);
    auto *area = new QScrollArea(this);
    area->setProperty("qdRole", QStringLiteral("panel"));
    area->setAccessibleName(tr("Figures of the run"));
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(inner);
    inner->setAutoFillBackground(false); // the scroll area had set it: the panel shows through
    return area;
}

void LoadPage::setSubject(const QString &tool, const QString &arguments, const QString &obstacle)
{
    m_isReady = !tool.isEmpty() && obstacle.isEmpty();
    if (tool.isEmpty())
        m_subject->setText(obstacle.isEmpty() ? tr("Choose a tool under Tools and fill in its form: that call is made over and over, for real.") : obstacle);
    else
        m_subject->setText(tr("The call in the form is made over and over, for real: %1 %2").arg(visibleText(tool, 80).simplified(), visibleText(arguments, 300).simplified())
                           + (obstacle.isEmpty() ? QString() : QString(u'\n' + obstacle)));
    refreshButtons();
}

void LoadPage::setShown(const LoadShown &shown)
{
    m_shown = shown;
    showVerdict(shown);
    showCharts(shown);
    showFigures(shown.result);
    refreshButtons();
}

void LoadPage::showVerdict(const LoadShown &shown)
{
    m_verdict->setText(loadtext::verdict(shown));
    switch (shown.state) {
    case LoadShown::State::None: return m_mark->setLook(Glyph::DashedRing, StatusTone::Unknown);
    case LoadShown::State::Running: return m_mark->setLook(Glyph::Arc, StatusTone::Info);
    case LoadShown::State::Failed: return m_mark->setLook(Glyph::Cross, StatusTone::Crit);
    case LoadShown::State::Ended: break;
    }
    const bool isWell = shown.result.failed == 0;
    m_mark->setLook(isWell ? Glyph::Tick : Glyph::Bang, isWell ? StatusTone::Ok : StatusTone::Warn);
}

void LoadPage::showCharts(const LoadShown &shown)
{
    m_rate->setSpec(loadtext::rateChart(shown));
    m_latency->setSpec(loadtext::latencyChart(shown));
    if (shown.result.seconds.isEmpty()) {
        const QString message = shown.state == LoadShown::State::Running ? tr("Waiting for the first second") : tr("No calls yet");
        m_rate->setMessage(message);
        m_latency->setMessage(message);
    }
}

void LoadPage::showFigures(const load::Result &result)
{
    m_figures->setFacts(loadtext::figures(result));
    m_errors->setFacts(loadtext::shares(result.errors, result.done));
    m_instances->setFacts(loadtext::shares(result.instances, result.done));
    m_errorTitle->setVisible(!result.errors.isEmpty());
    m_errors->setVisible(!result.errors.isEmpty());
    m_instanceTitle->setVisible(!result.instances.isEmpty());
    m_instances->setVisible(!result.instances.isEmpty());
}

void LoadPage::refreshButtons()
{
    const bool isRunning = m_shown.state == LoadShown::State::Running;
    m_start->setEnabled(m_isReady && !isRunning);
    m_stop->setVisible(isRunning);
    m_copy->setVisible(m_shown.result.done > 0);
    m_form->setEnabled(!isRunning);
}

void LoadPage::copyReport() const
{
    QStringList lines{m_verdict->text()};
    for (const auto &[name, value] : loadtext::figures(m_shown.result) + loadtext::shares(m_shown.result.errors, m_shown.result.done) + loadtext::shares(m_shown.result.instances, m_shown.result.done))
        lines << QString(name + u'\t' + value);
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

} // namespace qd
