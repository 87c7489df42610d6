#include "ratecardfiles.h"

#include "localfiles/ratecardfile.h"
#include "slofiles.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

namespace qd {

namespace {

QString ratesText(const char *text) { return QCoreApplication::translate("RateCardFiles", text); }

QByteArray ratesHash(const QByteArray &bytes) { return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256); }

Error ratesUnwritable(const QString &path, const QString &reason)
{
    return {.kind = ErrorKind::Internal, .message = ratesText("%1 cannot be written: %2").arg(path, reason)};
}

Result<LoadedRateCard> decodeAt(const QString &from, const QString &path, bool isOwn)
{
    const auto bytes = readSmallFile(from);
    if (!bytes)
        return bytes.error();
    auto card = decodeRateCard(*bytes, from);
    if (!card) {
        Error error = card.error();
        error.kind = ErrorKind::Invalid;
        return error;
    }
    return LoadedRateCard{.card = *card, .path = path, .isOwn = isOwn, .hash = isOwn ? ratesHash(*bytes) : QByteArray()};
}

/// The bytes that are there now; empty when there is no file.
Result<QByteArray> currentBytes(const QString &path)
{
    return QFileInfo::exists(path) ? readSmallFile(path) : Result<QByteArray>(QByteArray());
}

Result<void> writeWhole(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return ratesUnwritable(path, file.errorString());
    return {};
}

} // namespace

QString ownRateCardPath()
{
    const QString folder = qEnvironmentVariable("QD_CONFIG_DIR");
    const QString base = folder.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) % QStringLiteral("/quarterdeck")
                                          : folder;
    return base % QStringLiteral("/rates.json");
}

Result<LoadedRateCard> loadRateCard(const QString &path)
{
    if (QFileInfo::exists(path))
        return decodeAt(path, path, true);
    return decodeAt(QStringLiteral(":/rates/azure-openai.json"), path, false);
}

Result<LoadedRateCard> loadRateCardFile(const QString &path) { return decodeAt(path, path, true); }

Result<QByteArray> saveRateCard(const RateCard &card, const LoadedRateCard &read)
{
    const auto current = currentBytes(read.path);
    if (!current)
        return current.error();
    if ((current->isEmpty() ? QByteArray() : ratesHash(*current)) != read.hash)
        return Error{.kind = ErrorKind::Conflict, .message = ratesText("%1 was changed by someone else since it was read; nothing was written.").arg(read.path)};
    if (!QDir().mkpath(QFileInfo(read.path).absolutePath()))
        return ratesUnwritable(read.path, ratesText("its folder cannot be made"));
    if (!current->isEmpty())
        if (const auto kept = writeWhole(read.path % QStringLiteral(".previous"), *current); !kept)
            return kept.error();
    const QByteArray bytes = encodeRateCard(card);
    if (const auto written = writeWhole(read.path, bytes); !written)
        return written.error();
    return ratesHash(bytes);
}

} // namespace qd
