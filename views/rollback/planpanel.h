#pragma once

#include "release/rollbackstatus.h"
#include "theme/theme.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace qd {

class CheckList;
class PartList;
class PhaseStrip;
class ToneChip;

/// One rollback: what it changes, whether it may be done, how far it is and how it was proved, with its buttons. GUI
/// thread.
class PlanPanel final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PlanPanel)

public:
    /// `theme` is borrowed and must outlive the widget.
    explicit PlanPanel(const Theme &theme, QWidget *parent = nullptr);

    void setStatus(const RollbackStatus &status);
    [[nodiscard]] bool canStart() const;
    [[nodiscard]] bool canVerify() const;
    [[nodiscard]] bool canUndo() const;
    [[nodiscard]] bool canStop() const;

signals:
    void startRequested();
    void verifyRequested();
    void undoRequested();
    void stopRequested();
    void planRequested();

private:
    QWidget *makeColumn(QLabel *title, const QList<QWidget *> &widgets);
    QLayout *makeFoot();
    QPushButton *makeButton(const char *name, const QString &text, const QString &accessible);
    void showTitle();
    void showOutcome();
    void showButtons();

    const Theme &m_theme;
    RollbackStatus m_status;
    QLabel *m_title;
    ToneChip *m_chip;
    PhaseStrip *m_phases;
    QLabel *m_note;
    QLabel *m_why;
    QLabel *m_partsTitle;
    PartList *m_parts;
    QLabel *m_noParts;
    QLabel *m_checksTitle;
    CheckList *m_checks;
    QLabel *m_proofTitle;
    CheckList *m_proof;
    QPushButton *m_start = nullptr;
    QPushButton *m_verify = nullptr;
    QPushButton *m_undo = nullptr;
    QPushButton *m_stop = nullptr;
    QPushButton *m_plan = nullptr;
};

} // namespace qd
