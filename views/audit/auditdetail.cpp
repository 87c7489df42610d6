#include "audit/auditdetail.h"

#include "audit/audittext.h"
#include "confirm/plaintext.h"
#include "format.h"
#include "widgets/diffview.h"
#include "widgets/factlist.h"
#include "widgets/labels.h"

#include <QLabel>
#include <QVBoxLayout>

namespace qd {

AuditDetail::AuditDetail(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_title(makeLabel(this, QStringLiteral("auditTitle"), "panelTitle"))
    , m_detail(makeLabel(this, QStringLiteral("auditText"), "secondary"))
    , m_facts(new FactList(this))
    , m_diff(new DiffView(theme, this))
{
    setObjectName(QStringLiteral("auditDetail"));
    setProperty("qdRole", QStringLiteral("panel"));
    m_title->setWordWrap(true);
    m_detail->setWordWrap(true);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_diff->setObjectName(QStringLiteral("auditDiff"));
    m_diff->setAccessibleName(tr("What the action changed"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::l, space::m, space::l, space::l);
    column->setSpacing(space::s);
    column->addWidget(m_title);
    column->addWidget(m_facts);
    column->addWidget(m_detail);
    column->addWidget(m_diff, 1);
    column->addStretch();
}

void AuditDetail::setRecord(const AuditRecord &record)
{
    const AuditEntry &entry = record.entry;
    m_title->setText(visibleText(entry.summary.isEmpty() ? entry.verb : entry.summary, 300));
    QList<std::pair<QString, QString>> facts{{tr("Record"), QStringLiteral("%1, %2").arg(record.sequence).arg(auditKindWord(entry.kind))},
                                             {tr("Time"), format::timestamp(entry.at)},
                                             {tr("Action"), visibleText(entry.verb, 100)},
                                             {tr("Who"), entry.actor.size() > 42 ? visibleText(entry.actor.left(42)) + u'…' : visibleText(entry.actor)},
                                             {tr("Where"), visibleText(entry.environment + QStringLiteral(" · ") + entry.profile, 160)},
                                             {tr("Hash"), QString::fromLatin1(record.hash.toHex().left(16)) + u'…'}};
    if (!entry.status.isEmpty())
        facts.insert(1, {tr("Result"), entry.status});
    if (entry.intent > 0)
        facts.append({tr("Ends record"), QString::number(entry.intent)});
    m_facts->setFacts(facts);
    const QString target = entry.target.isEmpty() ? QString() : entry.target + u'\n';
    m_detail->setText(visibleText(target + entry.detail, 4000));
    m_diff->setTexts(entry.before, entry.after);
    m_diff->setVisible(entry.before != entry.after);
}

} // namespace qd
