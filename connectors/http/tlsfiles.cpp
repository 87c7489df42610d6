#include "http/tlsfiles.h"

#include "http/tlstrust.h"

#include <QDateTime>
#include <QDir>
#include <QFile>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace qd::tlsfiles {

namespace {

constexpr qint64 largestPemFile = 1024 * 1024;

struct PemBioRelease {
    void operator()(BIO *bio) const { BIO_free(bio); }
};
struct PemCertificateRelease {
    void operator()(X509 *certificate) const { X509_free(certificate); }
};
struct PemKeyRelease {
    void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
};
using PemBio = std::unique_ptr<BIO, PemBioRelease>;

Error tlsFileError(const char *code, const QString &message) { return {.kind = ErrorKind::Tls, .message = message, .vendorCode = QLatin1String(code)}; }

/// "~/" is the home folder; any other path is a whole one, since nobody knows what it would be relative to.
QString wholePath(const QString &path) { return path.startsWith(QLatin1String("~/")) ? QDir::homePath() + path.mid(1) : path; }

Result<QByteArray> pemBytes(const char *code, const QString &what, const QString &path)
{
    const auto bad = [&](const QString &why) { return tlsFileError(code, QStringLiteral("The %1 %2 %3.").arg(what, path, why)); };
    QFile file(wholePath(path));
    if (!QDir::isAbsolutePath(file.fileName()))
        return bad(QStringLiteral("needs its whole path"));
    if (!file.exists())
        return bad(QStringLiteral("does not exist"));
    if (!file.open(QIODevice::ReadOnly))
        return bad(QStringLiteral("cannot be read: %1").arg(file.errorString()));
    if (file.size() > largestPemFile)
        return bad(QStringLiteral("is larger than 1 MiB"));
    return file.read(largestPemFile);
}

Result<QList<QSslCertificate>> certificatesIn(const char *code, const QString &what, const QString &path)
{
    const auto bytes = pemBytes(code, what, path);
    if (!bytes)
        return bytes.error();
    QList<QSslCertificate> found = QSslCertificate::fromData(*bytes, QSsl::Pem);
    found.removeIf([](const QSslCertificate &certificate) { return certificate.isNull(); });
    if (found.isEmpty())
        return tlsFileError(code, QStringLiteral("The %1 %2 holds no certificate in PEM.").arg(what, path));
    return found;
}

QString dayOf(const QDateTime &time) { return time.toUTC().toString(QStringLiteral("yyyy-MM-dd")); }

bool hasPrivateKey(const QByteArray &pem) { return pem.contains("PRIVATE KEY-----"); }
bool isLocked(const QByteArray &pem) { return pem.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----") || pem.contains("Proc-Type: 4,ENCRYPTED"); }

Result<QSslKey> keyIn(const QString &path)
{
    const auto bytes = pemBytes(TlsTrust::badKey, QStringLiteral("key file"), path);
    if (!bytes)
        return bytes.error();
    if (!hasPrivateKey(*bytes))
        return tlsFileError(TlsTrust::badKey, QStringLiteral("The key file %1 holds no private key in PEM.").arg(path));
    if (isLocked(*bytes))
        return tlsFileError(TlsTrust::keyWithPassphrase, QStringLiteral("The key file %1 has a passphrase, which this program does not ask for.").arg(path));
    const QSslKey rsa(*bytes, QSsl::Rsa, QSsl::Pem, QSsl::PrivateKey);
    const QSslKey key = rsa.isNull() ? QSslKey(*bytes, QSsl::Ec, QSsl::Pem, QSsl::PrivateKey) : rsa;
    ERR_clear_error(); // what was tried in vain must not pass for a failure of the next connection
    if (!key.isNull())
        return key;
    return tlsFileError(TlsTrust::badKey, QStringLiteral("The key file %1 holds no RSA or EC key that can be read.").arg(path));
}

PemBio bioOf(const QByteArray &pem) { return PemBio(BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size()))); }

bool isKeyOf(const QSslKey &key, const QSslCertificate &certificate)
{
    const QByteArray certificatePem = certificate.toPem();
    const QByteArray keyPem = key.toPem();
    const PemBio certificateBio = bioOf(certificatePem);
    const PemBio keyBio = bioOf(keyPem);
    const std::unique_ptr<X509, PemCertificateRelease> ours(PEM_read_bio_X509(certificateBio.get(), nullptr, nullptr, nullptr));
    const std::unique_ptr<EVP_PKEY, PemKeyRelease> its(PEM_read_bio_PrivateKey(keyBio.get(), nullptr, nullptr, nullptr));
    const bool fits = ours && its && X509_check_private_key(ours.get(), its.get()) == 1;
    ERR_clear_error();
    return fits;
}

std::optional<Error> ageError(const QSslCertificate &certificate, const QString &path, const QDateTime &now)
{
    if (certificate.expiryDate() < now)
        return tlsFileError(TlsTrust::badCertificate, QStringLiteral("The client certificate %1 has expired on %2.").arg(path, dayOf(certificate.expiryDate())));
    if (certificate.effectiveDate() > now)
        return tlsFileError(TlsTrust::badCertificate, QStringLiteral("The client certificate %1 is not valid before %2.").arg(path, dayOf(certificate.effectiveDate())));
    return std::nullopt;
}

} // namespace

Result<QList<QSslCertificate>> authorities(const QString &path, Instant now)
{
    auto found = certificatesIn(TlsTrust::badCa, QStringLiteral("CA file"), path);
    if (!found)
        return found.error();
    const auto last = std::ranges::max_element(*found, {}, [](const QSslCertificate &certificate) { return certificate.expiryDate().toMSecsSinceEpoch(); });
    if (last->expiryDate() < toDateTime(now))
        return tlsFileError(TlsTrust::badCa, QStringLiteral("Every certificate in the CA file %1 has expired, the last on %2.").arg(path, dayOf(last->expiryDate())));
    return *found;
}

Result<Identity> identity(const QString &certificatePath, const QString &keyPath, Instant now)
{
    if (certificatePath.isEmpty())
        return tlsFileError(TlsTrust::badCertificate, QStringLiteral("The key file %1 goes with a client certificate, and there is none.").arg(keyPath));
    const auto chain = certificatesIn(TlsTrust::badCertificate, QStringLiteral("client certificate"), certificatePath);
    if (!chain)
        return chain.error();
    if (const auto error = ageError(chain->first(), certificatePath, toDateTime(now)))
        return *error;
    const auto key = keyIn(keyPath.isEmpty() ? certificatePath : keyPath);
    if (!key)
        return key.error();
    if (!isKeyOf(*key, chain->first()))
        return tlsFileError(TlsTrust::keyOfAnother, QStringLiteral("The key in %1 is not that of the client certificate %2.").arg(keyPath.isEmpty() ? certificatePath : keyPath, certificatePath));
    return Identity{.chain = *chain, .key = *key};
}

} // namespace qd::tlsfiles
