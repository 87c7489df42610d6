#include "resultexport.h"

#include <QSaveFile>

#include <utility>

namespace qd {

ResultExport::ResultExport(WriteGuard &guard, QObject *parent) : QObject(parent), m_guard(guard) { m_pool.setMaxThreadCount(1); }

// What is written is given up; the pool waits for it, and the file that was there stays.
ResultExport::~ResultExport() { m_stop.request_stop(); }

query::ExportForm ResultExport::formOf(const QString &path)
{
    if (path.endsWith(QLatin1StringView(".ndjson"), Qt::CaseInsensitive) || path.endsWith(QLatin1StringView(".jsonl"), Qt::CaseInsensitive))
        return query::ExportForm::NdJson;
    return path.endsWith(QLatin1StringView(".json"), Qt::CaseInsensitive) ? query::ExportForm::Json : query::ExportForm::Csv;
}

void ResultExport::save(const QString &path, const query::ResultSet &set, const query::RowList &rows)
{
    if (m_isRunning)
        return;
    m_isRunning = true;
    m_stop = std::stop_source();
    auto job = std::make_shared<Job>(Job{.path = path, .set = set, .rows = rows, .stop = m_stop.get_token()});
    const WriteAction action{.verb = QStringLiteral("export.query"), .target = path, .title = tr("Export the result of a query to %1").arg(path),
                             .effects = {tr("%n row(s) leave this console", nullptr, static_cast<int>(rows.size()))}, .level = ConfirmLevel::None};
    m_guard.admit(action, this, [this, job](const Result<WriteTicket> &ticket) {
        if (!ticket) {
            m_isRunning = false;
            return emit failed(ticket.error());
        }
        job->ticket = *ticket;
        start(job);
    });
}

void ResultExport::cancel() { m_stop.request_stop(); }

void ResultExport::start(std::shared_ptr<Job> job)
{
    m_pool.start([this, job = std::move(job)] {
        write(*job);
        QMetaObject::invokeMethod(this, [this, job] { finish(*job); }, Qt::QueuedConnection);
    });
}

void ResultExport::write(Job &job)
{
    QSaveFile file(job.path);
    bool isWritten = file.open(QIODevice::WriteOnly);
    isWritten = isWritten && query::writeRows(job.set, job.rows, formOf(job.path), [&](const QByteArray &piece) {
        job.bytes += piece.size();
        return file.write(piece) == piece.size();
    }, job.stop);
    if (isWritten && file.commit())
        return;
    job.problem = job.stop.stop_requested() ? tr("The export was cancelled; there is no new file.") : tr("%1 cannot be written: %2").arg(job.path, file.errorString());
    file.cancelWriting();
}

void ResultExport::finish(const Job &job)
{
    m_isRunning = false;
    if (job.problem.isEmpty()) {
        m_guard.settle(job.ticket, {.detail = QStringLiteral("%1 bytes").arg(job.bytes), .isVerified = true});
        return emit saved(job.path, std::ssize(job.rows), job.bytes);
    }
    const bool isCancelled = job.stop.stop_requested();
    m_guard.settle(job.ticket, {.status = isCancelled ? WriteOutcome::Status::Cancelled : WriteOutcome::Status::Failed, .detail = job.problem});
    emit failed({.kind = isCancelled ? ErrorKind::Cancelled : ErrorKind::Internal, .message = job.problem});
}

} // namespace qd
