#include "runninglabs.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qd::lab {

namespace {

constexpr qint64 mostInfoBytes = 64 * 1024;
constexpr auto userAlone = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

QString runtimeFolder()
{
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    const QString state = qEnvironmentVariable("XDG_STATE_HOME", QDir::homePath() + QStringLiteral("/.local/state"));
    return (runtime.isEmpty() ? state : runtime) + QStringLiteral("/quarterdeck/labs");
}

/// The process of that id is a decklab; its id may have gone to another program since.
bool isLabAlive(const QString &processId)
{
    QFile name(QStringLiteral("/proc/%1/comm").arg(processId));
    return name.open(QIODevice::ReadOnly) && name.readAll().trimmed() == "decklab";
}

} // namespace

RunningLab::RunningLab(const LabInfo &info)
{
    const QString folder = runtimeFolder();
    if (!QDir().mkpath(folder))
        return;
    QFile::setPermissions(folder, userAlone | QFileDevice::ExeOwner);
    m_file = folder + QStringLiteral("/%1.json").arg(info.pid);
    QFile::remove(m_file);
    QFile file(m_file);
    if (file.open(QIODevice::WriteOnly | QIODevice::NewOnly, userAlone))
        file.write(QByteArray::fromStdString(toJsonLine(info)));
}

RunningLab::~RunningLab()
{
    if (!m_file.isEmpty())
        QFile::remove(m_file);
}

Result<QString> connectionStringOf(const QString &file)
{
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly))
        return Error{.kind = ErrorKind::NotFound, .message = QStringLiteral("%1 cannot be read: %2").arg(file, in.errorString())};
    const nlohmann::json info = nlohmann::json::parse(in.read(mostInfoBytes).toStdString(), nullptr, false);
    const auto found = info.is_object() ? info.find("connectionString") : info.end();
    if (found == info.end() || !found->is_string())
        return Error{.kind = ErrorKind::Decode, .message = QStringLiteral("%1 does not hold the line that a lab prints.").arg(file)};
    return QString::fromStdString(found->get<std::string>());
}

Result<QString> newestRunningLab()
{
    const QFileInfoList files = QDir(runtimeFolder()).entryInfoList({QStringLiteral("*.json")}, QDir::Files, QDir::Time);
    const auto alive = std::ranges::find_if(files, [](const QFileInfo &file) { return isLabAlive(file.completeBaseName()); });
    if (alive == files.end())
        return Error{.kind = ErrorKind::NotFound, .message = QStringLiteral("No lab runs: start one, or say --tls-port and --seed.")};
    return alive->filePath();
}

} // namespace qd::lab
