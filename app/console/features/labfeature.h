#pragma once

#include "labprocess.h"

#include <QObject>

namespace qd {

class MainWindow;
struct Workspace;

/// The console's private lab: starts it, says when it is ready, starts it again on the same port, and tells in a banner
/// when it ends or cannot start.
class LabFeature final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LabFeature)

public:
    LabFeature(Workspace &workspace, MainWindow &window, const LabLaunch &launch);

    void start();
    void stop();
    void restart();
    /// Where the lab is or was; set once it has been ready.
    [[nodiscard]] const std::optional<LabInfo> &info() const { return m_lab.info(); }

signals:
    void ready(const qd::LabInfo &info);
    void failed(const qd::Error &error);

private:
    void addCommands();
    void addScenarios();
    void onReady(const LabInfo &info);
    void onFailed(const Error &error);
    void refreshCommands();
    void switchScenario(const QString &scenario);

    Workspace &m_workspace;
    MainWindow &m_window;
    LabProcess m_lab;
};

} // namespace qd
