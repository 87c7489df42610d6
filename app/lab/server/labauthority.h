#pragma once

#include "result.h"
#include "server/tlsidentity.h"

#include <QString>

#include <string>

namespace qd::lab {

/// This installation's own certificate authority: one key for every lab of this user, made when first needed. It can
/// vouch for nothing but this machine's loopback addresses (name constraints), so trusting it opens no other door.
class LabAuthority
{
public:
    /// Reads the authority in `folder`, or makes it there: authority.pem (key and certificate, readable by the user alone) and
    /// ca.pem (the certificate, for those who are to trust it). One that ends within two months is replaced.
    /// ErrorKind::Internal when the folder cannot be used.
    static Result<LabAuthority> open(const QString &folder);

    /// The certificate as PEM.
    [[nodiscard]] const std::string &certificatePem() const { return m_pem; }
    [[nodiscard]] QString certificateFile() const { return m_file; }
    /// A server certificate for 127.0.0.1, ::1 and localhost with a new key, good for a year.
    [[nodiscard]] Result<TlsIdentity> issue() const;

private:
    LabAuthority(TlsIdentity identity, QString file);

    TlsIdentity m_identity;
    std::string m_pem;
    QString m_file;
};

/// `dataFolder`, or "quarterdeck" in the user's folder for application data; and in it the folder of the authority.
QString authorityFolder(const QString &dataFolder);

} // namespace qd::lab
