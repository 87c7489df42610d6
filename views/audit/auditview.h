#pragma once

#include "auditstore.h"
#include "audittablemodel.h"
#include "theme/theme.h"

#include <QSortFilterProxyModel>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace qd {

class AuditDetail;
class EmptyState;
class ErrorBanner;

/// The audit page: the newest records, a filter, one record in full, and the check of the chain. GUI thread.
class AuditView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AuditView)

public:
    /// Everything is borrowed.
    AuditView(const AuditStore &store, AuditTableModel &model, const Theme &theme, QWidget *parent = nullptr);
    ~AuditView() override;

signals:
    void refreshRequested();
    void verifyRequested();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void build();
    void refresh();
    void refreshVerdict();
    void showSelected();

    const AuditStore &m_store;
    AuditTableModel &m_model;
    QSortFilterProxyModel m_filtered;
    QLineEdit *m_filter;
    QTableView *m_table;
    AuditDetail *m_detail;
    QPushButton *m_verify;
    QLabel *m_verdict;
    EmptyState *m_empty;
    ErrorBanner *m_error;
    QWidget *m_content;
};

} // namespace qd
