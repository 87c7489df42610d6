#include "server/certificates.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <array>
#include <ctime>
#include <utility>

namespace qd::lab {

namespace {

constexpr long secondsPerDay = 24 * 60 * 60;
constexpr int authorityDays = 3650;
constexpr int serverDays = 365;
constexpr const char *serverNames = "IP:127.0.0.1,IP:::1,DNS:localhost";
constexpr const char *permittedNames =
    "critical,permitted;IP:127.0.0.1/255.255.255.255,permitted;IP:0:0:0:0:0:0:0:1/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff,permitted;DNS:localhost";

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;
using Extension = std::pair<int, const char *>;

Bio memoryBio() { return {BIO_new(BIO_s_mem()), &BIO_free}; }

std::string textOfBio(BIO *bio)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return size > 0 ? std::string(data, static_cast<size_t>(size)) : std::string();
}

/// A positive random serial number of 127 bits.
void setSerial(X509 *certificate)
{
    std::array<unsigned char, 16> bytes{};
    RAND_bytes(bytes.data(), static_cast<int>(bytes.size()));
    bytes[0] = static_cast<unsigned char>((bytes[0] & 0x7FU) | 1U);
    const std::unique_ptr<BIGNUM, decltype(&BN_free)> number(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr), &BN_free);
    BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate));
}

bool addExtensions(X509 *certificate, X509 *issuer, std::initializer_list<Extension> extensions)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    for (const auto &[nid, value] : extensions) {
        const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> made(X509V3_EXT_conf_nid(nullptr, &context, nid, value),
                                                                                   &X509_EXTENSION_free);
        if (!made || X509_add_ext(certificate, made.get(), -1) != 1)
            return false;
    }
    return true;
}

/// A certificate for a new key, not signed yet. Begins an hour early, for clocks that differ.
TlsIdentity beginCertificate(const char *commonName, int days)
{
    constexpr long grace = 3600;
    TlsIdentity made{CertificatePtr(X509_new(), &X509_free), PrivateKeyPtr(EVP_EC_gen("P-256"), &EVP_PKEY_free)};
    if (!made.certificate || !made.key)
        return {};
    X509 *certificate = made.certificate.get();
    X509_set_version(certificate, X509_VERSION_3);
    setSerial(certificate);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -grace);
    X509_gmtime_adj(X509_getm_notAfter(certificate), days * secondsPerDay);
    X509_set_pubkey(certificate, made.key.get());
    X509_NAME *name = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(name, "O", MBSTRING_ASC, reinterpret_cast<const unsigned char *>("Quarterdeck"), -1, -1, 0);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char *>(commonName), -1, -1, 0);
    return made;
}

} // namespace

TlsIdentity makeAuthority()
{
    TlsIdentity made = beginCertificate("Quarterdeck lab, this machine only", authorityDays);
    X509 *certificate = made.certificate.get();
    const bool complete = made.key && X509_set_issuer_name(certificate, X509_get_subject_name(certificate)) == 1
        && addExtensions(certificate, certificate, {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                                                    {NID_key_usage, "critical,keyCertSign,cRLSign"},
                                                    {NID_subject_key_identifier, "hash"},
                                                    {NID_name_constraints, permittedNames}})
        && X509_sign(certificate, made.key.get(), EVP_sha256()) > 0;
    return complete ? made : TlsIdentity();
}

TlsIdentity makeServerIdentity(const TlsIdentity &authority)
{
    TlsIdentity made = beginCertificate("localhost", serverDays);
    X509 *certificate = made.certificate.get();
    X509 *issuer = authority.certificate.get();
    const bool complete = made.key && X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1
        && addExtensions(certificate, issuer, {{NID_basic_constraints, "critical,CA:FALSE"},
                                               {NID_key_usage, "critical,digitalSignature"},
                                               {NID_ext_key_usage, "serverAuth"},
                                               {NID_subject_key_identifier, "hash"},
                                               {NID_authority_key_identifier, "keyid:always"},
                                               {NID_subject_alt_name, serverNames}})
        && X509_sign(certificate, authority.key.get(), EVP_sha256()) > 0;
    return complete ? made : TlsIdentity();
}

std::string certificatePemOf(const TlsIdentity &identity)
{
    const Bio bio = memoryBio();
    PEM_write_bio_X509(bio.get(), identity.certificate.get());
    return textOfBio(bio.get());
}

std::string pemOf(const TlsIdentity &identity)
{
    const Bio bio = memoryBio();
    PEM_write_bio_PrivateKey(bio.get(), identity.key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return textOfBio(bio.get()) + certificatePemOf(identity);
}

std::optional<TlsIdentity> identityOfPem(std::string_view pem)
{
    const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
    TlsIdentity read;
    read.key = PrivateKeyPtr(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
    read.certificate = CertificatePtr(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), &X509_free);
    if (!read.key || !read.certificate || X509_check_private_key(read.certificate.get(), read.key.get()) != 1)
        return std::nullopt;
    return read;
}

bool endsWithin(const TlsIdentity &identity, int days)
{
    std::time_t limit = std::time(nullptr) + days * secondsPerDay;
    return X509_cmp_time(X509_get0_notAfter(identity.certificate.get()), &limit) <= 0;
}

} // namespace qd::lab
