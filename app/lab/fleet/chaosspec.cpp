#include "fleet/chaosspec.h"

#include "fleet/rng.h"

namespace qd::lab {

namespace {

/// FNV-1a.
uint64_t hashedText(const std::string &text)
{
    uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return hash;
}

} // namespace

const char *chaosModeName(ChaosMode mode)
{
    switch (mode) {
    case ChaosMode::Off: return "off";
    case ChaosMode::Throttle: return "throttle";
    case ChaosMode::Malformed: return "malformed";
    case ChaosMode::Outage: return "outage";
    }
    return "off";
}

bool ChaosSpec::hits(uint64_t task) const
{
    constexpr uint64_t steps = 1'000'000;
    const uint64_t draw = mixBits(hashedText(run) ^ mixBits(task)) % steps;
    return static_cast<double>(draw) < percent / 100 * static_cast<double>(steps);
}

} // namespace qd::lab
