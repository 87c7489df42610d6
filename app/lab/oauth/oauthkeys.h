#pragma once

#include <string>
#include <string_view>

namespace qd::lab {

/// A fresh key on P-256.
struct EcKeyPair {
    std::string privatePem;
    std::string publicPem;
};
EcKeyPair makeEcKeyPair();

/// Whether `signature` (r and s side by side) is ES256 of `text` by the key.
bool verifiesEs256(std::string_view text, std::string_view signature, const std::string &publicPem);

/// SHA-256, and HMAC-SHA-256, in base64url.
std::string sha256Text(std::string_view text);
std::string hmacText(std::string_view key, std::string_view text);
/// 256 random bits in base64url.
std::string randomToken();

} // namespace qd::lab
