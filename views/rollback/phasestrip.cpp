#include "rollback/phasestrip.h"

#include "widgets/statusglyph.h"

#include <QFontMetrics>
#include <QPainter>

namespace qd {

namespace {

constexpr int phaseGlyph = 16;
constexpr int phaseGap = 6;
constexpr int phaseLine = 28;

/// How many phases lie behind; what runs, or failed, is the next one.
int phasesBehind(const RollbackStatus &status)
{
    using State = RollbackStatus::State;
    switch (status.state) {
    case State::Idle:
    case State::Planning: return 0;
    case State::Ready:
    case State::Confirming: return 1;
    case State::Rechecking: return 2;
    case State::Swapping:
    case State::Unclear: return 3;
    case State::Probing: return 4;
    case State::Watching: return 5;
    case State::Done: return 6;
    case State::Failed: break;
    }
    if (status.isVerified)
        return 5;
    if (status.hasSwapped)
        return 4;
    return status.plan.source.isEmpty() ? 0 : 3;
}

std::pair<Glyph, StatusTone> phaseLook(PhaseStrip::Mark mark)
{
    switch (mark) {
    case PhaseStrip::Mark::Done: return {Glyph::Tick, StatusTone::Ok};
    case PhaseStrip::Mark::Running: return {Glyph::Arc, StatusTone::Info};
    case PhaseStrip::Mark::Failed: return {Glyph::Cross, StatusTone::Crit};
    case PhaseStrip::Mark::Waiting: break;
    }
    return {Glyph::DashedRing, StatusTone::Unknown};
}

QString phaseMarkText(PhaseStrip::Mark mark)
{
    switch (mark) {
    case PhaseStrip::Mark::Done: return PhaseStrip::tr("done");
    case PhaseStrip::Mark::Running: return PhaseStrip::tr("running");
    case PhaseStrip::Mark::Failed: return PhaseStrip::tr("failed");
    case PhaseStrip::Mark::Waiting: break;
    }
    return PhaseStrip::tr("waiting");
}

} // namespace

PhaseStrip::PhaseStrip(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("rollbackPhases"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMinimumHeight(height::rowComfortable);
    connect(&theme, &Theme::changed, this, [this] { update(); });
    setStatus({});
}

QList<PhaseStrip::Phase> PhaseStrip::phasesOf(const RollbackStatus &status)
{
    QList<Phase> phases{{tr("Plan")}, {tr("Confirm")}, {tr("Check again")}, {tr("Swap")}, {tr("Probe")}, {tr("Telemetry")}};
    const int behind = phasesBehind(status);
    for (int i = 0; i < phases.size(); ++i)
        phases[i].mark = i < behind ? Mark::Done : Mark::Waiting;
    const bool isFailed = status.state == RollbackStatus::State::Failed;
    if (behind < phases.size() && (isFailed || status.isBusy()))
        phases[behind].mark = isFailed ? Mark::Failed : Mark::Running;
    return phases;
}

void PhaseStrip::setStatus(const RollbackStatus &status)
{
    const QList<Phase> phases = phasesOf(status);
    if (phases == m_phases)
        return;
    m_phases = phases;
    QStringList words;
    for (const Phase &phase : phases)
        words << phase.word % QStringLiteral(" ") % phaseMarkText(phase.mark);
    setAccessibleName(tr("Phases: %1").arg(words.join(QStringLiteral(", "))));
    update();
}

void PhaseStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &tokens = m_theme.tokens();
    int x = 0;
    for (qsizetype i = 0; i < m_phases.size(); ++i) {
        const Phase &phase = m_phases.at(i);
        const auto [glyph, tone] = phaseLook(phase.mark);
        paintGlyph(painter, QRectF(x, (this->height() - phaseGlyph) / 2.0, phaseGlyph, phaseGlyph), glyph, tone, tokens);
        x += phaseGlyph + phaseGap;
        painter.setFont(uiFont(TextSize::Body, phase.mark == Mark::Running ? TextWeight::SemiBold : TextWeight::Regular));
        painter.setPen(phase.mark == Mark::Waiting ? tokens.text3 : tokens.text);
        const int room = painter.fontMetrics().horizontalAdvance(phase.word);
        painter.drawText(QRect(x, 0, room + 1, this->height()), Qt::AlignVCenter | Qt::AlignLeft, phase.word);
        x += room + phaseGap;
        if (i + 1 < m_phases.size()) {
            painter.setPen(QPen(tokens.border, 1));
            painter.drawLine(x, this->height() / 2, x + phaseLine - phaseGap, this->height() / 2);
            x += phaseLine;
        }
    }
}

} // namespace qd
