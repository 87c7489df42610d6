#pragma once

#include <QString>

namespace qd {

/// How one server is trusted over TLS beside the system's way, and how we are known to it. Files are PEM with their whole
/// path; a passphrase is never among them.
struct TlsSettings {
    QString caFile;          ///< authorities that are trusted in addition to the system's
    QString certificateFile; ///< ours, followed by those that vouch for it
    QString keyFile;         ///< the private key of our certificate, RSA or EC, without a passphrase
    bool isInsecure = false; ///< any certificate of this server is taken
    bool operator==(const TlsSettings &) const = default;
};

} // namespace qd
