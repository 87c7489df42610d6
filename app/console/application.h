#pragma once

#include "consoleoptions.h"
#include "feature.h"
#include "features/capturefeature.h"
#include "features/helpfeature.h"
#include "features/labfeature.h"
#include "features/overviewfeature.h"
#include "features/palettefeature.h"
#include "features/statusfeature.h"
#include "features/themefeature.h"
#include "features/timerangefeature.h"
#include "mainwindow.h"
#include "stallmonitor.h"
#include "watchedaccount.h"
#include "workspace.h"

#include <QElapsedTimer>
#include <QObject>

#include <memory>
#include <optional>
#include <vector>

class QApplication;

namespace qd {

/// The composition root: builds the window and every feature, connects to the account, and owns it all; things go away
/// in the opposite order of their declaration. GUI thread.
class Application final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Application)

public:
    Application(QApplication &qt, const ConsoleOptions &options);
    ~Application() override;

    /// Shows the window. The account is contacted when the first frame is on the screen.
    void start();

    [[nodiscard]] Workspace &workspace() { return m_workspace; }
    [[nodiscard]] MainWindow &window() { return m_window; }
    [[nodiscard]] LabFeature *lab() { return m_lab ? &*m_lab : nullptr; }
    [[nodiscard]] WatchedAccount *account() const { return m_account.get(); }
    [[nodiscard]] const StallMonitor &stalls() const { return m_stalls; }

signals:
    /// With --once: end the program with this code.
    void finished(int code);

private:
    void loadFiles();
    void parseRange();
    void placeWindow();
    void connectToSource();
    void noteStart(const char *moment);
    void onLabReady(const LabInfo &info);
    void adopt(std::unique_ptr<Session> session);
    void refuse(const QString &banner, const Error &error);
    [[nodiscard]] static LabLaunch labLaunch(const ConsoleOptions &options);

    QElapsedTimer m_sinceStart;
    const ConsoleOptions m_options;
    const bool m_isOffscreen;
    bool m_hasShownData = false;
    Workspace m_workspace;
    QList<Error> m_startProblems;
    ThemeFeature m_themeFeature;
    StallMonitor m_stalls;
    std::unique_ptr<WatchedAccount> m_account; ///< outlives the features, which only borrow it
    MainWindow m_window;
    std::optional<OverviewFeature> m_overview;
    std::vector<std::unique_ptr<Feature>> m_features;
    std::optional<TimeRangeFeature> m_range;
    std::optional<StatusFeature> m_status;
    std::optional<PaletteFeature> m_palette;
    std::optional<HelpFeature> m_help;
    std::optional<CaptureFeature> m_capture;
    std::optional<LabFeature> m_lab;
    std::optional<LabInfo> m_labInfo;
};

} // namespace qd
