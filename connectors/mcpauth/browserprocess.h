#pragma once

#include "mcpauth/browserlauncher.h"
#include "result.h"

#include <QObject>
#include <QSocketNotifier>

#include <functional>
#include <memory>

#include <sys/types.h>

namespace qd {

/// Starts it with nothing on its standard streams and in a session of its own (posix_spawn(3)): the terminal's Ctrl+C does not
/// reach it.
[[nodiscard]] Result<pid_t> startBrowser(const BrowserCommand &command);

/// Waits for the end of a child process (pidfd_open(2)), tells of it once, and deletes itself. Deleted earlier, the process lives
/// on. GUI thread.
class BrowserWatch final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BrowserWatch)

public:
    BrowserWatch(pid_t process, std::function<void(int code)> ended, QObject *parent);
    ~BrowserWatch() override;

private:
    void onEnd();

    const pid_t m_process;
    const std::function<void(int code)> m_ended;
    const int m_handle; ///< pidfd; -1: the kernel has none, nothing is told
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace qd
