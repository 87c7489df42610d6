#pragma once

#include "mcp/serverprocess.h"

#include <QByteArray>

#include <memory>

namespace qd {

/// Kills the process groups that were started when this program itself is killed and can end nothing any more: a shell that
/// is told of them and waits for the end of its input. One for all; made with the first group. Without /bin/sh it does
/// nothing. GUI thread.
class GroupKeeper
{
public:
    GroupKeeper() = default;
    ~GroupKeeper();
    Q_DISABLE_COPY_MOVE(GroupKeeper)

    void add(qint64 group);
    /// The group is gone: its number may be another's soon.
    void remove(qint64 group);

private:
    void start();
    void tell(const char *what, qint64 group);

    std::unique_ptr<ServerProcess> m_shell;
};

} // namespace qd
