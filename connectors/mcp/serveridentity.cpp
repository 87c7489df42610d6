#include "mcp/serveridentity.h"

#include "mcp/launchconsent.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

#include <algorithm>

namespace qd {

namespace {

constexpr qsizetype maxIdentityFiles = 16;
constexpr qint64 largestIdentityFile = 256LL * 1024 * 1024;

QString fileSum(const QString &path)
{
    QFile file(path);
    if (file.size() > largestIdentityFile)
        return QStringLiteral("%1 bytes").arg(file.size());
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
        return QStringLiteral("unreadable");
    return QString::fromLatin1(hash.result().toHex());
}

QString programPath(const McpServerConfig &config)
{
    if (config.command.contains(u'/'))
        return QDir(config.workingFolder).absoluteFilePath(config.command);
    return QStandardPaths::findExecutable(config.command);
}

QString shownUrl(const McpServerConfig &config) { return config.url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment); }

} // namespace

McpIdentity identityOf(const McpServerConfig &config)
{
    if (config.transport != McpTransport::Stdio)
        return {.command = {}, .launch = {}, .files = {}, .url = shownUrl(config)};
    McpIdentity identity{.command = launch::commandLine(config), .launch = launch::fingerprint(config), .files = {}, .url = {}};
    QStringList paths{programPath(config)};
    for (const QString &argument : config.arguments)
        if (!argument.isEmpty())
            paths << QDir(config.workingFolder).absoluteFilePath(argument);
    paths.removeDuplicates();
    for (const QString &path : std::as_const(paths))
        if (!path.isEmpty() && QFileInfo(path).isFile() && identity.files.size() < maxIdentityFiles)
            identity.files.append({path, fileSum(path)});
    return identity;
}

QString pinName(const McpServerConfig &config, bool isNamed)
{
    if (isNamed)
        return config.id.value;
    return config.transport == McpTransport::Stdio ? launch::commandLine(config) : shownUrl(config);
}

} // namespace qd
