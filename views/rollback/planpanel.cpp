#include "rollback/planpanel.h"

#include "format.h"
#include "rollback/checklist.h"
#include "rollback/partlist.h"
#include "rollback/phasestrip.h"
#include "rollback/tonechip.h"
#include "widgets/labels.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace qd {

namespace {

using FlowState = RollbackStatus::State;

StateLook outcomeLook(const RollbackStatus &status)
{
    if (status.isBusy())
        return {Glyph::Arc, StatusTone::Info, PlanPanel::tr("Under way"), false};
    if (status.state == FlowState::Done)
        return {Glyph::Tick, StatusTone::Ok, PlanPanel::tr("Done"), false};
    if (status.state == FlowState::Failed)
        return {Glyph::Cross, StatusTone::Crit, PlanPanel::tr("Failed"), false};
    if (status.state == FlowState::Ready && status.plan.canRun())
        return hasState(status.plan.checks, ReleaseCheck::State::Warn) ? StateLook{Glyph::Bang, StatusTone::Warn, PlanPanel::tr("Ready, with warnings"), false}
                                                                        : StateLook{Glyph::Tick, StatusTone::Ok, PlanPanel::tr("Ready"), false};
    if (status.state == FlowState::Ready)
        return {Glyph::Lock, StatusTone::Crit, PlanPanel::tr("Refused"), false};
    return {Glyph::DashedRing, StatusTone::Unknown, PlanPanel::tr("No plan yet"), false};
}

QString noteText(const RollbackStatus &status)
{
    const bool isTimed = status.isBusy() && status.elapsed > Milliseconds{0};
    QString note = isTimed ? status.note % QStringLiteral(" · ") % format::duration(status.elapsed) : status.note;
    if (status.polls > 0 && status.state == FlowState::Swapping)
        note += PlanPanel::tr(" · asked %n times", nullptr, status.polls);
    return status.isResumed ? PlanPanel::tr("Found unfinished at the start. ") % note : note;
}

} // namespace

PlanPanel::PlanPanel(const Theme &theme, QWidget *parent)
    : QFrame(parent), m_theme(theme), m_title(makeLabel(this, QStringLiteral("planTitle"), "panelTitle")), m_chip(new ToneChip(theme, this)),
      m_phases(new PhaseStrip(theme, this)), m_note(makeLabel(this, QStringLiteral("planNote"))),
      m_why(makeLabel(this, QStringLiteral("planError"), "secondary")), m_partsTitle(makeLabel(this, QStringLiteral("planPartsTitle"), "caption")),
      m_parts(new PartList(theme, this)), m_noParts(makeLabel(this, QStringLiteral("planNoParts"), "secondary")),
      m_checksTitle(makeLabel(this, QStringLiteral("planChecksTitle"), "caption")), m_checks(new CheckList(theme, QStringLiteral("planChecks"), this)),
      m_proofTitle(makeLabel(this, QStringLiteral("planProofTitle"), "caption")), m_proof(new CheckList(theme, QStringLiteral("planProof"), this))
{
    setProperty("qdRole", QStringLiteral("panel"));
    setObjectName(QStringLiteral("rollbackPlan"));
    m_chip->setObjectName(QStringLiteral("planState"));
    m_partsTitle->setText(tr("WHAT CHANGES IN PRODUCTION"));
    m_noParts->setText(tr("Choose a slot, or press B for the last known good one."));
    m_checksTitle->setText(tr("PREFLIGHT"));
    m_proofTitle->setText(tr("VERIFICATION"));
    m_proofTitle->setContentsMargins(0, space::m, 0, 0);
    m_note->setWordWrap(true);
    m_why->setWordWrap(true);
    auto *head = new QHBoxLayout;
    head->setSpacing(space::m);
    head->addWidget(m_title);
    head->addWidget(m_chip);
    head->addStretch();
    auto *columns = new QHBoxLayout;
    columns->setSpacing(space::xxl);
    columns->addWidget(makeColumn(m_partsTitle, {m_parts, m_noParts, m_proofTitle, m_proof}), 50);
    columns->addWidget(makeColumn(m_checksTitle, {m_checks}), 50);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::m, space::l, space::m);
    layout->setSpacing(space::s);
    layout->addLayout(head);
    layout->addWidget(m_phases);
    layout->addLayout(columns);
    layout->addStretch(1);
    layout->addWidget(m_note);
    layout->addWidget(m_why);
    layout->addLayout(makeFoot());
    setStatus({});
}

QWidget *PlanPanel::makeColumn(QLabel *title, const QList<QWidget *> &widgets)
{
    auto *column = new QWidget(this);
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins({});
    layout->setSpacing(space::xs);
    layout->addWidget(title);
    for (QWidget *widget : widgets)
        layout->addWidget(widget);
    layout->addStretch(1);
    return column;
}

