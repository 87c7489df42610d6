#include "mcpauth/browserprocess.h"

#include <QByteArrayList>
#include <QList>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace qd {

namespace {

/// What the child begins with; posix_spawn's own names for it are freed at the end.
class SpawnWishes
{
    Q_DISABLE_COPY_MOVE(SpawnWishes)

public:
    SpawnWishes()
    {
        posix_spawn_file_actions_init(&files);
        posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        sigset_t set;
        sigemptyset(&set);
        posix_spawnattr_init(&attributes);
        posix_spawnattr_setsigmask(&attributes, &set);
        sigaddset(&set, SIGPIPE);
        sigaddset(&set, SIGINT);
        sigaddset(&set, SIGTERM);
        posix_spawnattr_setsigdefault(&attributes, &set);
        posix_spawnattr_setflags(&attributes, static_cast<short>(POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF));
    }
    ~SpawnWishes()
    {
        posix_spawn_file_actions_destroy(&files);
        posix_spawnattr_destroy(&attributes);
    }

    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
};

} // namespace

Result<pid_t> startBrowser(const BrowserCommand &command)
{
    QByteArrayList words{command.program.toLocal8Bit()};
    for (const QString &word : command.arguments)
        words << word.toLocal8Bit();
    QList<char *> arguments;
    for (QByteArray &word : words)
        arguments << word.data();
    arguments << nullptr;
    const SpawnWishes wishes;
    pid_t process = 0;
    const int failure = posix_spawnp(&process, arguments.first(), &wishes.files, &wishes.attributes, arguments.data(), environ);
    if (failure != 0)
        return Error{.kind = ErrorKind::Invalid, .message = QString::fromLocal8Bit(std::strerror(failure))};
    return process;
}

BrowserWatch::BrowserWatch(pid_t process, std::function<void(int code)> ended, QObject *parent)
    : QObject(parent), m_process(process), m_ended(std::move(ended)), m_handle(static_cast<int>(::syscall(SYS_pidfd_open, process, 0)))
{
    if (m_handle < 0)
        return;
    m_notifier = std::make_unique<QSocketNotifier>(m_handle, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &BrowserWatch::onEnd);
}

BrowserWatch::~BrowserWatch()
{
    m_notifier.reset();
    if (m_handle >= 0)
        ::close(m_handle);
}

void BrowserWatch::onEnd()
{
    int status = 0;
    if (::waitpid(m_process, &status, WNOHANG) != m_process)
        return;
    m_notifier->setEnabled(false);
    deleteLater();
    if (m_ended)
        m_ended(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

} // namespace qd
