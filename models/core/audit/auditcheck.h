#pragma once

#include "audit/auditchain.h"

#include <functional>
#include <optional>

namespace qd {

/// Checks a log record by record, in the order of their sequence numbers, and names the first wrong place. Pure.
class AuditCheck
{
public:
    /// `isKnown` tells whether any record of the log carries this hash; asked only once something is wrong.
    explicit AuditCheck(std::function<bool(const QByteArray &hash)> isKnown);

    /// False once the chain is broken; the rest need not be read.
    bool accept(const AuditRecord &record);
    /// The log could not be read to its end.
    void giveUp(const QString &reason);
    /// What was found, with the head that was kept outside; nothing: there is no such file.
    [[nodiscard]] AuditVerdict finish(const std::optional<AuditHead> &anchor);

private:
    void blame(AuditVerdict::Problem problem, qint64 at, const QString &explanation);
    void blameMismatch(const AuditRecord &record);
    void checkAnchor(const AuditHead &anchor);

    std::function<bool(const QByteArray &)> m_isKnown;
    AuditVerdict m_verdict;
    AuditHead m_head = emptyAuditHead();
    QList<QByteArray> m_recent; ///< hashes of the last records, newest last: an anchor may lag behind by a few
};

} // namespace qd
