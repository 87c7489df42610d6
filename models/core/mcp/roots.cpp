#include "mcp/roots.h"

namespace qd {

QList<McpRoot> rootsOfFolders(const QStringList &folders)
{
    QList<McpRoot> roots;
    for (const QString &folder : folders) {
        const bool isPath = folder.startsWith(u'/');
        const QString uri = isPath ? QString::fromLatin1(QUrl::fromLocalFile(folder).toEncoded()) : folder;
        roots.append({.uri = uri, .name = isPath ? folder.section(u'/', -1, -1, QString::SectionSkipEmpty) : QString()});
    }
    return roots;
}

QStringList foldersOfRoots(const QList<McpRoot> &roots)
{
    QStringList folders;
    for (const McpRoot &root : roots) {
        const QUrl url = QUrl::fromEncoded(root.uri.toUtf8(), QUrl::StrictMode);
        folders << (url.isLocalFile() ? url.toLocalFile() : root.uri);
    }
    return folders;
}

} // namespace qd
