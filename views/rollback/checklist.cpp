#include "rollback/checklist.h"

#include "rollback/checkrow.h"

#include <QVBoxLayout>

namespace qd {

CheckList::CheckList(const Theme &theme, const QString &objectName, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_layout(new QVBoxLayout(this))
{
    setObjectName(objectName);
    m_layout->setContentsMargins({});
    m_layout->setSpacing(0);
}

void CheckList::setChecks(const QList<ReleaseCheck> &checks)
{
    if (checks == m_checks && !m_rows.isEmpty())
        return;
    m_checks = checks;
    while (m_rows.size() < checks.size()) {
        m_rows.append(new CheckRow(m_theme, this));
        m_layout->addWidget(m_rows.last());
    }
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        m_rows.at(i)->setVisible(i < checks.size());
        if (i < checks.size())
            m_rows.at(i)->setCheck(checks.at(i));
    }
}

QStringList CheckList::lines() const
{
    QStringList lines;
    for (const ReleaseCheck &check : m_checks)
        lines << releaseCheckName(check.state) % u' ' % check.id % QStringLiteral(": ") % check.reason;
    return lines;
}

} // namespace qd
