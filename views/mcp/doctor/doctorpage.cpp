#include "mcp/doctor/doctorpage.h"

#include "confirm/plaintext.h"
#include "format.h"
#include "mcp/benchhint.h"
#include "mcp/doctor/doctorrow.h"
#include "mcp/tonemark.h"
#include "widgets/labels.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace qd {

DoctorPage::DoctorPage(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_stack(new QStackedWidget(this)), m_hint(new BenchHint(theme, QStringLiteral("mcpDoctorHint"), this))
{
    auto *frame = new QFrame(this);
    frame->setProperty("qdRole", QStringLiteral("panel"));
    auto *inner = new QVBoxLayout(frame);
    inner->setContentsMargins(space::l, space::m, space::l, space::m);
    inner->setSpacing(space::m);
    inner->addWidget(makeHead(theme));
    auto *area = new QScrollArea(frame);
    area->setObjectName(QStringLiteral("mcpDoctorSteps"));
    area->setAccessibleName(tr("Steps of the connection"));
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    auto *rows = new QWidget;
    m_rows = new QVBoxLayout(rows);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(space::xxs);
    m_rows->addStretch(1);
    area->setWidget(rows);
    rows->setAutoFillBackground(false); // the scroll area had set it: the panel shows through
    inner->addWidget(area, 1);
    m_stack->addWidget(frame);
    m_stack->addWidget(m_hint);
    m_hint->setHint(QStringLiteral("activity"), tr("Not examined yet"),
                    tr("The doctor goes the whole way to the server, step by step: name, connection, encryption, sign-in or program, protocol, first list. It calls no tool."), tr("Examine"));
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(m_stack);
    connect(m_hint, &BenchHint::actionRequested, this, &DoctorPage::examineRequested);
    setFindings({}, {}, false);
}

QWidget *DoctorPage::makeHead(const Theme &theme)
{
    auto *head = new QWidget(this);
    m_mark = new ToneMark(theme, head);
    m_verdict = makeLabel(head, QStringLiteral("mcpDoctorVerdict"), "panelTitle");
    m_fix = makeLabel(head, QStringLiteral("mcpDoctorFix"));
    m_fix->setWordWrap(true);
    const auto add = [head](const char *name, const QString &text, const QString &accessible) {
        auto *button = new QPushButton(text, head);
        button->setObjectName(QLatin1StringView(name));
        button->setAccessibleName(accessible);
        return button;
    };
    m_cancel = add("mcpDoctorCancel", tr("Stop"), tr("Stop the examination"));
    m_copy = add("mcpDoctorCopy", tr("Copy report"), tr("Copy the report as text"));
    m_again = add("mcpDoctorAgain", tr("Examine again"), tr("Examine the connection again"));
    auto *line = new QHBoxLayout;
    line->setSpacing(space::s);
    line->addWidget(m_mark);
    line->addWidget(m_verdict, 1);
    for (QPushButton *button : {m_cancel, m_copy, m_again})
        line->addWidget(button);
    auto *column = new QVBoxLayout(head);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::xs);
    column->addLayout(line);
    column->addWidget(m_fix);
    connect(m_again, &QPushButton::clicked, this, &DoctorPage::examineRequested);
    connect(m_cancel, &QPushButton::clicked, this, &DoctorPage::cancelRequested);
    connect(m_copy, &QPushButton::clicked, this, &DoctorPage::copyReport);
    return head;
}

void DoctorPage::setFindings(const QString &server, const QList<doctor::Finding> &findings, bool isRunning)
{
    m_server = server;
    m_findings = findings;
    m_isRunning = isRunning;
    m_stack->setCurrentIndex(findings.isEmpty() ? 1 : 0);
    while (m_lines.size() < findings.size()) {
        m_lines.append(new DoctorRow(m_theme, this));
        m_rows->insertWidget(static_cast<int>(m_lines.size()) - 1, m_lines.last());
    }
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        m_lines.at(i)->setVisible(i < findings.size());
        if (i < findings.size())
            m_lines.at(i)->setFinding(findings.at(i));
    }
    showVerdict();
}

/// The failing step first: that is what one came for.
void DoctorPage::showVerdict()
{
    const doctor::Finding *failure = doctor::failureIn(m_findings);
    m_again->setEnabled(!m_isRunning);
    m_cancel->setVisible(m_isRunning);
    m_fix->setVisible(failure);
    const QString name = visibleText(m_server, 80).simplified();
    if (failure) {
        m_mark->setLook(Glyph::Cross, StatusTone::Crit);
        m_verdict->setText(tr("%1 fails at: %2").arg(name, doctor::stepTitle(failure->step)));
        m_fix->setText(visibleText(failure->fix.isEmpty() ? failure->found : failure->fix, 2000));
    } else if (m_isRunning) {
        m_mark->setLook(Glyph::Arc, StatusTone::Info);
        m_verdict->setText(tr("Examining %1…").arg(name));
    } else {
        const bool isOver = doctor::isOver(m_findings);
        m_mark->setLook(isOver ? Glyph::Tick : Glyph::DashedRing, isOver ? StatusTone::Ok : StatusTone::Unknown);
        m_verdict->setText(isOver ? tr("%1 is reached and answers").arg(name) : tr("The examination of %1 was stopped").arg(name));
    }
}

void DoctorPage::copyReport() const
{
    QStringList lines{m_verdict->text()};
    for (const doctor::Finding &finding : m_findings)
        lines << QStringLiteral("%1\t%2\t%3\t%4").arg(doctor::stateName(finding.state), doctor::stepTitle(finding.step), format::duration(finding.elapsed), finding.found)
                + (finding.fix.isEmpty() ? QString() : QString(u'\t' + finding.fix));
    QGuiApplication::clipboard()->setText(visibleText(lines.join(u'\n')));
}

} // namespace qd
