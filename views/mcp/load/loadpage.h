#pragma once

#include "clock.h"
#include "mcp/load.h"
#include "theme/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace qd {

class ChartPanel;
class FactList;
class LoadForm;
class ToneMark;

/// What a load run is about and how it stands. A value.
struct LoadShown {
    enum class State { None, Running, Ended, Failed };

    State state = State::None;
    QString tool;       ///< that was called
    QString problem;    ///< why it failed, or ended before its time
    Instant began;
    load::Result result;
};

/// The load probe's page: the call in the form, made over and over by a plan; calls a second and how long they took second by
/// second, percentiles, errors, and which instances answered. GUI thread.
class LoadPage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LoadPage)

public:
    /// `theme` is borrowed.
    explicit LoadPage(const Theme &theme, QWidget *parent = nullptr);

    /// The tool and arguments that Start would call; without one: why there is none.
    void setSubject(const QString &tool, const QString &arguments, const QString &obstacle);
    void setShown(const LoadShown &shown);

signals:
    /// The plan is without a tool and arguments.
    void startRequested(const qd::load::Plan &plan);
    void stopRequested();

private:
    QWidget *makeHead();
    QWidget *makeFigures();
    void showVerdict(const LoadShown &shown);
    void showCharts(const LoadShown &shown);
    void showFigures(const load::Result &result);
    void refreshButtons();
    void copyReport() const;

    const Theme &m_theme;
    LoadShown m_shown;
    bool m_isReady = false;
    ToneMark *m_mark = nullptr;
    QLabel *m_verdict = nullptr;
    QLabel *m_subject = nullptr;
    LoadForm *m_form = nullptr;
    QPushButton *m_start = nullptr;
    QPushButton *m_stop = nullptr;
    QPushButton *m_copy = nullptr;
    ChartPanel *m_rate;
    ChartPanel *m_latency;
    FactList *m_figures = nullptr;
    FactList *m_errors = nullptr;
    FactList *m_instances = nullptr;
    QLabel *m_errorTitle = nullptr;
    QLabel *m_instanceTitle = nullptr;
};

} // namespace qd
