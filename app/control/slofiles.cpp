#include "slofiles.h"

#include "localfiles/localfiles.h"

#include <QCoreApplication>
#include <QFile>

namespace qd {

namespace {

constexpr qint64 maxFileSize = 1024 * 1024;

Error unreadable(const QString &path, const QString &reason)
{
    return {.kind = ErrorKind::Invalid,
            .message = QCoreApplication::translate("SloFiles", "%1 cannot be read: %2").arg(path, reason)};
}

/// What is wrong with a file is the user's input to mend, not a reply of a server.
Error asInput(Error error)
{
    error.kind = ErrorKind::Invalid;
    return error;
}

} // namespace

Result<QByteArray> readSmallFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return unreadable(path, file.errorString());
    QByteArray bytes = file.read(maxFileSize + 1);
    if (file.error() != QFileDevice::NoError)
        return unreadable(path, file.errorString());
    if (bytes.size() > maxFileSize)
        return unreadable(path, QCoreApplication::translate("SloFiles", "it is larger than 1 MiB"));
    return bytes;
}

Result<SloSettings> loadSloSettings(const QString &sloFile, const QString &dictionaryFile)
{
    SloSettings settings;
    const QString path = sloFile.isEmpty() ? QStringLiteral(":/slo/agent-fleet.json") : sloFile;
    const auto bytes = readSmallFile(path);
    if (!bytes)
        return bytes.error();
    const auto definitions = decodeSloFile(*bytes, path);
    if (!definitions)
        return asInput(definitions.error());
    settings.definitions = *definitions;
    if (dictionaryFile.isEmpty())
        return settings;
    const auto dictionaryBytes = readSmallFile(dictionaryFile);
    if (!dictionaryBytes)
        return dictionaryBytes.error();
    const auto dictionary = decodeDictionaryFile(*dictionaryBytes, dictionaryFile);
    if (!dictionary)
        return asInput(dictionary.error());
    settings.dictionary = *dictionary;
    return settings;
}

} // namespace qd
