#include "queryfiles/queryfiles.h"

#include "localstate/stateoptions.h"

#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QUuid>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace qd {

namespace {

constexpr qint64 maximumQueryFile = 1024 * 1024;
constexpr qsizetype maximumQueryFiles = 2000;
constexpr qsizetype maximumQueryDepth = 8;
constexpr qsizetype maximumTrash = 200;
constexpr std::chrono::milliseconds changeDelay{150};

Error queryFileError(ErrorKind kind, const QString &path, const QString &reason)
{
    return {.kind = kind, .message = u"The query “" % path.left(120) % u"”: " % reason};
}

/// Folders and a name of plain characters; nothing that leads out of the folder or hides.
bool isQueryPath(const QString &path)
{
    const QStringList parts = path.split(u'/');
    const auto fits = [](const QString &part) {
        const bool plain = std::ranges::none_of(part, [](QChar c) { return c < u' ' || QStringView(u"\\:*?\"<>|").contains(c); });
        return plain && !part.isEmpty() && part.size() <= 120 && part.trimmed() == part && !part.startsWith(u'.');
    };
    return parts.size() <= maximumQueryDepth && std::ranges::all_of(parts, fits);
}

QStringList queryFileNames(const QString &folder)
{
    QStringList names;
    const QDir root(folder);
    QDirIterator files(folder, {QStringLiteral("*.kql")}, QDir::Files | QDir::NoSymLinks | QDir::Readable, QDirIterator::Subdirectories);
    while (files.hasNext() && names.size() < maximumQueryFiles) {
        const QString name = root.relativeFilePath(files.next()).chopped(4);
        if (isQueryPath(name))
            names += name;
    }
    names.sort();
    return names;
}

} // namespace

QString defaultQueryFolder() { return defaultStateFolder() + QStringLiteral("/queries/saved"); }

QList<query::SavedQuery> readQueryFolder(const QString &folder)
{
    QList<query::SavedQuery> queries;
    for (const QString &name : queryFileNames(folder)) {
        QFile file(folder + u'/' + name + QStringLiteral(".kql"));
        if (file.size() <= maximumQueryFile && file.open(QIODevice::ReadOnly))
            queries += query::readQueryFile(name, QString::fromUtf8(file.read(maximumQueryFile)));
    }
    return queries;
}

QueryFiles::QueryFiles(QString folder, QObject *parent) : QObject(parent), m_folder(std::move(folder))
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(changeDelay);
    connect(&m_soon, &QTimer::timeout, this, [this] {
        watchFolders();
        emit changed();
    });
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, [this] { m_soon.start(); });
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, [this] { m_soon.start(); });
}

Result<QString> QueryFiles::filePath(const QString &path) const
{
    if (!isQueryPath(path))
        return queryFileError(ErrorKind::Invalid, path, QStringLiteral("this is no name for it"));
    return QString(m_folder % u'/' % path % QStringLiteral(".kql"));
}

Result<void> QueryFiles::write(const QString &path, const QString &text)
{
    const auto name = filePath(path);
    const QByteArray bytes = text.toUtf8();
    if (!name)
        return name.error();
    if (bytes.size() > maximumQueryFile)
        return queryFileError(ErrorKind::Invalid, path, QStringLiteral("it is larger than 1 MiB"));
    QSaveFile file(*name);
    if (!QDir().mkpath(QFileInfo(*name).path()) || !file.open(QIODevice::WriteOnly))
        return queryFileError(ErrorKind::Internal, path, u"it cannot be written: " % file.errorString());
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    if (file.write(bytes) != bytes.size() || !file.commit())
        return queryFileError(ErrorKind::Internal, path, u"it cannot be written: " % file.errorString());
    m_soon.start();
    return {};
}

/// Folders that hold nothing any more go with their last query.
void QueryFiles::dropEmptyFolders(const QString &path) const
{
    if (const qsizetype slash = path.lastIndexOf(u'/'); slash > 0)
        QDir(m_folder).rmpath(path.left(slash));
}

Result<void> QueryFiles::rename(const QString &from, const QString &to)
{
    const auto old = filePath(from);
    const auto name = filePath(to);
    if (!old || !name)
        return old ? name.error() : old.error();
    if (QFileInfo::exists(*name))
        return queryFileError(ErrorKind::Conflict, to, QStringLiteral("there is one of this name"));
    if (!QDir().mkpath(QFileInfo(*name).path()) || !QFile::rename(*old, *name))
        return queryFileError(ErrorKind::NotFound, from, QStringLiteral("it cannot be renamed"));
    dropEmptyFolders(from);
    m_soon.start();
    return {};
}

Result<QString> QueryFiles::remove(const QString &path)
{
    const auto name = filePath(path);
    if (!name)
        return name.error();
    const QString trashed = QString::number(QDateTime::currentMSecsSinceEpoch()) + u'-' + QUuid::createUuid().toString(QUuid::Id128) + QStringLiteral(".kql");
    const QString trash = m_folder + QStringLiteral("/.trash");
    if (!QDir().mkpath(trash) || !QFile::rename(*name, trash + u'/' + trashed))
        return queryFileError(ErrorKind::NotFound, path, QStringLiteral("it cannot be deleted"));
    dropEmptyFolders(path);
    pruneTrash();
    m_soon.start();
    return trashed;
}

Result<void> QueryFiles::restore(const QString &trashed, const QString &path)
{
    const auto name = filePath(path);
    if (!name)
        return name.error();
    if (trashed.contains(u'/') || trashed.startsWith(u'.'))
        return queryFileError(ErrorKind::Invalid, trashed, QStringLiteral("this is not in the trash"));
    if (QFileInfo::exists(*name))
        return queryFileError(ErrorKind::Conflict, path, QStringLiteral("there is one of this name"));
    if (!QDir().mkpath(QFileInfo(*name).path()) || !QFile::rename(m_folder + QStringLiteral("/.trash/") + trashed, *name))
        return queryFileError(ErrorKind::NotFound, path, QStringLiteral("it cannot be brought back"));
    m_soon.start();
    return {};
}

/// Names begin with the time, so the oldest come first.
void QueryFiles::pruneTrash() const
{
    QDir trash(m_folder + QStringLiteral("/.trash"));
    const QStringList names = trash.entryList(QDir::Files, QDir::Name);
    for (qsizetype i = 0; i < names.size() - maximumTrash; ++i)
        trash.remove(names[i]);
}

void QueryFiles::watch()
{
    QDir().mkpath(m_folder);
    m_watches = true;
    watchFolders();
}

/// Folders tell of new files, files of edits in place.
void QueryFiles::watchFolders()
{
    if (!m_watches)
        return;
    const QStringList before = m_watcher.files() + m_watcher.directories();
    QStringList wanted{m_folder};
    for (const QString &name : queryFileNames(m_folder)) {
        const QString path = m_folder + u'/' + name + QStringLiteral(".kql");
        wanted += path;
        wanted += QFileInfo(path).path();
    }
    wanted.removeDuplicates();
    QStringList added;
    std::ranges::copy_if(wanted, std::back_inserter(added), [&before](const QString &path) { return !before.contains(path); });
    if (!added.isEmpty())
        m_watcher.addPaths(added);
}

} // namespace qd
