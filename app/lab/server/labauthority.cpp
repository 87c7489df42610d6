#include "server/labauthority.h"

#include "server/certificates.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <QTemporaryFile>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <unistd.h>
#include <utility>

namespace qd::lab {

namespace {

constexpr int renewalDays = 60;
constexpr auto ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

Error unusable(const QString &file, const QString &why)
{
    return Error{.kind = ErrorKind::Internal, .message = QStringLiteral("The lab's certificate authority cannot be kept in %1.").arg(file), .detail = why};
}

std::optional<TlsIdentity> readAuthority(const QString &file)
{
    constexpr qint64 mostBytes = 64 * 1024;
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly))
        return std::nullopt;
    std::optional<TlsIdentity> read = identityOfPem(in.read(mostBytes).toStdString());
    return read && !endsWithin(*read, renewalDays) ? read : std::nullopt;
}

/// Puts the whole text there at once, so that nobody ever reads half of it. With `isNew`, an existing file wins.
Result<void> putFile(const QString &file, const std::string &text, QFileDevice::Permissions permissions, bool isNew)
{
    QTemporaryFile made(file + QStringLiteral(".XXXXXX"));
    if (!made.open() || made.write(text.data(), static_cast<qint64>(text.size())) < 0 || !made.flush() || fsync(made.handle()) != 0)
        return unusable(file, made.errorString());
    made.setPermissions(permissions);
    const QByteArray from = QFile::encodeName(made.fileName());
    const QByteArray to = QFile::encodeName(file);
    const bool placed = isNew ? ::link(from.constData(), to.constData()) == 0 || errno == EEXIST : ::rename(from.constData(), to.constData()) == 0;
    return placed ? Result<void>() : Result<void>(unusable(file, QString::fromLocal8Bit(strerror(errno))));
}

/// Two labs that start at once agree on the authority of the one that was faster.
Result<TlsIdentity> authorityIn(const QString &file)
{
    if (auto known = readAuthority(file))
        return *known;
    const TlsIdentity made = makeAuthority();
    if (!made.key)
        return unusable(file, QStringLiteral("OpenSSL made no certificate"));
    if (Result<void> put = putFile(file, pemOf(made), ownerOnly, !QFile::exists(file)); !put)
        return put.error();
    if (auto kept = readAuthority(file))
        return *kept;
    return unusable(file, QStringLiteral("it does not read back"));
}

} // namespace

QString authorityFolder(const QString &dataFolder)
{
    const QString user = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/quarterdeck");
    return (dataFolder.isEmpty() ? user : dataFolder) + QStringLiteral("/lab");
}

Result<LabAuthority> LabAuthority::open(const QString &folder)
{
    if (!QDir().mkpath(folder))
        return unusable(folder, QStringLiteral("the folder cannot be made"));
    QFile::setPermissions(folder, ownerOnly | QFileDevice::ExeOwner);
    const Result<TlsIdentity> identity = authorityIn(folder + QStringLiteral("/authority.pem"));
    if (!identity)
        return identity.error();
    LabAuthority authority(*identity, folder + QStringLiteral("/ca.pem"));
    if (Result<void> shown = putFile(authority.m_file, authority.m_pem, ownerOnly | QFileDevice::ReadGroup | QFileDevice::ReadOther, false); !shown)
        return shown.error();
    return authority;
}

LabAuthority::LabAuthority(TlsIdentity identity, QString file)
    : m_identity(std::move(identity)), m_pem(certificatePemOf(m_identity)), m_file(std::move(file))
{
}

Result<TlsIdentity> LabAuthority::issue() const
{
    TlsIdentity made = makeServerIdentity(m_identity);
    if (!made.key)
        return Error{.kind = ErrorKind::Internal, .message = QStringLiteral("OpenSSL made no certificate for the lab.")};
    return made;
}

} // namespace qd::lab
