#pragma once

#include "query/resultwriter.h"
#include "writeguard.h"

#include <QObject>
#include <QThreadPool>

#include <memory>
#include <stop_token>

namespace qd {

/// Writes a query's rows to a file through the guard: journalled, streamed by a worker, taking the place of the file that
/// was there only when it is whole, and settled. One at a time. GUI thread.
class ResultExport final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ResultExport)

public:
    /// `guard` is borrowed and must outlive the exporter.
    explicit ResultExport(WriteGuard &guard, QObject *parent = nullptr);
    ~ResultExport() override;

    /// The form follows the file's name: .csv, .json, .ndjson. The set's pieces are shared with the worker.
    void save(const QString &path, const query::ResultSet &set, const query::RowList &rows);
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_isRunning; }
    static query::ExportForm formOf(const QString &path);

signals:
    void saved(const QString &path, qint64 rows, qint64 bytes);
    /// Not journalled, not written, or cancelled: there is no new file.
    void failed(const qd::Error &error);

private:
    struct Job {
        QString path;
        query::ResultSet set;
        query::RowList rows;
        WriteTicket ticket;
        std::stop_token stop;
        qint64 bytes = 0;
        QString problem;
    };
    void start(std::shared_ptr<Job> job);
    static void write(Job &job);
    void finish(const Job &job);

    WriteGuard &m_guard;
    QThreadPool m_pool;
    std::stop_source m_stop;
    bool m_isRunning = false;
};

} // namespace qd
