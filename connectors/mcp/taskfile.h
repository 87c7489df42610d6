#pragma once

#include "clock.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace qd {

constexpr qsizetype mostKeptTasks = 200;
constexpr qsizetype longestKeptTask = 1024; ///< characters of an id
constexpr std::chrono::hours longestTaskLife{30 * 24};

/// A task that some server was given. Who has its id may read its result: the file is for its owner alone.
struct KeptTask {
    QString place; ///< placeKey() of the server
    QString id;
    Instant until; ///< it is asked for no longer
    bool operator==(const KeptTask &) const = default;
};

/// "quarterdeck/mcp-tasks.json" in the user's folder for data.
[[nodiscard]] QString mcpTasksPath();
/// What cannot be read is left out.
[[nodiscard]] QList<KeptTask> decodeKeptTasks(const QByteArray &json);
[[nodiscard]] QByteArray encodeKeptTasks(const QList<KeptTask> &tasks);
[[nodiscard]] QList<KeptTask> loadTasks(const QString &path);
/// False when it could not be written; the file is then as it was.
[[nodiscard]] bool saveTasks(const QList<KeptTask> &tasks, const QString &path);

} // namespace qd
