#pragma once

#include "query/savedquery.h"
#include "result.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

namespace qd {

/// The .kql files of a folder and its folders, by path. Links are not followed. At most 2,000 files of 1 MiB each, 8
/// folders deep; the rest is left out, as is what cannot be read. Also reads the shipped library (":/queries").
QList<query::SavedQuery> readQueryFolder(const QString &folder);

/// $QD_STATE_DIR/queries/saved, or the same below the user's folder for application data.
QString defaultQueryFolder();

/// The queries that the user saved: plain files, which other programs may edit and version. Every write is whole or not
/// at all; what is deleted goes to a folder ".trash" from which it can come back. Paths are "folder/name" without .kql;
/// a path that would leave the folder is ErrorKind::Invalid. GUI thread.
class QueryFiles final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QueryFiles)

public:
    explicit QueryFiles(QString folder = defaultQueryFolder(), QObject *parent = nullptr);

    [[nodiscard]] QString folder() const { return m_folder; }
    [[nodiscard]] QList<query::SavedQuery> read() const { return readQueryFolder(m_folder); }
    /// Replaces the file when there is one; for the user alone.
    Result<void> write(const QString &path, const QString &text);
    /// ErrorKind::Conflict when there is a query of the new name.
    Result<void> rename(const QString &from, const QString &to);
    /// Returns the name by which restore() finds it again. Of the trash the newest 200 are kept.
    Result<QString> remove(const QString &path);
    Result<void> restore(const QString &trashed, const QString &path);
    /// From now on changed() tells of edits by others too.
    void watch();

signals:
    /// Files came, went or changed, by whomever; a burst of changes is one.
    void changed();

private:
    [[nodiscard]] Result<QString> filePath(const QString &path) const;
    void watchFolders();
    void pruneTrash() const;
    void dropEmptyFolders(const QString &path) const;

    const QString m_folder;
    QFileSystemWatcher m_watcher;
    QTimer m_soon;
    bool m_watches = false;
};

} // namespace qd
