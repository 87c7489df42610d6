#pragma once

#include "clock.h"
#include "error.h"
#include "theme/theme.h"

#include <QStringList>
#include <QTimer>
#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;

namespace qd {

class ProgressLine;

/// What the head of a result tells about the run it came from. A value.
struct RunLook {
    enum class Phase { None, Running, Ready, Partial, Failed, Cancelled };
    Phase phase = Phase::None;
    Instant startedAt{};
    Milliseconds elapsed{0}; ///< of a run that ended
    qint64 rows = 0;
    qint64 bytes = 0;
    QString requestId;
    std::optional<Instant> asOf; ///< when the answer came
    bool isFromCache = false;
    bool isStale = false;        ///< the text was changed since
    QString schema;              ///< "classic", "workspace"
    QString range;               ///< the time range that was in force
};

/// The line above a result: what happens or happened, for how long, how many rows and bytes, the server's id, how old it
/// is; and the buttons to run and to cancel. GUI thread.
class RunHead final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RunHead)

public:
    /// References are borrowed and must outlive the widget.
    RunHead(const Theme &theme, const Clock &clock, QWidget *parent = nullptr);

    void setLook(const RunLook &look);
    [[nodiscard]] const RunLook &look() const { return m_look; }
    /// A word that stays until the next look: "Copied …".
    void showNotice(const QString &notice);

signals:
    void runRequested();
    void cancelRequested();

private:
    void refresh();
    [[nodiscard]] QString stateText() const;

    const Clock &m_clock;
    RunLook m_look;
    QTimer m_tick;
    QPushButton *m_run;
    QPushButton *m_cancel;
    QLabel *m_state;
    QLabel *m_facts;
    QLabel *m_notice;
    QPushButton *m_request;
    ProgressLine *m_progress;
};

} // namespace qd
