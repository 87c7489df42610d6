#include "chaos/chaospanel.h"

#include "chaos/chaosspec.h"
#include "confirm/plaintext.h"
#include "format.h"
#include "shell/toneglyph.h"
#include "theme/type.h"
#include "widgets/chartpanel.h"
#include "widgets/factlist.h"
#include "widgets/labels.h"
#include "widgets/statusglyph.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace qd {

namespace {

constexpr int panelGlyph = 18;

StatusTone chaosRunTone(const ChaosRun &run)
{
    if (run.phase == ChaosPhase::Failed)
        return StatusTone::Crit;
    switch (run.verdict) {
    case ChaosVerdict::Pass: return StatusTone::Ok;
    case ChaosVerdict::Fail: return StatusTone::Crit;
    case ChaosVerdict::Inconclusive: return StatusTone::Warn;
    case ChaosVerdict::Open: break;
    }
    return run.phase == ChaosPhase::Planned ? StatusTone::Unknown : StatusTone::Info;
}

QString chaosPanelTitle(const ChaosBoard &board, Instant now)
{
    if (!board.liveProblem.isEmpty())
        return ChaosPanel::tr("Unknown fault");
    if (const auto fault = board.fault(now))
        return ChaosPanel::tr("Chaos is on: %1").arg(visibleText(chaosFaultText(*fault), 200));
    if (board.run.phase != ChaosPhase::Planned)
        return isOver(board.run.phase) ? ChaosPanel::tr("Last run: %1").arg(chaosVerdictName(board.run.verdict)) : ChaosPanel::tr("Run: %1").arg(chaosPhaseName(board.run.phase));
    return ChaosPanel::tr("No fault is on");
}

QString chaosMeasuredText(const ChaosReading &reading, const ChaosSpec &spec, const SloDefinition *slo)
{
    if (!reading.value || !slo)
        return ChaosPanel::tr("nothing yet");
    const bool isShare = !spec.hypothesis.isBurn && slo->unit == SliUnit::Percent;
    const QString value = isShare ? format::percent(*reading.value, 2) : format::number(*reading.value);
    return ChaosPanel::tr("%1 over %2 events").arg(value, format::number(reading.events));
}

const SloDefinition *chaosSlo(const SloId &id, const QList<SloDefinition> &definitions)
{
    const auto found = std::ranges::find(definitions, id, &SloDefinition::id);
    return found == definitions.end() ? nullptr : &*found;
}

} // namespace

ChaosPanel::ChaosPanel(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_title(makeLabel(this, QStringLiteral("chaosTitle"), "panelTitle"))
    , m_countdown(makeLabel(this, QStringLiteral("chaosCountdown")))
    , m_sentence(makeLabel(this, QStringLiteral("chaosSentence"), "secondary"))
    , m_block(makeLabel(this, QStringLiteral("chaosBlock")))
    , m_facts(new FactList(this))
    , m_chart(new ChartPanel(theme, QStringLiteral("chaos"), this))
    , m_stop(new QPushButton(tr("Stop everything  (Ctrl+Shift+X)"), this))
    , m_release(new QPushButton(tr("Release the block"), this))
{
    setObjectName(QStringLiteral("chaosPanel"));
    setProperty("qdRole", QStringLiteral("panel"));
    m_countdown->setFont(monoFont(TextSize::ViewTitle, TextWeight::SemiBold));
    m_sentence->setWordWrap(true);
    m_block->setWordWrap(true);
    m_chart->setSpec({.title = tr("During the run"), .description = tr("Nothing was run yet"), .formatValue = [](double value) { return format::number(value); }});
    m_stop->setObjectName(QStringLiteral("chaosStop"));
    m_stop->setAccessibleName(tr("Stop every fault"));
    m_release->setObjectName(QStringLiteral("chaosRelease"));
    m_release->setAccessibleName(tr("Let new runs start again"));
    connect(m_stop, &QPushButton::clicked, this, &ChaosPanel::stopRequested);
    connect(m_release, &QPushButton::clicked, this, &ChaosPanel::releaseRequested);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(panelGlyph + space::s, 0, 0, 0);
    head->addWidget(m_title, 1);
    head->addWidget(m_countdown);
    head->addWidget(m_stop);
    auto *blocked = new QHBoxLayout;
    blocked->addWidget(m_block, 1);
    blocked->addWidget(m_release);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::l, space::m, space::l, space::l);
    column->setSpacing(space::s);
    column->addLayout(head);
    column->addWidget(m_sentence);
    column->addLayout(blocked);
    column->addWidget(m_facts);
    column->addWidget(m_chart, 1);
    column->addStretch();
}

