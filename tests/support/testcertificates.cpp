#include "testcertificates.h"

#include <QDir>
#include <QFile>
#include <QHostAddress>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <memory>

namespace qd::test {

namespace {

constexpr long secondsOfDay = 24L * 3600L;

struct FileRelease {
    void operator()(FILE *file) const { std::fclose(file); }
};
struct KeyRelease {
    void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
};
struct CertificateRelease {
    void operator()(X509 *certificate) const { X509_free(certificate); }
};
struct ExtensionRelease {
    void operator()(X509_EXTENSION *extension) const { X509_EXTENSION_free(extension); }
};
using File = std::unique_ptr<FILE, FileRelease>;
using Key = std::unique_ptr<EVP_PKEY, KeyRelease>;
using Certificate = std::unique_ptr<X509, CertificateRelease>;

File opened(const QString &path, const char *mode) { return File(std::fopen(QFile::encodeName(path).constData(), mode)); }

Key readKey(const QString &path) { return Key(PEM_read_PrivateKey(opened(path, "r").get(), nullptr, nullptr, nullptr)); }
Certificate readCertificate(const QString &path) { return Certificate(PEM_read_X509(opened(path, "r").get(), nullptr, nullptr, nullptr)); }

void extend(X509 &certificate, X509 &issuer, int what, const QByteArray &value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, &issuer, &certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, ExtensionRelease> extension(X509V3_EXT_conf_nid(nullptr, &context, what, value.constData()));
    X509_add_ext(&certificate, extension.get(), -1);
}

Certificate blank(EVP_PKEY &key, const QByteArray &name, int fromDay, int toDay)
{
    static long serial = 1000;
    Certificate made(X509_new());
    X509_set_version(made.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), fromDay * secondsOfDay);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), toDay * secondsOfDay);
    X509_set_pubkey(made.get(), &key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char *>(name.constData()), -1, -1, 0);
    return made;
}

TestCertificate written(const QString &stem, X509 &certificate, EVP_PKEY &key)
{
    const TestCertificate files{.certificateFile = stem + QStringLiteral(".pem"), .keyFile = stem + QStringLiteral("-key.pem")};
    PEM_write_X509(opened(files.certificateFile, "w").get(), &certificate);
    PEM_write_PKCS8PrivateKey(opened(files.keyFile, "w").get(), &key, nullptr, nullptr, 0, nullptr, nullptr);
    return files;
}

} // namespace

TestAuthority::TestAuthority(QString folder, const QString &name) : m_folder(std::move(folder))
{
    const Key key(EVP_EC_gen("P-256"));
    const Certificate own = blank(*key, "Quarterdeck test authority " + name.toUtf8(), -60, 365);
    X509_set_issuer_name(own.get(), X509_get_subject_name(own.get()));
    extend(*own, *own, NID_basic_constraints, "critical,CA:TRUE");
    extend(*own, *own, NID_key_usage, "critical,keyCertSign,cRLSign");
    extend(*own, *own, NID_subject_key_identifier, "hash");
    X509_sign(own.get(), key.get(), EVP_sha256());
    m_own = written(QDir(m_folder).filePath(name), *own, *key);
}

TestCertificate TestAuthority::issue(const QString &host, int fromDay, int toDay) const
{
    const Certificate issuer = readCertificate(m_own.certificateFile);
    const Key key(EVP_EC_gen("P-256"));
    const Certificate made = blank(*key, host.toUtf8(), fromDay, toDay);
    X509_set_issuer_name(made.get(), X509_get_subject_name(issuer.get()));
    extend(*made, *issuer, NID_subject_alt_name, (QHostAddress(host).isNull() ? "DNS:" : "IP:") + host.toUtf8());
    extend(*made, *issuer, NID_ext_key_usage, "serverAuth,clientAuth");
    extend(*made, *issuer, NID_authority_key_identifier, "keyid");
    X509_sign(made.get(), readKey(m_own.keyFile).get(), EVP_sha256());
    return written(QDir(m_folder).filePath(QStringLiteral("%1-%2").arg(host).arg(ASN1_INTEGER_get(X509_get0_serialNumber(made.get())))), *made, *key);
}

QString TestAuthority::withPassphrase(const TestCertificate &certificate) const
{
    const QString path = QString(certificate.keyFile).replace(QStringLiteral("-key.pem"), QStringLiteral("-locked.pem"));
    char passphrase[] = "not kept anywhere";
    PEM_write_PKCS8PrivateKey(opened(path, "w").get(), readKey(certificate.keyFile).get(), EVP_aes_256_cbc(), passphrase, static_cast<int>(sizeof(passphrase) - 1), nullptr, nullptr);
    return path;
}

} // namespace qd::test
