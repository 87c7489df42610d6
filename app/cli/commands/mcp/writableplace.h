#pragma once

#include <QFileInfo>
#include <QString>
#include <QStringList>

namespace qd {

/// Why one of these files could not be written when a run is over; empty when all can, and for files that are not named.
[[nodiscard]] inline QString unwritableAmong(const QStringList &files)
{
    for (const QString &file : files) {
        const QFileInfo folder(QFileInfo(file).absolutePath());
        if (!file.isEmpty() && !(folder.isDir() && folder.isWritable()))
            return QStringLiteral("%1 cannot be written: there is no such folder, or nothing may be written to it").arg(file);
    }
    return {};
}

} // namespace qd
