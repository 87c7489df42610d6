#include "processlife.h"

#include <QFile>

#include <unistd.h>

#include <optional>

namespace qd {

namespace {

constexpr qint64 procBytes = 64 * 1024;
constexpr Seconds startSlack{2}; ///< both times are rounded

QByteArray procFile(const QString &name)
{
    QFile file(QStringLiteral("/proc/") + name);
    return file.open(QIODevice::ReadOnly) ? file.read(procBytes) : QByteArray();
}

/// When the system was started, from the line "btime SECONDS".
std::optional<Seconds> bootTime()
{
    for (const QByteArray &line : procFile(QStringLiteral("stat")).split('\n'))
        if (line.startsWith("btime "))
            return Seconds(line.mid(6).trimmed().toLongLong());
    return std::nullopt;
}

} // namespace

bool hasRunSince(qint64 process, Instant at)
{
    constexpr qsizetype stateField = 0; // after the name, which is in brackets and may hold blanks
    constexpr qsizetype startField = 19;
    const QByteArray stat = procFile(QString::number(process) + QStringLiteral("/stat"));
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    const auto boot = bootTime();
    const long ticks = ::sysconf(_SC_CLK_TCK);
    if (stat.isEmpty() || fields.size() <= startField || !boot || ticks <= 0)
        return false;
    const bool isDead = fields.at(stateField) == "Z" || fields.at(stateField) == "X";
    const Seconds started = *boot + Seconds(fields.at(startField).toLongLong() / ticks);
    return !isDead && Instant(started) <= at + startSlack;
}

} // namespace qd
