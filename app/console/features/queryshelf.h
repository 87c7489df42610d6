#pragma once

#include "localstate/queryhistory.h"
#include "query/savedquery.h"
#include "queryfiles/queryfiles.h"
#include "querydrafts.h"
#include "querytreemodel.h"

#include <QObject>

namespace qd {

/// Where queries come from and go to: the library that comes with the product, the operator's own files, and what was run
/// in the last 30 days, all in one tree. GUI thread.
class QueryShelf final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QueryShelf)

public:
    static constexpr int shownRuns = 200;

    /// `history` is borrowed and must outlive the shelf.
    explicit QueryShelf(QueryHistory &history, QObject *parent = nullptr);

    [[nodiscard]] QueryTreeModel &entries() { return m_entries; }
    /// Reads library, files and history; watches the files from now on.
    void load();
    /// The entry as a query to open, in the names of the schema; nothing when it is gone.
    [[nodiscard]] std::optional<QueryDraft> draft(const QString &key, QueryTreeModel::Section section, TelemetrySchema schema) const;
    /// The first of the library, for a page that was never used.
    [[nodiscard]] std::optional<QueryDraft> firstDraft(TelemetrySchema schema) const;
    /// Notes a run, unless runs are not kept; the tree shows it on top.
    void record(const QueryRun &run);
    /// Whether runs are kept from now on. Those that were kept stay until they are cleared.
    void setKeepsRuns(bool keeps);
    /// Forgets every run that was kept. The completion may come when the shelf is gone: then never.
    void clearRuns(const Completion<void> &completion);
    /// Keeps the text under "folder/name". Gives the source that its draft has from now on.
    Result<QString> save(const QString &path, const QString &text);
    [[nodiscard]] bool isSaved(const QString &path) const;
    Result<void> rename(const QString &from, const QString &to);
    /// Returns what restore() finds it by.
    Result<QString> remove(const QString &path);
    Result<void> restore(const QString &trashed, const QString &path);

private:
    void showFiles();
    void showRuns(const QList<QueryRun> &runs);

    QueryHistory &m_history;
    QueryFiles m_files;
    QueryTreeModel m_entries;
    QList<query::SavedQuery> m_library;
    QList<query::SavedQuery> m_saved;
    QList<QueryRun> m_runs; ///< newest first
    bool m_keepsRuns = true;
};

} // namespace qd