QPushButton *PlanPanel::makeButton(const char *name, const QString &text, const QString &accessible)
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(QLatin1String(name));
    button->setAccessibleName(accessible);
    return button;
}

QLayout *PlanPanel::makeFoot()
{
    m_start = makeButton("rollbackStart", tr("Swap… (Enter)"), tr("Start the rollback; you are asked first"));
    m_start->setProperty("qdRole", QStringLiteral("primary"));
    m_plan = makeButton("rollbackPlanAgain", tr("Plan (B)"), tr("Plan to the last known good slot"));
    m_verify = makeButton("rollbackVerify", tr("Verify again (V)"), tr("Verify again"));
    m_undo = makeButton("rollbackUndo", tr("Undo (U)"), tr("Plan the way back"));
    m_stop = makeButton("rollbackStop", tr("Stop waiting (Esc)"), tr("Stop waiting"));
    connect(m_start, &QPushButton::clicked, this, &PlanPanel::startRequested);
    connect(m_plan, &QPushButton::clicked, this, &PlanPanel::planRequested);
    connect(m_verify, &QPushButton::clicked, this, &PlanPanel::verifyRequested);
    connect(m_undo, &QPushButton::clicked, this, &PlanPanel::undoRequested);
    connect(m_stop, &QPushButton::clicked, this, &PlanPanel::stopRequested);
    auto *foot = new QHBoxLayout;
    foot->setSpacing(space::s);
    for (QPushButton *button : {m_start, m_plan, m_verify, m_undo, m_stop})
        foot->addWidget(button);
    foot->addStretch();
    return foot;
}

void PlanPanel::setStatus(const RollbackStatus &status)
{
    m_status = status;
    showTitle();
    m_phases->setStatus(status);
    m_parts->setParts(status.plan.parts);
    m_parts->setVisible(!status.plan.parts.isEmpty());
    m_noParts->setVisible(status.plan.parts.isEmpty() && !status.isBusy());
    m_noParts->setText(status.plan.source.isEmpty() ? tr("Choose a slot, or press B for the last known good one.") : tr("Nothing would change."));
    m_checks->setChecks(status.plan.checks);
    m_checksTitle->setVisible(!status.plan.checks.isEmpty());
    m_proof->setChecks(status.verification);
    m_proofTitle->setVisible(!status.verification.isEmpty());
    showOutcome();
    showButtons();
}

void PlanPanel::showTitle()
{
    const QString source = m_status.plan.source.value;
    if (source.isEmpty())
        m_title->setText(tr("Rollback"));
    else if (m_status.plan.kind == RollbackKind::Undo)
        m_title->setText(tr("Undo: bring %1 back into production").arg(source));
    else
        m_title->setText(tr("Roll back: swap %1 into production").arg(source));
    const StateLook look = outcomeLook(m_status);
    m_chip->setLook(look.glyph, look.tone, look.word);
}

void PlanPanel::showOutcome()
{
    m_note->setText(noteText(m_status));
    m_note->setVisible(!m_note->text().isEmpty());
    QStringList why;
    if (m_status.error) {
        why << m_status.error->message;
        if (m_status.error->httpStatus > 0)
            why << tr("HTTP %1").arg(m_status.error->httpStatus);
        if (!m_status.error->requestId.isEmpty())
            why << tr("request %1").arg(m_status.error->requestId);
    }
    m_why->setText(why.join(QStringLiteral(" · ")));
    m_why->setVisible(!why.isEmpty());
}

void PlanPanel::showButtons()
{
    m_start->setVisible(m_status.state == FlowState::Ready || m_status.state == FlowState::Confirming);
    m_start->setEnabled(canStart());
    m_start->setToolTip(m_status.state == FlowState::Ready && !m_status.plan.canRun() ? tr("A check has failed") : QString());
    m_plan->setVisible(!m_status.isBusy());
    m_verify->setVisible(canVerify());
    m_undo->setVisible(canUndo());
    m_stop->setVisible(canStop());
}

bool PlanPanel::canStart() const { return m_status.state == FlowState::Ready && m_status.plan.canRun(); }

bool PlanPanel::canVerify() const { return m_status.hasSwapped && (!m_status.isBusy() || m_status.state == FlowState::Watching); }

bool PlanPanel::canUndo() const { return m_status.canUndo && !m_status.isBusy(); }

bool PlanPanel::canStop() const { return m_status.isBusy() && m_status.state != FlowState::Unclear && m_status.state != FlowState::Confirming; }

} // namespace qd
