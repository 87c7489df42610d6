#pragma once

#include "clock.h"
#include "http/call.h"

#include <QList>
#include <QObject>
#include <QString>

namespace qd {

class StateThread;

/// One run of a query, without its result. A value.
struct QueryRun {
    qint64 number = 0; ///< given by the history, rising
    Instant at;
    QString profile;   ///< account or lab that was asked
    QString name;      ///< of the saved query or the library's, or empty
    QString kql;       ///< as sent
    Milliseconds elapsed{0};
    qint64 rows = 0;
    QString failure;   ///< one sentence; empty: it went well
    QString requestId;
    bool operator==(const QueryRun &) const = default;
};

/// The queries that were run on this machine: of the last 30 days, at most 5,000 and 20 MB of text; older ones go when
/// a new one comes. Texts are kept as they were written, in a file for the user alone. GUI thread.
class QueryHistory
{
public:
    static constexpr int keptDays = 30;
    static constexpr int keptRuns = 5000;
    static constexpr qint64 keptBytes = 20 * 1000 * 1000;

    virtual ~QueryHistory() = default;
    virtual Call record(const QueryRun &run, QObject *context, Completion<QueryRun> completion) = 0;
    /// Newest first, at most `limit`, those whose text or name holds `words` (empty: all).
    virtual Call runs(const QString &words, int limit, QObject *context, Completion<QList<QueryRun>> completion) = 0;
    virtual Call clear(QObject *context, Completion<void> completion) = 0;
};

/// In deck.sqlite.
class SqliteQueryHistory final : public QueryHistory
{
public:
    /// `thread` is borrowed.
    explicit SqliteQueryHistory(StateThread &thread) : m_thread(thread) {}
    Call record(const QueryRun &run, QObject *context, Completion<QueryRun> completion) override;
    Call runs(const QString &words, int limit, QObject *context, Completion<QList<QueryRun>> completion) override;
    Call clear(QObject *context, Completion<void> completion) override;

private:
    StateThread &m_thread;
};

} // namespace qd
