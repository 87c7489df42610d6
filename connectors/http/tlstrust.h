#pragma once

#include "clock.h"
#include "result.h"
#include "tlssettings.h"

#include <QSslConfiguration>
#include <QUrl>

class QNetworkReply;

namespace qd {

/// What the client of one server trusts and is known by, read from the files of its settings once. Authorities count for
/// every address that this client goes to; our certificate is shown to the server alone, and it alone may have any
/// certificate. A value; any thread.
class TlsTrust
{
public:
    /// ErrorKind::Tls: what is wrong with which file; `vendorCode` is one of the words below.
    static Result<TlsTrust> read(const TlsSettings &settings, const QUrl &server, Instant now);

    static constexpr const char *badCa = "tls-ca";
    static constexpr const char *badCertificate = "tls-certificate";
    static constexpr const char *badKey = "tls-key";
    static constexpr const char *keyWithPassphrase = "tls-key-passphrase";
    static constexpr const char *keyOfAnother = "tls-key-mismatch";

    [[nodiscard]] QSslConfiguration configurationFor(const QUrl &url) const;
    [[nodiscard]] bool takesAnyCertificate(const QUrl &url) const;

private:
    QUrl m_server;
    QSslConfiguration m_ofServer;
    QSslConfiguration m_ofOthers;
    bool m_isInsecure = false;
};

/// Sees to the TLS errors of a reply: they are ignored where `trust` (may be null) says so, and kept for networkErrorOf() where
/// it does not.
void watchTls(QNetworkReply &reply, const TlsTrust *trust);
/// What watchTls() kept, as sentences; empty: none.
[[nodiscard]] QString tlsProblemsOf(const QNetworkReply &reply);
/// The sentences of TLS errors, each once, at most 500 characters.
[[nodiscard]] QString tlsErrorTexts(const QList<QSslError> &errors);

} // namespace qd
