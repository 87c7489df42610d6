#include "mcp/serverlist.h"

#include "mcp/configcodec.h"
#include "mcp/jsonslice.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

#include <algorithm>

namespace qd {

namespace {

constexpr qint64 largestListFile = 1024 * 1024;

Error fileError(const QString &what, const QString &path, const QString &why)
{
    return {.kind = ErrorKind::Invalid, .message = QStringLiteral("%1 %2: %3").arg(what, path, why)};
}

/// What stands in the file is not lost by writing it again, keys in clear neither: nothing else has them.
ConfigPairs standingPairs(const QString &path)
{
    ConfigPairs standing;
    const Result<McpServerList> present = loadMcpServers(path);
    for (const McpServerConfig &config : present ? present->servers : QList<McpServerConfig>())
        for (const auto &pairs : {config.environment, config.headers})
            standing += ConfigPairs(pairs.cbegin(), pairs.cend());
    return standing;
}

} // namespace

QString mcpServerListPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + QStringLiteral("/quarterdeck/mcp.json");
}

Result<McpServerList> loadMcpServers(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return McpServerList{};
    if (!file.open(QIODevice::ReadOnly) || file.size() > largestListFile)
        return fileError(QStringLiteral("The list of MCP servers cannot be read from"), path, file.errorString());
    const QByteArray text = file.readAll();
    const auto import = decodeMcpConfig(text, true);
    if (!import)
        return import.error();
    McpServerList list{.servers = import->servers, .consents = {}};
    if (const auto consents = jsonslice::member(text, "consents"))
        for (const QByteArrayView consent : jsonslice::elements(*consents))
            list.consents.insert(jsonslice::text(consent).value_or(QString()));
    return list;
}

Result<void> saveMcpServers(const McpServerList &list, const QString &path)
{
    QStringList consents(list.consents.cbegin(), list.consents.cend());
    std::sort(consents.begin(), consents.end());
    QByteArrayList quoted;
    for (const QString &consent : consents)
        quoted << "\n    " + jsonslice::quoted(consent);
    QByteArray text = encodeMcpConfig(list.servers, standingPairs(path)).trimmed();
    text.chop(1);
    text = text.trimmed() + ",\n  \"consents\": [" + quoted.join(',') + "]\n}\n";
    QDir().mkpath(QFileInfo(path).path());
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) || file.write(text) != text.size() || !file.commit())
        return fileError(QStringLiteral("The list of MCP servers cannot be written to"), path, file.errorString());
    return {};
}

} // namespace qd
