#pragma once

#include "mcphttppeer.h"
#include "testcertificates.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>

namespace qd::test {

/// How a peer shows itself over TLS; with `clients` it serves those alone whom that authority vouches for.
[[nodiscard]] inline QSslConfiguration tlsOfPeer(const TestCertificate &own, const TestAuthority *clients = nullptr)
{
    QFile key(own.keyFile);
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    if (key.open(QIODevice::ReadOnly))
        tls.setPrivateKey(QSslKey(&key, QSsl::Ec, QSsl::Pem, QSsl::PrivateKey));
    tls.setLocalCertificateChain(QSslCertificate::fromPath(own.certificateFile));
    tls.setPeerVerifyMode(clients ? QSslSocket::VerifyPeer : QSslSocket::VerifyNone);
    if (clients)
        tls.setCaCertificates(QSslCertificate::fromPath(clients->caFile()));
    return tls;
}

} // namespace qd::test
