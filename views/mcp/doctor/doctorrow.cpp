#include "mcp/doctor/doctorrow.h"

#include "confirm/plaintext.h"
#include "format.h"
#include "mcp/tonemark.h"
#include "widgets/labels.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace qd {

namespace {

constexpr int stepTitleWidth = 170;
constexpr int stepStateWidth = 76;
constexpr int stepTimeWidth = 72;

} // namespace

StateLook doctorLook(doctor::State state)
{
    switch (state) {
    case doctor::State::Waiting: return {Glyph::DashedRing, StatusTone::Unknown, DoctorRow::tr("waits")};
    case doctor::State::Running: return {Glyph::Arc, StatusTone::Info, DoctorRow::tr("trying")};
    case doctor::State::Ok: return {Glyph::Tick, StatusTone::Ok, DoctorRow::tr("ok")};
    case doctor::State::Failed: return {Glyph::Cross, StatusTone::Crit, DoctorRow::tr("failed")};
    case doctor::State::Skipped: break;
    }
    return {Glyph::FlatLine, StatusTone::Unknown, DoctorRow::tr("skipped")};
}

DoctorRow::DoctorRow(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_mark(new ToneMark(theme, this)), m_title(makeLabel(this, QStringLiteral("doctorTitle"))), m_state(makeLabel(this, QStringLiteral("doctorState"), "secondary")),
      m_elapsed(makeLabel(this, QStringLiteral("doctorElapsed"), "mono")), m_found(makeLabel(this, QStringLiteral("doctorFound"), "secondary")), m_fix(makeLabel(this, QStringLiteral("doctorFix")))
{
    m_title->setFixedWidth(stepTitleWidth);
    m_state->setFixedWidth(stepStateWidth);
    m_elapsed->setFixedWidth(stepTimeWidth);
    m_elapsed->setAlignment(Qt::AlignRight | Qt::AlignTop);
    for (QLabel *label : {m_found, m_fix}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    auto *words = new QVBoxLayout;
    words->setSpacing(space::xxs);
    words->addWidget(m_found);
    words->addWidget(m_fix);
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(0, space::xs, 0, space::xs);
    line->setSpacing(space::m);
    for (QWidget *widget : {static_cast<QWidget *>(m_mark), static_cast<QWidget *>(m_title), static_cast<QWidget *>(m_state), static_cast<QWidget *>(m_elapsed)})
        line->addWidget(widget, 0, Qt::AlignTop);
    line->addLayout(words, 1);
}

void DoctorRow::setFinding(const doctor::Finding &finding)
{
    const StateLook look = doctorLook(finding.state);
    const bool isTimed = finding.state == doctor::State::Ok || finding.state == doctor::State::Failed;
    m_mark->setLook(look.glyph, look.tone);
    m_title->setText(doctor::stepTitle(finding.step));
    m_state->setText(look.word);
    m_elapsed->setText(!isTimed ? QString() : finding.elapsed.count() == 0 ? tr("< 1 ms") : format::duration(finding.elapsed));
    m_found->setText(visibleText(finding.found, 2000));
    m_fix->setText(visibleText(finding.fix, 2000));
    m_fix->setVisible(!finding.fix.isEmpty());
    setAccessibleName(QStringList{look.word, m_title->text(), m_found->text(), m_fix->text()}.join(QStringLiteral(". ")));
}

} // namespace qd
