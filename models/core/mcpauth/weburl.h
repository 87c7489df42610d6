#pragma once

#include <QString>

#include <optional>

namespace qd::oauth {

/// An absolute http or https URL taken apart as text. Nothing is decoded, lowered or added to what is kept of it, because
/// issuers and resources are compared and sent exactly as they were written (checklist row 52). A value.
struct WebUrl {
    QString text;      ///< the whole, as written
    QString scheme;    ///< lower case: "http" or "https"
    QString authority; ///< as written, e.g. "Auth.example.com:8443"
    QString host;      ///< lower case, without brackets and without a final dot
    int port = 0;      ///< the scheme's when none is written
    QString path;      ///< as written; empty or begins with "/"
    QString query;     ///< as written, without "?"
    bool hasQuery = false;

    [[nodiscard]] bool isSecure() const { return scheme == QLatin1String("https"); }
    /// "https://authority", as written.
    [[nodiscard]] QString origin() const { return text.left(text.indexOf(u':')) + QStringLiteral("://") + authority; }
};

/// Nothing for anything that is not http or https, for user info, fragments, blanks, control characters and backslashes, for a
/// bad port, and beyond 4096 characters. Pure, any thread.
[[nodiscard]] std::optional<WebUrl> parseWebUrl(const QString &text);

/// Scheme, host and port are the same.
[[nodiscard]] bool isSameOrigin(const WebUrl &a, const WebUrl &b);

/// The URL for people and logs: the values of query keys that are not known to be harmless are masked, user info and
/// fragment are left out, and it is cut at 512 characters.
[[nodiscard]] QString shownUrl(const QString &url);

} // namespace qd::oauth
