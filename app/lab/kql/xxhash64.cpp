#include "kql/xxhash64.h"

#include <array>
#include <bit>
#include <cstring>

namespace qd::lab {

namespace {

constexpr std::array<std::uint64_t, 5> xxPrimes{0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5};

template<typename T>
std::uint64_t xxRead(const char *at)
{
    T value = 0;
    std::memcpy(&value, at, sizeof value);
    return value;
}

std::uint64_t xxRound(std::uint64_t sum, std::uint64_t word) { return std::rotl(sum + word * xxPrimes[1], 31) * xxPrimes[0]; }

std::uint64_t xxStripes(const char **at, const char *end)
{
    std::array<std::uint64_t, 4> sums{xxPrimes[0] + xxPrimes[1], xxPrimes[1], 0, 0 - xxPrimes[0]};
    for (; end - *at >= 32; *at += 32)
        for (size_t i = 0; i < sums.size(); ++i)
            sums[i] = xxRound(sums[i], xxRead<std::uint64_t>(*at + i * 8));
    std::uint64_t hash = std::rotl(sums[0], 1) + std::rotl(sums[1], 7) + std::rotl(sums[2], 12) + std::rotl(sums[3], 18);
    for (const std::uint64_t sum : sums)
        hash = (hash ^ xxRound(0, sum)) * xxPrimes[0] + xxPrimes[3];
    return hash;
}

} // namespace

std::uint64_t xxHash64(std::string_view text)
{
    const char *at = text.data();
    const char *const end = at + text.size();
    std::uint64_t hash = text.size() >= 32 ? xxStripes(&at, end) : xxPrimes[4];
    hash += text.size();
    for (; end - at >= 8; at += 8)
        hash = std::rotl(hash ^ xxRound(0, xxRead<std::uint64_t>(at)), 27) * xxPrimes[0] + xxPrimes[3];
    for (; end - at >= 4; at += 4)
        hash = std::rotl(hash ^ xxRead<std::uint32_t>(at) * xxPrimes[0], 23) * xxPrimes[1] + xxPrimes[2];
    for (; at < end; ++at)
        hash = std::rotl(hash ^ static_cast<unsigned char>(*at) * xxPrimes[4], 11) * xxPrimes[0];
    hash = (hash ^ hash >> 33) * xxPrimes[1];
    hash = (hash ^ hash >> 29) * xxPrimes[2];
    return hash ^ hash >> 32;
}

} // namespace qd::lab
