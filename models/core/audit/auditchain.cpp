#include "audit/auditchain.h"

#include <QCryptographicHash>

namespace qd {

namespace {

constexpr qsizetype auditHashBytes = 32;

void addField(QByteArray &form, const QByteArray &bytes)
{
    form += QByteArray::number(bytes.size());
    form += ':';
    form += bytes;
    form += ',';
}

} // namespace

AuditHead emptyAuditHead() { return {.count = 0, .hash = QByteArray(auditHashBytes, '\0')}; }

QByteArray canonicalAuditForm(qint64 sequence, const AuditEntry &entry)
{
    QByteArray form = QByteArrayLiteral("qd-audit-1");
    addField(form, QByteArray::number(sequence));
    addField(form, QByteArray::number(static_cast<int>(entry.kind)));
    addField(form, QByteArray::number(entry.intent));
    addField(form, QByteArray::number(static_cast<qlonglong>(entry.at.time_since_epoch().count())));
    for (const QString *text : {&entry.actor, &entry.profile, &entry.environment, &entry.verb, &entry.target, &entry.summary,
                                &entry.before, &entry.after, &entry.status, &entry.detail})
        addField(form, text->toUtf8());
    return form;
}

QByteArray auditHash(const QByteArray &previous, qint64 sequence, const AuditEntry &entry)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(previous);
    hash.addData(canonicalAuditForm(sequence, entry));
    return hash.result();
}

AuditRecord nextAuditRecord(const AuditHead &head, const AuditEntry &entry)
{
    const qint64 sequence = head.count + 1;
    return {.sequence = sequence, .entry = entry, .previous = head.hash, .hash = auditHash(head.hash, sequence, entry)};
}

} // namespace qd
