#include "mcp/placekey.h"

#include <QCryptographicHash>

namespace qd {

QString placeKey(const McpServerConfig &config)
{
    const QString place = config.transport == McpTransport::Stdio
        ? (QStringList{QStringLiteral("stdio"), config.workingFolder, config.command} + config.arguments).join(QChar(0))
        : config.url.toString(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo);
    return QString::fromLatin1(QCryptographicHash::hash(place.toUtf8(), QCryptographicHash::Sha256).toHex());
}

} // namespace qd
