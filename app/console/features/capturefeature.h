#pragma once

#include "consoleoptions.h"
#include "shell/command.h"
#include "watchedaccount.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

namespace qd {

class MainWindow;
class OverviewFeature;
struct Workspace;

/// The console without eyes: prints the tiles at their first numbers, writes the screenshot, and with --once ends the
/// program with a code that says how it went. Does nothing when neither was asked for and there is a display.
class CaptureFeature final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CaptureFeature)

public:
    CaptureFeature(Workspace &workspace, MainWindow &window, OverviewFeature &overview, const ConsoleOptions &options,
                   bool isOffscreen);

    void attach(WatchedAccount &account);
    /// Something that the tiles need has failed before a round could.
    void fail(const Error &error);

signals:
    /// With --once: the program's work is done.
    void done(qd::ExitCode code);

private:
    void onRound(bool isSuccess);
    void printTiles() const;
    void openPage();
    void openOther(const PageId &target);
    void whenSettled();
    void whenPainted();
    void writeScreenshot();
    void finish(ExitCode code);

    Workspace &m_workspace;
    MainWindow &m_window;
    OverviewFeature &m_overview;
    const ConsoleOptions m_options;
    const bool m_isPrinting;
    QPointer<WatchedAccount> m_account;
    bool m_isCaptured = false; ///< the first numbers came
    bool m_isWaiting = false;  ///< for the detail's history
    bool m_hasComplained = false;
    QTimer m_settling;         ///< looks at a page until it says that it is not busy
    int m_looks = 0;
    int m_quietLooks = 0;
};

} // namespace qd
