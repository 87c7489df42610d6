#include "guardedexport.h"

#include <QSaveFile>

namespace qd {

void GuardedExport::save(const QString &path, const QByteArray &bytes, const QString &verb, const QString &title, const QStringList &effects)
{
    if (m_isRunning)
        return;
    m_isRunning = true;
    const WriteAction action{.verb = verb, .target = path, .title = title, .effects = effects, .level = ConfirmLevel::None};
    m_guard.admit(action, this, [this, path, bytes](const Result<WriteTicket> &ticket) {
        m_isRunning = false;
        if (ticket)
            write(*ticket, path, bytes);
        else
            emit failed(ticket.error());
    });
}

void GuardedExport::write(WriteTicket ticket, const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    const bool isWritten = file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
    if (isWritten) {
        m_guard.settle(ticket, {.detail = QStringLiteral("%1 bytes").arg(bytes.size()), .isVerified = true});
        emit saved(path);
        return;
    }
    const Error error{.kind = ErrorKind::Internal, .message = tr("%1 cannot be written: %2").arg(path, file.errorString())};
    m_guard.settle(ticket, {.status = WriteOutcome::Status::Failed, .detail = error.message});
    emit failed(error);
}

} // namespace qd
