#pragma once

#include "audit/auditrecord.h"
#include "theme/theme.h"

#include <QFrame>

class QLabel;

namespace qd {

class DiffView;
class FactList;

/// One record of the audit log with everything in it, and what it changed. GUI thread.
class AuditDetail final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AuditDetail)

public:
    /// `theme` is borrowed.
    explicit AuditDetail(const Theme &theme, QWidget *parent = nullptr);

    void setRecord(const AuditRecord &record);

private:
    QLabel *m_title;
    QLabel *m_detail;
    FactList *m_facts;
    DiffView *m_diff;
};

} // namespace qd
