#pragma once

#include "chaos/chaosrules.h"
#include "slo/slodefinition.h"
#include "theme/theme.h"

#include <QFrame>

class QButtonGroup;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace qd {

/// The plan of a run: fault, whom, how many, how long, what must stay true, when to give up; with whom it would hit and
/// the same as a deckctl line. Emits the plan; decides nothing. GUI thread.
class ChaosForm final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChaosForm)

public:
    /// `theme` is borrowed.
    explicit ChaosForm(const Theme &theme, QWidget *parent = nullptr);

    void setDefinitions(const QList<SloDefinition> &definitions);
    void setBlast(const ChaosBlast &blast);
    /// Why a run cannot begin now; empty: it can.
    void setObstacle(const QString &reason);
    [[nodiscard]] Result<ChaosSpec> spec() const;

signals:
    void startRequested(const qd::ChaosSpec &spec);

private:
    void build();
    void addModes(QVBoxLayout &column);
    void refresh();
    [[nodiscard]] QString commandLine(const ChaosSpec &spec) const;
    [[nodiscard]] ChaosMode mode() const;

    QList<SloDefinition> m_definitions;
    ChaosBlast m_blast;
    QString m_obstacle;
    QButtonGroup *m_modes;
    QComboBox *m_tenant;
    QSpinBox *m_percent;
    QLineEdit *m_duration;
    QLineEdit *m_hypothesis;
    QDoubleSpinBox *m_abort;
    QLabel *m_meaning;
    QLabel *m_effects;
    QLineEdit *m_command;
    QPushButton *m_start;
};

} // namespace qd
