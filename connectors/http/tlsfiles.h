#pragma once

#include "clock.h"
#include "result.h"

#include <QList>
#include <QSslCertificate>
#include <QSslKey>
#include <QString>

/// PEM files of TLS settings, read and checked before they are used: OpenSSL's own words name no file. At most 1 MiB each.
/// ErrorKind::Tls with a word of TlsTrust as `vendorCode`. Any thread.
namespace qd::tlsfiles {

/// Our certificate with those that vouch for it, and its key.
struct Identity {
    QList<QSslCertificate> chain;
    QSslKey key;
};

/// At least one that has not ended.
[[nodiscard]] Result<QList<QSslCertificate>> authorities(const QString &path, Instant now);
/// The certificate is valid now, and the key is its own. An empty `keyPath`: the key stands in the certificate's file.
[[nodiscard]] Result<Identity> identity(const QString &certificatePath, const QString &keyPath, Instant now);

} // namespace qd::tlsfiles
