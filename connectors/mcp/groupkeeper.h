#pragma once

#include "mcp/serverprocess.h"

#include <array>
#include <memory>

namespace qd {

/// Looks after the process groups that were started when this program itself cannot any more: a shell that is told of them
/// and waits for the end of its input, which comes with our own end, also by SIGKILL. One for all; made with the first
/// group. GUI thread, but for announce().
class GroupKeeper
{
public:
    GroupKeeper() = default;
    ~GroupKeeper();
    Q_DISABLE_COPY_MOVE(GroupKeeper)

    /// Starts the shell once; false where there is none. The number is what announce() wants.
    [[nodiscard]] bool start();
    [[nodiscard]] int announceTo() const { return m_pipe[1]; }
    /// Tells of the calling process's own group: between fork and exec, so that there is no moment in which nobody knows.
    static void announce(int to);
    /// The group is gone: its number may be another's soon.
    void remove(qint64 group) { tell('-', group); }
    /// The group was asked to end and is nobody's concern here any more: SIGTERM after two seconds, SIGKILL after two more.
    void leaveTo(qint64 group) { tell('~', group); }

private:
    void tell(char what, qint64 group) const;

    std::unique_ptr<ServerProcess> m_shell;
    std::array<int, 2> m_pipe{-1, -1};
};

} // namespace qd
