#include "fleet/scenarioload.h"

#include "fleet/scenariodecode.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStringList>

namespace qd::lab {

namespace {

constexpr qint64 largestScenarioFile = 1'000'001;

Result<QByteArray> readScenarioFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{.kind = ErrorKind::NotFound,
                     .message = QStringLiteral("The scenario file %1 cannot be opened: %2").arg(path, file.errorString()),
                     .detail = path};
    return file.read(largestScenarioFile);
}

QString scenarioPath(const QString &nameOrPath)
{
    const bool isPath = nameOrPath.contains(u'/') || nameOrPath.endsWith(QLatin1String(".json"));
    return isPath ? nameOrPath : QStringLiteral(":/labseed/%1.json").arg(nameOrPath);
}

} // namespace

Result<Scenario> loadScenario(const QString &nameOrPath)
{
    const QFileInfo file(scenarioPath(nameOrPath));
    const Result<QByteArray> text = readScenarioFile(file.filePath());
    if (!text)
        return text.error();
    const auto readBeside = [&file](const QString &name) {
        const QString safeName = QFileInfo(name).fileName();
        return readScenarioFile(QStringLiteral("%1/%2.json").arg(file.path(), safeName));
    };
    Result<Scenario> scenario = decodeScenario(*text, file.fileName(), readBeside);
    if (scenario)
        scenario->name = file.completeBaseName().toStdString();
    return scenario;
}

QStringList scenarioNames()
{
    QStringList names;
    const QStringList files = QDir(QStringLiteral(":/labseed")).entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name);
    for (const QString &file : files) {
        if (!file.endsWith(QLatin1String("-fleet.json")))
            names.append(QFileInfo(file).completeBaseName());
    }
    return names;
}

} // namespace qd::lab
