#include "mcpauth/es256.h"

#include "mcpauth/pkce.h"

#include <nlohmann/json.hpp>
#include <openssl/bio.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <array>
#include <memory>

namespace qd::es256 {

namespace {

constexpr Seconds assertionLife{300};
constexpr int coordinateBytes = 32;

template<typename T, void (*release)(T *)>
struct Release {
    void operator()(T *object) const { release(object); }
};
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY, EVP_PKEY_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Release<EVP_MD_CTX, EVP_MD_CTX_free>>;
using DerSignature = std::unique_ptr<ECDSA_SIG, Release<ECDSA_SIG, ECDSA_SIG_free>>;
struct BioRelease {
    void operator()(BIO *bio) const { BIO_free(bio); }
};

Error keyError(const QString &message) { return {.kind = ErrorKind::Invalid, .message = message}; }

/// A key with a passphrase must not make OpenSSL ask for it on the terminal.
int noPassphrase(char *, int, int, void *) { return 0; }

Result<std::shared_ptr<EVP_PKEY>> readKey(const QByteArray &pem)
{
    const std::unique_ptr<BIO, BioRelease> bio(BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size())));
    Key key(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, noPassphrase, nullptr) : nullptr);
    if (!key)
        return keyError(QStringLiteral("The client's key is not a private key in PEM without a passphrase."));
    std::array<char, 32> group{};
    size_t size = 0;
    const bool isP256 = EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_EC && EVP_PKEY_get_group_name(key.get(), group.data(), group.size(), &size) == 1
        && QByteArrayView(group.data(), static_cast<qsizetype>(size)) == QByteArrayView("prime256v1");
    if (!isP256)
        return keyError(QStringLiteral("The client's key is not on the curve P-256, which ES256 needs."));
    return std::shared_ptr<EVP_PKEY>(std::move(key));
}

/// OpenSSL signs in DER; a web signature is both numbers side by side.
QByteArray plainSignature(const QByteArray &der)
{
    const auto *bytes = reinterpret_cast<const unsigned char *>(der.constData());
    const DerSignature parsed(d2i_ECDSA_SIG(nullptr, &bytes, static_cast<long>(der.size())));
    std::array<unsigned char, 2 * coordinateBytes> plain{};
    if (!parsed || BN_bn2binpad(ECDSA_SIG_get0_r(parsed.get()), plain.data(), coordinateBytes) != coordinateBytes
        || BN_bn2binpad(ECDSA_SIG_get0_s(parsed.get()), plain.data() + coordinateBytes, coordinateBytes) != coordinateBytes)
        return {};
    return QByteArray(reinterpret_cast<const char *>(plain.data()), static_cast<qsizetype>(plain.size()));
}

QByteArray signatureOf(const QByteArray &text, EVP_PKEY *key)
{
    const DigestContext context(EVP_MD_CTX_new());
    const auto *bytes = reinterpret_cast<const unsigned char *>(text.constData());
    const auto length = static_cast<size_t>(text.size());
    size_t size = 0;
    if (!context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) != 1
        || EVP_DigestSign(context.get(), nullptr, &size, bytes, length) != 1)
        return {};
    QByteArray der(static_cast<qsizetype>(size), '\0');
    if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char *>(der.data()), &size, bytes, length) != 1)
        return {};
    der.truncate(static_cast<qsizetype>(size));
    return plainSignature(der);
}

QByteArray webEncoded(const QByteArray &bytes) { return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals); }

QByteArray signingInput(const ClientAssertion &assertion)
{
    const qint64 now = std::chrono::floor<Seconds>(assertion.now).time_since_epoch().count();
    nlohmann::ordered_json header{{"typ", "JWT"}, {"alg", "ES256"}};
    if (!assertion.keyId.isEmpty())
        header["kid"] = assertion.keyId.toStdString();
    const nlohmann::ordered_json claims{{"iss", assertion.clientId.toStdString()}, {"sub", assertion.clientId.toStdString()},
                                        {"aud", assertion.audience.toStdString()}, {"jti", oauth::randomText().toStdString()},
                                        {"iat", now}, {"exp", now + assertionLife.count()}};
    return webEncoded(QByteArray::fromStdString(header.dump())) + '.' + webEncoded(QByteArray::fromStdString(claims.dump()));
}

} // namespace

Result<QByteArray> sign(const ClientAssertion &assertion, const QByteArray &pem)
{
    const auto key = readKey(pem);
    if (!key)
        return key.error();
    const QByteArray input = signingInput(assertion);
    const QByteArray signature = signatureOf(input, key->get());
    if (signature.isEmpty())
        return Error{.kind = ErrorKind::Internal, .message = QStringLiteral("The client's assertion could not be signed.")};
    return QByteArray(input + '.' + webEncoded(signature));
}

} // namespace qd::es256
