#include "azurearm/etag.h"

#include "azurearm/armerror.h"

#include <openssl/evp.h>

#include <array>
#include <string_view>

namespace qd::lab {

namespace {

HttpReply preconditionFailed()
{
    return armError({412, "PreconditionFailed", "Resource was modified since last retrieval."});
}

HttpReply missingIfMatch()
{
    return armError({400, "ValidationError", "One or more fields contain incorrect values: If-Match header is required."});
}

/// Some clients send the ETag without its quotes or as a weak one.
std::string_view bareEtag(std::string_view etag)
{
    if (etag.starts_with("W/"))
        etag.remove_prefix(2);
    if (etag.size() >= 2 && etag.front() == '"' && etag.back() == '"')
        etag = etag.substr(1, etag.size() - 2);
    return etag;
}

bool matchesEtag(std::string_view header, const std::optional<std::string> &current)
{
    return current && (header == "*" || bareEtag(header) == bareEtag(*current));
}

} // namespace

std::string RowVersions::next()
{
    constexpr size_t versionBytes = 8;
    uint64_t version = ++m_last;
    std::array<unsigned char, versionBytes> bytes{};
    for (size_t i = versionBytes; i-- > 0; version >>= 8U)
        bytes[i] = static_cast<unsigned char>(version & 255U);
    std::array<unsigned char, 16> text{};
    const int size = EVP_EncodeBlock(text.data(), bytes.data(), versionBytes);
    return '"' + std::string(reinterpret_cast<const char *>(text.data()), static_cast<size_t>(size)) + '"';
}

std::optional<HttpReply> refusedByEtag(const HttpRequest &request, const std::optional<std::string> &current, IfMatchRule rule)
{
    const std::string_view wanted = request.header("if-match");
    const std::string_view unwanted = request.header("if-none-match");
    if (!wanted.empty() && !matchesEtag(wanted, current))
        return preconditionFailed();
    if (!unwanted.empty() && matchesEtag(unwanted, current))
        return preconditionFailed();
    if (wanted.empty() && rule == IfMatchRule::Required)
        return missingIfMatch();
    return std::nullopt;
}

} // namespace qd::lab
