#include "oauth/oauthkeys.h"

#include "entra/base64url.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <array>
#include <memory>

namespace qd::lab {

namespace {

using OAuthBio = std::unique_ptr<BIO, decltype(&BIO_free)>;
using OAuthKey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
constexpr size_t numberBytes = 32;

std::string_view viewOf(const unsigned char *bytes, size_t size) { return {reinterpret_cast<const char *>(bytes), size}; }
const unsigned char *bytesOf(std::string_view text) { return reinterpret_cast<const unsigned char *>(text.data()); }

std::string contentOf(BIO *bio)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return size > 0 ? std::string(data, static_cast<size_t>(size)) : std::string();
}

/// OpenSSL verifies DER; a web signature is both numbers side by side.
std::string derOf(std::string_view plain)
{
    const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> numbers(ECDSA_SIG_new(), &ECDSA_SIG_free);
    BIGNUM *r = BN_bin2bn(bytesOf(plain), numberBytes, nullptr);
    BIGNUM *s = BN_bin2bn(bytesOf(plain) + numberBytes, numberBytes, nullptr);
    ECDSA_SIG_set0(numbers.get(), r, s);
    unsigned char *der = nullptr;
    const int size = i2d_ECDSA_SIG(numbers.get(), &der);
    std::string text = size > 0 ? std::string(viewOf(der, static_cast<size_t>(size))) : std::string();
    OPENSSL_free(der);
    return text;
}

} // namespace

EcKeyPair makeEcKeyPair()
{
    const OAuthKey key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
    const OAuthBio secret(BIO_new(BIO_s_mem()), &BIO_free);
    const OAuthBio open(BIO_new(BIO_s_mem()), &BIO_free);
    PEM_write_bio_PrivateKey(secret.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    PEM_write_bio_PUBKEY(open.get(), key.get());
    return {contentOf(secret.get()), contentOf(open.get())};
}

bool verifiesEs256(std::string_view text, std::string_view signature, const std::string &publicPem)
{
    if (signature.size() != 2 * numberBytes)
        return false;
    const OAuthBio bio(BIO_new_mem_buf(publicPem.data(), static_cast<int>(publicPem.size())), &BIO_free);
    const OAuthKey key(PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    const std::string der = derOf(signature);
    return key && EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1
        && EVP_DigestVerify(context.get(), bytesOf(der), der.size(), bytesOf(text), text.size()) == 1;
}

std::string sha256Text(std::string_view text)
{
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(bytesOf(text), text.size(), digest.data());
    return base64UrlEncode(viewOf(digest.data(), digest.size()));
}

std::string hmacText(std::string_view key, std::string_view text)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytesOf(text), text.size(), digest.data(), &size);
    return base64UrlEncode(viewOf(digest.data(), size));
}

std::string randomToken()
{
    std::array<unsigned char, 32> bytes{};
    RAND_bytes(bytes.data(), static_cast<int>(bytes.size()));
    return base64UrlEncode(viewOf(bytes.data(), bytes.size()));
}

} // namespace qd::lab
