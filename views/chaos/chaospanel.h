#pragma once

#include "chaosstore.h"
#include "theme/theme.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace qd {

class ChartPanel;
class FactList;

/// What is on now: fault, countdown, measured against hypothesised, the way out; or how the last run ended. GUI thread.
class ChaosPanel final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChaosPanel)

public:
    /// `theme` is borrowed.
    explicit ChaosPanel(const Theme &theme, QWidget *parent = nullptr);

    void show(const ChaosBoard &board, const QList<SloDefinition> &definitions, Instant now);

signals:
    void stopRequested();
    void releaseRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showChart(const ChaosRun &run, const QList<SloDefinition> &definitions);
    [[nodiscard]] QList<std::pair<QString, QString>> facts(const ChaosBoard &board, const QList<SloDefinition> &definitions, Instant now) const;

    const Theme &m_theme;
    StatusTone m_tone = StatusTone::Unknown;
    QLabel *m_title;
    QLabel *m_countdown;
    QLabel *m_sentence;
    QLabel *m_block;
    FactList *m_facts;
    ChartPanel *m_chart;
    QPushButton *m_stop;
    QPushButton *m_release;
};

} // namespace qd
