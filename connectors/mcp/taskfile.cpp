#include "mcp/taskfile.h"

#include "mcp/jsonslice.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

#include <optional>

namespace qd {

namespace {

constexpr qint64 largestTaskFile = 1024 * 1024;

std::optional<KeptTask> readKeptTask(QByteArrayView object)
{
    const auto textOf = [object](const char *name) { return jsonslice::text(jsonslice::member(object, name).value_or(QByteArrayView())).value_or(QString()); };
    const QDateTime until = QDateTime::fromString(textOf("until"), Qt::ISODateWithMs);
    const KeptTask task{.place = textOf("server"), .id = textOf("task"), .until = toInstant(until)};
    const bool isGood = until.isValid() && !task.place.isEmpty() && !task.id.isEmpty() && task.id.size() <= longestKeptTask;
    return isGood ? std::optional(task) : std::nullopt;
}

} // namespace

QString mcpTasksPath() { return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/quarterdeck/mcp-tasks.json"); }

QList<KeptTask> decodeKeptTasks(const QByteArray &given)
{
    QList<KeptTask> read;
    const QByteArrayView list = jsonslice::isObject(given) ? jsonslice::member(given, "tasks").value_or(QByteArrayView()) : QByteArrayView();
    for (const QByteArrayView object : jsonslice::elements(list).mid(0, mostKeptTasks))
        if (const auto task = readKeptTask(object))
            read << *task;
    return read;
}

QByteArray encodeKeptTasks(const QList<KeptTask> &tasks)
{
    QByteArrayList lines;
    for (const KeptTask &task : tasks)
        lines << "    {\"server\":" + jsonslice::quoted(task.place) + ",\"task\":" + jsonslice::quoted(task.id) + ",\"until\":\""
                + toDateTime(task.until).toString(Qt::ISODateWithMs).toLatin1() + "\"}";
    return "{\n  \"version\": 1,\n  \"tasks\": [\n" + lines.join(",\n") + "\n  ]\n}\n";
}

QList<KeptTask> loadTasks(const QString &path)
{
    QFile file(path);
    return file.exists() && file.size() <= largestTaskFile && file.open(QIODevice::ReadOnly) ? decodeKeptTasks(file.readAll()) : QList<KeptTask>();
}

bool saveTasks(const QList<KeptTask> &tasks, const QString &path)
{
    QDir().mkpath(QFileInfo(path).path());
    QSaveFile file(path);
    const QByteArray text = encodeKeptTasks(tasks);
    return file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) && file.write(text) == text.size() && file.commit();
}

} // namespace qd