void ChaosPanel::show(const ChaosBoard &board, const QList<SloDefinition> &definitions, Instant now)
{
    const auto fault = board.fault(now);
    const bool isOn = board.isOn(now);
    m_tone = isOn ? StatusTone::Chaos : chaosRunTone(board.run);
    m_title->setText(chaosPanelTitle(board, now));
    m_countdown->setText(fault ? tr("%1 left").arg(format::duration(std::chrono::floor<Seconds>(fault->until - now))) : QString());
    const QString sentence = !board.stopping.isEmpty() ? board.stopping : !board.liveProblem.isEmpty() ? board.liveProblem : !board.run.sentence.isEmpty() ? board.run.sentence
        : isOn ? QString() : tr("A run injects one fault into a share of the tasks, watches what must stay true, takes it back, and waits for the proof.");
    m_sentence->setText(visibleText(sentence, 500));
    m_sentence->setVisible(!sentence.isEmpty());
    m_block->setText(tr("New runs are blocked: %1").arg(visibleText(board.block, 200)));
    m_block->setVisible(!board.block.isEmpty());
    m_release->setVisible(!board.block.isEmpty());
    m_stop->setVisible(isOn || (board.run.phase != ChaosPhase::Planned && !isOver(board.run.phase)));
    m_facts->setFacts(facts(board, definitions, now));
    showChart(board.run, definitions);
    update();
}

QList<std::pair<QString, QString>> ChaosPanel::facts(const ChaosBoard &board, const QList<SloDefinition> &definitions, Instant now) const
{
    QList<std::pair<QString, QString>> list;
    if (const auto fault = board.fault(now)) {
        list.append({tr("Does"), chaosModeMeaning(fault->mode)});
        list.append({tr("Ends by itself"), format::timestamp(fault->until)});
        list.append({tr("Run"), visibleText(fault->run, 80) + (fault->run == board.run.id ? QString() : tr("  (another console's, or forgotten)"))});
    }
    if (board.run.phase == ChaosPhase::Planned)
        return list;
    const ChaosReading last = board.run.readings.isEmpty() ? ChaosReading{} : board.run.readings.last();
    list.append({tr("Hypothesis"), chaosHypothesisText(board.run.spec.hypothesis, definitions)});
    list.append({tr("Measured"), chaosMeasuredText(last, board.run.spec, chaosSlo(board.run.spec.hypothesis.slo, definitions))});
    list.append({tr("Tasks hit"), format::number(last.tasksHit)});
    list.append({tr("Phase"), chaosPhaseName(board.run.phase)});
    list.append({tr("Ending"), chaosEndingName(board.run.ending)});
    list.append({tr("Verdict"), chaosVerdictName(board.run.verdict)});
    return list;
}

void ChaosPanel::showChart(const ChaosRun &run, const QList<SloDefinition> &definitions)
{
    const SloDefinition *slo = chaosSlo(run.spec.hypothesis.slo, definitions);
    m_chart->setVisible(slo && run.startedAt);
    if (!slo || !run.startedAt)
        return;
    const bool isShare = !run.spec.hypothesis.isBurn && slo->unit == SliUnit::Percent;
    ChartSpec spec{.title = tr("%1 during the run").arg(slo->title), .subtitle = tr("of the run's tenant, since its start"),
                   .description = chaosHypothesisText(run.spec.hypothesis, definitions), .objective = run.spec.hypothesis.threshold,
                   .objectiveLabel = tr("hypothesis"),
                   .formatValue = [isShare](double value) { return isShare ? format::percent(value, 1) : format::number(value); }};
    for (const ChaosReading &reading : run.readings)
        spec.points.push_back({.at = reading.at, .value = reading.value, .events = reading.events});
    spec.lastTone = chaosRunTone(run);
    if (spec.points.empty())
        m_chart->setMessage(tr("Waiting for telemetry"));
    else
        m_chart->setSpec(spec);
}

void ChaosPanel::paintEvent(QPaintEvent *event)
{
    QFrame::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect title = m_title->geometry();
    paintGlyph(painter, QRectF(space::l, title.center().y() - panelGlyph / 2.0, panelGlyph, panelGlyph), toneGlyph(m_tone), m_tone, m_theme.tokens());
}

} // namespace qd
