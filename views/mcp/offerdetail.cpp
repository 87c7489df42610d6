#include "mcp/offerdetail.h"

#include "confirm/plaintext.h"
#include "mcp/tonemark.h"
#include "theme/type.h"
#include "widgets/factlist.h"
#include "widgets/labels.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace qd {

namespace {

constexpr qsizetype longestShownChange = 600;
constexpr qsizetype mostShownRows = 40;

StatusTone findingTone(ScanFinding::Severity severity)
{
    return severity == ScanFinding::Severity::High ? StatusTone::Crit : severity == ScanFinding::Severity::Medium ? StatusTone::Warn : StatusTone::Info;
}

Glyph glyphOfTone(StatusTone tone) { return tone == StatusTone::Crit ? Glyph::Cross : tone == StatusTone::Warn ? Glyph::Bang : Glyph::Dot; }

StatusTone driftTone(DriftSeverity severity)
{
    return severity == DriftSeverity::High ? StatusTone::Crit : severity == DriftSeverity::Medium ? StatusTone::Warn : StatusTone::Info;
}

QString standingSentence(const CallSubject &subject)
{
    if (!subject.isPinned)
        return OfferDetail::tr("Nothing of this server was approved yet.");
    switch (subject.report.drift) {
    case DriftState::Approved: return OfferDetail::tr("This is the definition that was approved.");
    case DriftState::New: return OfferDetail::tr("It was not there when the listing was approved.");
    case DriftState::Changed: return OfferDetail::tr("It is not what was approved:");
    case DriftState::Removed: break;
    }
    return {};
}

} // namespace

OfferDetail::OfferDetail(const Theme &theme, QWidget *parent) : QScrollArea(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("mcpAbout"));
    setAccessibleName(tr("About the offer"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSubject({});
}

void OfferDetail::setSubject(const CallSubject &subject)
{
    m_content = new QWidget;
    m_column = new QVBoxLayout(m_content);
    m_column->setContentsMargins(0, space::xs, space::s, space::s);
    m_column->setSpacing(space::xs);
    addText("mcpAboutText", subject.description.isEmpty() ? tr("The server does not describe it.") : subject.description, subject.description.isEmpty() ? "secondary" : "");
    addFacts(subject);
    addFindings(subject.report.findings);
    addApproval(subject);
    m_column->addStretch(1);
    setWidget(m_content);
    m_content->setAutoFillBackground(false); // the scroll area had set it: the panel shows through
}

void OfferDetail::addTitle(const QString &text)
{
    m_column->addSpacing(space::s);
    QLabel *title = makeLabel(m_content, {}, "panelTitle");
    title->setText(text);
    m_column->addWidget(title);
}

void OfferDetail::addText(const char *name, const QString &text, const char *look)
{
    QLabel *label = makeLabel(m_content, QLatin1StringView(name), look);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setText(visibleText(text, 20'000));
    m_column->addWidget(label);
}

void OfferDetail::addFacts(const CallSubject &subject)
{
    if (subject.facts.isEmpty())
        return;
    addTitle(tr("What it says of itself, and what it costs"));
    auto *facts = new FactList(m_content);
    facts->setWrapping(true);
    QList<std::pair<QString, QString>> shown;
    for (const auto &[name, value] : subject.facts)
        shown.append({name, visibleText(value, 2000)});
    facts->setFacts(shown);
    m_column->addWidget(facts);
}

void OfferDetail::addMarked(Glyph glyph, StatusTone tone, const QString &text)
{
    auto *line = new QHBoxLayout;
    line->setSpacing(space::s);
    auto *mark = new ToneMark(m_theme, m_content);
    mark->setLook(glyph, tone);
    QLabel *words = makeLabel(m_content, {}, "");
    words->setWordWrap(true);
    words->setText(visibleText(text, 2000));
    line->addWidget(mark, 0, Qt::AlignTop);
    line->addWidget(words, 1);
    m_column->addLayout(line);
}

void OfferDetail::addFindings(const QList<ScanFinding> &findings)
{
    addTitle(tr("Scan for poison"));
    if (findings.isEmpty())
        return addMarked(Glyph::Tick, StatusTone::Ok, tr("Nothing was found. A scan cannot prove that there is nothing."));
    for (const ScanFinding &finding : findings.first(std::min(findings.size(), mostShownRows))) {
        const StatusTone tone = findingTone(finding.severity);
        addMarked(glyphOfTone(tone), tone, QStringLiteral("%1 · %2 · %3").arg(scanSeverityName(finding.severity), finding.rule, finding.message));
        addText("mcpFinding", QString(finding.place + QStringLiteral("  ") + finding.excerpt), "mono");
    }
}

void OfferDetail::addApproval(const CallSubject &subject)
{
    if (subject.report.sha256.isEmpty() || (subject.kind == McpCallRecord::Kind::Resource && !subject.isTemplate))
        return;
    addTitle(tr("Approval"));
    const bool isApproved = subject.isPinned && subject.report.drift == DriftState::Approved;
    const StatusTone tone = isApproved ? StatusTone::Ok : subject.isPinned ? driftTone(std::max(subject.report.severity, DriftSeverity::Medium)) : StatusTone::Unknown;
    addMarked(isApproved ? Glyph::Tick : subject.isPinned ? glyphOfTone(tone) : Glyph::DashedRing, tone, standingSentence(subject));
    for (const FieldChange &change : subject.report.changes.first(std::min(subject.report.changes.size(), mostShownRows)))
        addChange(change);
    addText("mcpHash", QStringLiteral("SHA-256 %1").arg(subject.report.sha256), "caption");
    if (isApproved)
        return;
    auto *approve = new QPushButton(tr("Approve this definition"), m_content);
    approve->setObjectName(QStringLiteral("mcpApproveOne"));
    approve->setAccessibleName(tr("Approve this definition as it is now"));
    connect(approve, &QPushButton::clicked, this, &OfferDetail::approveRequested);
    m_column->addWidget(approve, 0, Qt::AlignLeft);
}

void OfferDetail::addChange(const FieldChange &change)
{
    const StatusTone tone = driftTone(change.severity);
    addMarked(glyphOfTone(tone), tone, QStringLiteral("%1 · %2 · %3").arg(driftSeverityName(change.severity), change.path, change.reason));
    QStringList lines;
    if (!change.before.isEmpty())
        lines << QStringLiteral("− ") + change.before.left(longestShownChange);
    if (!change.after.isEmpty())
        lines << QStringLiteral("+ ") + change.after.left(longestShownChange);
    if (!lines.isEmpty())
        addText("mcpChange", lines.join(u'\n'), "mono");
}

} // namespace qd
