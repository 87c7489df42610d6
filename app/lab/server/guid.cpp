#include "server/guid.h"

#include <openssl/rand.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>

namespace qd::lab {

namespace {

constexpr std::string_view guidHexDigits = "0123456789abcdef";

std::string toHex(const unsigned char *bytes, size_t count)
{
    std::string out;
    for (size_t i = 0; i < count; ++i) {
        out.push_back(guidHexDigits[bytes[i] >> 4U]);
        out.push_back(guidHexDigits[bytes[i] & 15U]);
    }
    return out;
}

std::string toGuid(std::array<unsigned char, 16> bytes)
{
    bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0FU) | 0x40U);
    bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3FU) | 0x80U);
    std::string out = toHex(bytes.data(), bytes.size());
    for (const size_t dash : {8U, 13U, 18U, 23U})
        out.insert(dash, 1, '-');
    return out;
}

std::array<unsigned char, SHA256_DIGEST_LENGTH> digestOf(uint64_t seed, std::string_view purpose)
{
    const std::string text = "quarterdeck-lab:" + std::to_string(seed) + ":" + std::string(purpose);
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char *>(text.data()), text.size(), digest.data());
    return digest;
}

} // namespace

std::string randomGuid()
{
    std::array<unsigned char, 16> bytes{};
    RAND_bytes(bytes.data(), static_cast<int>(bytes.size()));
    return toGuid(bytes);
}

std::string derivedGuid(uint64_t seed, std::string_view purpose)
{
    const auto digest = digestOf(seed, purpose);
    std::array<unsigned char, 16> bytes{};
    std::copy_n(digest.begin(), bytes.size(), bytes.begin());
    return toGuid(bytes);
}

std::string derivedHex(uint64_t seed, std::string_view purpose)
{
    const auto digest = digestOf(seed, purpose);
    return toHex(digest.data(), digest.size());
}

} // namespace qd::lab
