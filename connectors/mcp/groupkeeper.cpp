#include "mcp/groupkeeper.h"

#include <unistd.h>

namespace qd {

namespace {

/// Lines are "+ GROUP" and "- GROUP"; what is left at the end is killed.
const QString keeperScript = QStringLiteral("groups=; while read -r what group; do case $what in +) groups=\"$groups $group\" ;; -) left=; "
                                            "for one in $groups; do [ \"$one\" = \"$group\" ] || left=\"$left $one\"; done; groups=$left ;; esac; done; "
                                            "for one in $groups; do kill -s KILL -- \"-$one\"; done");

} // namespace

GroupKeeper::~GroupKeeper()
{
    if (!m_shell)
        return;
    m_shell->disconnect();
    m_shell->closeWriteChannel();
    m_shell->letGo();
}

void GroupKeeper::start()
{
    m_shell = std::make_unique<ServerProcess>();
    m_shell->setStandardOutputFile(QProcess::nullDevice());
    m_shell->setStandardErrorFile(QProcess::nullDevice());
    m_shell->setChildProcessModifier([] { ::setsid(); }); // what is typed at a terminal is not for it
    m_shell->start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), keeperScript});
}

void GroupKeeper::add(qint64 group)
{
    if (group <= 1)
        return;
    if (!m_shell)
        start();
    tell("+ ", group);
}

void GroupKeeper::remove(qint64 group)
{
    if (group > 1 && m_shell)
        tell("- ", group);
}

void GroupKeeper::tell(const char *what, qint64 group)
{
    if (m_shell->state() != QProcess::NotRunning)
        m_shell->write(what + QByteArray::number(group) + '\n');
}

} // namespace qd
