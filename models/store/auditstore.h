#pragma once

#include "audit/auditrecord.h"
#include "error.h"

#include <QList>
#include <QObject>

namespace qd {

/// The newest records of the audit log, newest first, and what the last check said. GUI thread.
class AuditStore final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AuditStore)

public:
    static constexpr int maxRecords = 1000;

    using QObject::QObject;

    [[nodiscard]] const QList<AuditRecord> &records() const { return m_records; }
    [[nodiscard]] bool isLoaded() const { return m_isLoaded; }
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }
    [[nodiscard]] const std::optional<AuditVerdict> &verdict() const { return m_verdict; }
    [[nodiscard]] bool isVerifying() const { return m_isVerifying; }

    /// What the log holds now, newest first; only what is new is told.
    void apply(const QList<AuditRecord> &newest);
    void fail(const Error &error);
    void setVerifying();
    void setVerdict(const AuditVerdict &verdict);

signals:
    /// `count` records are about to be put at the front, and were.
    void adding(qsizetype count);
    void added(qsizetype count);
    /// `count` of the oldest are about to go, and went.
    void dropping(qsizetype count);
    void dropped();
    /// Loaded, error or verdict differ.
    void stateChanged();

private:
    QList<AuditRecord> m_records;
    std::optional<Error> m_error;
    std::optional<AuditVerdict> m_verdict;
    bool m_isLoaded = false;
    bool m_isVerifying = false;
};

} // namespace qd
