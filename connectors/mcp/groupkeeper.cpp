#include "mcp/groupkeeper.h"

#include <charconv>
#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

namespace qd {

namespace {

constexpr const char *shellPath = "/bin/sh";

/// Lines are "+ GROUP", "- GROUP" and "~ GROUP"; at the end what is left is killed, but for groups that were leaving: these
/// get the time that they would have had.
const QString keeperScript = QStringLiteral(R"(groups= leaving=
while read -r what group; do
  left=; for one in $groups; do [ "$one" = "$group" ] || left="$left $one"; done; groups=$left
  case $what in +) groups="$groups $group" ;; '~') leaving="$leaving $group" ;; esac
done
each() { for one in $2; do kill -s "$1" -- "-$one" 2>/dev/null; done; }
wait_for_end() {
  turns=0; while [ $turns -lt 40 ]; do
    left=; for one in $leaving; do kill -s 0 -- "-$one" 2>/dev/null && left="$left $one"; done
    leaving=$left; [ -z "$leaving" ] && exit; sleep 0.05; turns=$((turns + 1))
  done
}
each KILL "$groups"; wait_for_end; each TERM "$leaving"; wait_for_end; each KILL "$leaving")");

/// One short line, at once: a pipe takes it whole or not at all.
void writeLine(int to, char what, qint64 group)
{
    std::array<char, 32> line{what, ' '};
    char *const end = std::to_chars(line.data() + 2, line.data() + line.size() - 1, group).ptr;
    *end = '\n';
    const ssize_t written = ::write(to, line.data(), static_cast<size_t>(end + 1 - line.data()));
    static_cast<void>(written);
}

} // namespace

GroupKeeper::~GroupKeeper()
{
    if (m_shell) {
        m_shell->disconnect();
        m_shell->letGo();
    }
    for (const int fd : m_pipe)
        if (fd >= 0)
            ::close(fd);
}

/// Our own reading end stays open, so that a shell that was killed is not the end of us (SIGPIPE).
bool GroupKeeper::start()
{
    if (m_shell)
        return true;
    if (::access(shellPath, X_OK) != 0 || ::pipe2(m_pipe.data(), O_CLOEXEC) != 0)
        return false;
    ::fcntl(m_pipe[1], F_SETFL, O_NONBLOCK);
    m_shell = std::make_unique<ServerProcess>();
    m_shell->setStandardOutputFile(QProcess::nullDevice());
    m_shell->setStandardErrorFile(QProcess::nullDevice());
    m_shell->setStandardInputFile(QProcess::nullDevice());
    m_shell->setChildProcessModifier([in = m_pipe[0]] {
        ::setsid(); // what is typed at a terminal is not for it
        ::dup2(in, STDIN_FILENO);
    });
    m_shell->start(QString::fromLatin1(shellPath), {QStringLiteral("-c"), keeperScript});
    return true;
}

void GroupKeeper::announce(int to) { writeLine(to, '+', ::getpid()); }

void GroupKeeper::tell(char what, qint64 group) const
{
    if (group > 1 && m_shell)
        writeLine(m_pipe[1], what, group);
}

} // namespace qd
