#pragma once

#include "writeguard.h"

#include <QObject>

namespace qd {

/// Writes a file that was exported, through the guard: journalled, written atomically, and settled. GUI thread.
class GuardedExport final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GuardedExport)

public:
    /// `guard` is borrowed and must outlive the exporter.
    explicit GuardedExport(WriteGuard &guard, QObject *parent = nullptr) : QObject(parent), m_guard(guard) {}

    /// `title` is one sentence for the operator and the audit log, `verb` for example "export.csv".
    void save(const QString &path, const QByteArray &bytes, const QString &verb, const QString &title, const QStringList &effects);
    [[nodiscard]] bool isRunning() const { return m_isRunning; }

signals:
    void saved(const QString &path);
    /// Not confirmed, not journalled, or not written: there is no new file.
    void failed(const qd::Error &error);

private:
    void write(WriteTicket ticket, const QString &path, const QByteArray &bytes);

    WriteGuard &m_guard;
    bool m_isRunning = false;
};

} // namespace qd
