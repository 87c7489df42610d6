#pragma once

#include "result.h"

#include <QObject>

#include <functional>

class QWidget;

namespace qd {

class QueryDesk;
class QueryShelf;

/// Saves, renames, moves and deletes the operator's own queries. Asks for names, asks before it deletes, and can bring
/// back what it deleted last. GUI thread.
class QueryFiling final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QueryFiling)

public:
    /// All are borrowed; the window carries the dialogs.
    QueryFiling(QueryDesk &desk, QueryShelf &shelf, QWidget &window, QObject *parent = nullptr);

    /// The query in front, under a name to be given.
    void askSave();
    /// `path` is a saved query; empty: the one in front, when it is saved.
    void askRename(const QString &path);
    void askDelete(const QString &path);
    /// The query that was deleted last.
    void bringBack();

signals:
    /// One sentence about what was done, or why not.
    void noticed(const QString &text);
    void failed(const qd::Error &error);
    /// It is there under this path now.
    void placed(const QString &path);
    /// It can be brought back.
    void deleted(const QString &path);
    void broughtBack();

private:
    void askName(const QString &name, const QString &title, const QString &preset, const std::function<void(const QString &)> &then);
    void saveAs(const QString &path);
    void rename(const QString &from, const QString &to);
    void remove(const QString &path);
    [[nodiscard]] QString pathInFront() const;
    [[nodiscard]] QString chosenPath(const QString &path);

    QueryDesk &m_desk;
    QueryShelf &m_shelf;
    QWidget &m_window;
    QString m_trashed; ///< what the shelf finds the deleted one by
    QString m_deleted; ///< its path
};

} // namespace qd
