#pragma once

#include <QString>

#include <chrono>
#include <optional>

namespace qd {

/// What went wrong, by what a caller can do about it. Order is not significant.
enum class ErrorKind {
    Cancelled,    ///< the caller asked for it
    Timeout,      ///< our own deadline passed
    Network,      ///< no usable answer: unreachable, refused, dropped
    Tls,          ///< certificate or handshake
    Unauthorized, ///< 401 or no token to be had: sign in again
    Forbidden,    ///< 403: signed in, not allowed
    NotFound,     ///< 404
    Conflict,     ///< 409 or 412
    Throttled,    ///< 429, or our own governor; see Error::retryAfter
    Server,       ///< 5xx
    Query,        ///< the query text was refused; see Error::position
    Protocol,     ///< an answer that is not what the protocol says
    Decode,       ///< an answer or a file that cannot be decoded; Error::detail says where
    Keychain,     ///< the secret store refused
    Invalid,      ///< bad input from the user or a file
    Internal      ///< our own mistake
};

/// A place in a text, both counted from 1. `offset` counts UTF-16 units from 0.
struct TextPosition {
    int line = 1;
    int column = 1;
    qsizetype offset = 0;
    bool operator==(const TextPosition &) const = default;
};

/// Why an operation did not succeed. A plain value; `message` is one sentence for people, `detail` goes to the log.
struct Error {
    ErrorKind kind = ErrorKind::Internal;
    QString message;
    QString detail;
    int httpStatus = 0;        ///< 0 when there was no HTTP answer
    QString vendorCode;        ///< e.g. "SEM0100", "AADSTS7000215"
    QString requestId;         ///< the server's id for support, or ours when it sent none
    std::optional<std::chrono::milliseconds> retryAfter;
    std::optional<TextPosition> position;
    bool operator==(const Error &) const = default;
};

/// The kind as one lower-case word, as used in JSON output and logs.
QString errorKindName(ErrorKind kind);

} // namespace qd
