#include "localstate/anchorfile.h"

#include <QFile>
#include <QSaveFile>

namespace qd::anchorfile {

Result<std::optional<AuditHead>> read(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return std::optional<AuditHead>();
    if (!file.open(QIODevice::ReadOnly))
        return Error{.kind = ErrorKind::Internal, .message = QStringLiteral("The head file of the audit log cannot be read."),
                     .detail = file.errorString()};
    const QList<QByteArray> words = file.read(256).simplified().split(' ');
    bool isNumber = false;
    const qint64 count = words.value(0).toLongLong(&isNumber);
    const QByteArray hash = QByteArray::fromHex(words.value(1));
    if (!isNumber || count < 0 || hash.size() != 32 || words.size() != 2)
        return Error{.kind = ErrorKind::Decode, .message = QStringLiteral("The head file of the audit log is damaged."), .detail = path};
    return std::optional(AuditHead{.count = count, .hash = hash});
}

Result<void> write(const QString &path, const AuditHead &head)
{
    QSaveFile file(path);
    const QByteArray line = QByteArray::number(head.count) + ' ' + head.hash.toHex() + '\n';
    if (file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) && file.write(line) == line.size()
        && file.commit())
        return {};
    return Error{.kind = ErrorKind::Internal, .message = QStringLiteral("The head file of the audit log cannot be written."),
                 .detail = file.errorString()};
}

} // namespace qd::anchorfile
