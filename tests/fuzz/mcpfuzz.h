#pragma once

#include <QByteArray>

#include <cstdint>
#include <cstdlib>
#include <utility>

/// What the fuzzers of MCP share.
namespace qd::fuzz {

/// What does not hold ends the program, and libFuzzer keeps the input.
inline void require(bool holds)
{
    if (!holds)
        std::abort();
}

[[nodiscard]] inline QByteArray bytesOf(const std::uint8_t *data, std::size_t size)
{
    return {reinterpret_cast<const char *>(data), static_cast<qsizetype>(size)};
}

/// What stands before and after the first empty line; twice the whole where there is none.
[[nodiscard]] inline std::pair<QByteArray, QByteArray> partsOf(const QByteArray &bytes)
{
    const qsizetype border = bytes.indexOf("\n\n");
    return border < 0 ? std::pair(bytes, bytes) : std::pair(bytes.left(border), bytes.mid(border + 2));
}

} // namespace qd::fuzz
