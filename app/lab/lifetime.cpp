#include "lifetime.h"

#include <cerrno>
#include <csignal>
#include <ctime>

namespace qd::lab {

namespace {

sigset_t endSignals()
{
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        sigaddset(&set, signal);
    return set;
}

bool isGone(qint64 process) { return process > 0 && kill(static_cast<pid_t>(process), 0) != 0 && errno == ESRCH; }

} // namespace

void blockEndSignals()
{
    const sigset_t set = endSignals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    std::signal(SIGPIPE, SIG_IGN); // a client that hangs up is not our end
}

void waitForEnd(qint64 parent)
{
    const sigset_t set = endSignals();
    constexpr timespec period{0, 500'000'000};
    for (;;) {
        if (sigtimedwait(&set, nullptr, &period) > 0 || isGone(parent))
            return;
    }
}

} // namespace qd::lab
