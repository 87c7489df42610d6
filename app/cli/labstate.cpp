#include "labstate.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <csignal>

namespace qd::labstate {

namespace {

constexpr qint64 maxLine = 64 * 1024;
constexpr QFileDevice::Permissions userOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

QString folder()
{
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    const QString state = qEnvironmentVariable("XDG_STATE_HOME", QDir::homePath() + QStringLiteral("/.local/state"));
    return (runtime.isEmpty() ? state : runtime) + QStringLiteral("/quarterdeck");
}

Error cannotWrite(const QString &file, const QString &reason)
{
    return {.kind = ErrorKind::Invalid, .message = QStringLiteral("%1 cannot be written: %2").arg(file, reason)};
}

} // namespace

QString path() { return folder() + QStringLiteral("/lab.json"); }

QString logPath() { return folder() + QStringLiteral("/lab.log"); }

Result<void> prepare()
{
    if (!QDir().mkpath(folder()))
        return cannotWrite(folder(), QStringLiteral("the folder cannot be made"));
    QFile::setPermissions(folder(), userOnly | QFileDevice::ExeOwner);
    for (const QString &name : {path(), logPath()}) {
        QFile::remove(name);
        QFile file(name);
        if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, userOnly))
            return cannotWrite(name, file.errorString());
    }
    return {};
}

QByteArray line()
{
    QFile file(path());
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray first = file.readLine(maxLine);
    return first.endsWith('\n') ? first.chopped(1) : QByteArray();
}

std::optional<LabInfo> running()
{
    const QByteArray text = line();
    if (text.isEmpty())
        return std::nullopt;
    const auto info = decodeLabInfo(text, path());
    if (!info || !isAlive(info->processId))
        return std::nullopt;
    return *info;
}

void remove()
{
    QFile::remove(path());
    QFile::remove(logPath());
}

bool isAlive(qint64 processId)
{
    if (processId <= 1)
        return false;
    QFile stat(QStringLiteral("/proc/%1/stat").arg(processId));
    if (stat.open(QIODevice::ReadOnly)) {
        const QByteArray text = stat.readAll();
        const char state = text.mid(text.lastIndexOf(')') + 2).constData()[0];
        // The id may have gone to another program since.
        return state != 'Z' && state != 'X' && text.contains("(decklab)");
    }
    return !QFileInfo::exists(QStringLiteral("/proc/self")) && ::kill(static_cast<pid_t>(processId), 0) == 0;
}

void endProcess(qint64 processId, bool force)
{
    if (isAlive(processId))
        ::kill(static_cast<pid_t>(processId), force ? SIGKILL : SIGTERM);
}

} // namespace qd::labstate
