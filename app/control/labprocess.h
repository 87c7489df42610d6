#pragma once

#include "clock.h"
#include "localfiles/localfiles.h"
#include "result.h"

#include <QObject>
#include <QProcess>
#include <QStringList>
#include <QTimer>

#include <optional>

namespace qd {

/// How to start a lab.
struct LabLaunch {
    QString executable;                        ///< empty: findLabExecutable()
    QString scenario = QStringLiteral("calm");
    quint16 port = 0;                          ///< 0: any free port
    quint64 seed = 1;
    QStringList extraArguments;                ///< further options of decklab, passed on as they are
    Milliseconds deadline = std::chrono::minutes(2); ///< from start to ready; covers the backfill
};

/// $QD_DECKLAB, or `decklab` beside the running program.
QString findLabExecutable();

/// A private lab as a child process: it ends with this object, and by its own watch also when this program dies.
/// Everything is asynchronous. GUI thread.
class LabProcess final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LabProcess)

public:
    enum class State { Idle, Starting, Ready, Stopping };

    explicit LabProcess(LabLaunch launch, QObject *parent = nullptr);
    /// Asks the lab to end, and kills it if it does not; does not wait.
    ~LabProcess() override;

    [[nodiscard]] State state() const { return m_state; }
    /// Where the lab is and how to sign in; set from ready() on, kept after the lab ended.
    [[nodiscard]] const std::optional<LabInfo> &info() const { return m_info; }
    /// The line the lab printed, as it was.
    [[nodiscard]] QByteArray infoLine() const { return m_line; }

    void start();
    /// Ends the lab; stopped() follows, at once (queued) when none runs.
    void stop();
    /// Another lab on the same port and seed, after the present one has ended.
    void restart();
    void setScenario(const QString &scenario) { m_launch.scenario = scenario; }

signals:
    void ready(const qd::LabInfo &info);
    /// The lab could not be started or did not become ready.
    void failed(const qd::Error &error);
    /// A ready lab ended without being asked to.
    void exited();
    /// The lab ended because stop() asked for it.
    void stopped();

private:
    void readOutput();
    void readErrors();
    void decodeLine();
    void onFinished();
    void onProcessError(QProcess::ProcessError error);
    void fail(Error error);
    void letGo();
    [[nodiscard]] QStringList arguments() const;

    LabLaunch m_launch;
    QProcess *m_process = nullptr; ///< child of this object while it runs
    QTimer m_deadline;
    State m_state = State::Idle;
    QByteArray m_line;
    QByteArray m_errors;
    std::optional<LabInfo> m_info;
    bool m_startAgain = false;
};

} // namespace qd
