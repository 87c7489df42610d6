#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace qd::lab {

/// Mixes 64 bits well (splitmix64's finaliser); for seeds and ids made from numbers.
[[nodiscard]] constexpr uint64_t mixBits(uint64_t value)
{
    value += 0x9e3779b97f4a7c15ULL;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
    return value ^ (value >> 31);
}

/// Seeded random numbers (xoshiro256++) with own distributions, because those of the standard library differ between
/// implementations and the lab promises equal telemetry for equal seeds. Not for secrets.
class Rng
{
public:
    explicit Rng(uint64_t seed) : Rng(seed, 0) {}
    /// Stream `stream` of `seed`: independent of every other stream.
    Rng(uint64_t seed, uint64_t stream)
    {
        uint64_t value = mixBits(seed) ^ mixBits(~stream);
        for (uint64_t &word : m_state)
            word = value = mixBits(value);
    }

    [[nodiscard]] uint64_t bits()
    {
        const uint64_t result = rotate(m_state[0] + m_state[3], 23) + m_state[0];
        const uint64_t shifted = m_state[1] << 17;
        m_state[2] ^= m_state[0];
        m_state[3] ^= m_state[1];
        m_state[1] ^= m_state[2];
        m_state[0] ^= m_state[3];
        m_state[2] ^= shifted;
        m_state[3] = rotate(m_state[3], 45);
        return result;
    }
    /// In [0, 1).
    [[nodiscard]] double uniform() { return static_cast<double>(bits() >> 11) * 0x1.0p-53; }
    [[nodiscard]] bool chance(double probability) { return uniform() < probability; }
    /// In [0, count); count > 0.
    [[nodiscard]] uint64_t below(uint64_t count) { return static_cast<uint64_t>(uniform() * static_cast<double>(count)); }
    /// Exponential with mean 1.
    [[nodiscard]] double exponential() { return -std::log1p(-uniform()); }
    /// Normal with mean 0 and deviation 1.
    [[nodiscard]] double normal()
    {
        const double radius = std::sqrt(2 * exponential());
        return radius * std::cos(2 * std::numbers::pi * uniform());
    }
    /// Log-normal with mean 1: what latencies and text lengths look like. `sigma` is the spread of the logarithm.
    [[nodiscard]] double spread(double sigma) { return std::exp(sigma * normal() - sigma * sigma / 2); }

private:
    static constexpr uint64_t rotate(uint64_t value, int by) { return (value << by) | (value >> (64 - by)); }
    std::array<uint64_t, 4> m_state{};
};

} // namespace qd::lab
