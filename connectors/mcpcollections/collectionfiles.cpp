#include "mcpcollections/collectionfiles.h"

#include "mcpcollections/collectioncodec.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStringBuilder>

namespace qd {

namespace {

Error collectionError(const QString &path, const QString &reason) { return {.kind = ErrorKind::Invalid, .message = path % u": " % reason}; }

Result<QByteArray> collectionBytes(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return collectionError(path, file.errorString());
    QByteArray bytes = file.read(collection::maxFileBytes + 1);
    if (bytes.size() > collection::maxFileBytes)
        return collectionError(path, QStringLiteral("it is larger than %1 MiB").arg(collection::maxFileBytes / 1024 / 1024));
    return bytes;
}

/// A name that leads out of the folder is refused: collections come from others.
Result<QByteArray> besideCollection(const QDir &folder, const QString &name)
{
    const QString clean = QDir::cleanPath(name);
    if (clean.isEmpty() || QDir::isAbsolutePath(clean) || clean == QStringLiteral("..") || clean.startsWith(QStringLiteral("../")))
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("“%1” is not a file beside the collection").arg(name.left(120))};
    return collectionBytes(folder.filePath(clean));
}

} // namespace

Result<collection::Collection> readCollection(const QString &path)
{
    const auto bytes = collectionBytes(path);
    if (!bytes)
        return bytes.error();
    const QDir folder = path.startsWith(u':') ? QDir(path.section(u'/', 0, -2)) : QFileInfo(path).absoluteDir();
    auto made = decodeCollection(*bytes, [&folder](const QString &name) { return besideCollection(folder, name); });
    if (!made) {
        Error error = made.error();
        error.message = path % u": " % error.message;
        return error;
    }
    if (made->name.isEmpty())
        made->name = QFileInfo(path).completeBaseName();
    return made;
}

Result<void> writeCollection(const collection::Collection &collection, const QString &path)
{
    const QByteArray bytes = encodeCollection(collection);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return Error{.kind = ErrorKind::Internal, .message = path % u": it cannot be written: " % file.errorString()};
    return {};
}

} // namespace qd
