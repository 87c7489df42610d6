#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <utility>

namespace qd::oauth {

inline constexpr qsizetype maxChallengeBytes = 16 * 1024;
inline constexpr qsizetype maxChallenges = 16;
inline constexpr qsizetype maxChallengeParameters = 32;

/// One challenge of a WWW-Authenticate header (RFC 9110 section 11.6.1). A value; its texts are the server's.
struct Challenge {
    QString scheme; ///< as sent; compares without regard to case
    QString token68;
    QList<std::pair<QString, QString>> parameters; ///< names in lower case; of two with one name the first is kept
    /// The value, or nothing.
    [[nodiscard]] std::optional<QString> parameter(QLatin1String name) const;
};

/// The challenges of a header, several header fields joined by commas. What is malformed is skipped; bounded by the limits
/// above. Pure, any thread.
[[nodiscard]] QList<Challenge> parseChallenges(const QByteArray &header);

/// What a protected MCP server says of itself when it refuses a request (RFC 6750 section 3, RFC 9728 section 5.1).
struct BearerChallenge {
    QString resourceMetadata; ///< URL, unchecked; empty when absent
    QStringList scopes;
    QString error;
    QString errorDescription;
};

/// The first Bearer challenge of the header, or nothing.
[[nodiscard]] std::optional<BearerChallenge> bearerChallenge(const QByteArray &header);

} // namespace qd::oauth
