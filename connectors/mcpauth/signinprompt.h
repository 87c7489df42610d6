#pragma once

#include "http/call.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <functional>

namespace qd {

/// Error::vendorCode of a page from which nobody came back in time.
inline constexpr QLatin1String nobodySignedIn("nobody-signed-in");

/// A page that has to be opened in a browser so that a person signs in. Texts but `url` may be the server's: plain text.
struct SignInPage {
    QString server; ///< of MCP
    QString issuer; ///< who will know of it
    QString host;   ///< of the page
    QString url;    ///< the whole
    QString clientId;
    QStringList scopes;
    std::function<void(const Error &)> gaveUp = {}; ///< to be called when, after it was opened, nobody will come back from it
};

/// Asks whether the page may be opened, and opens it. GUI thread.
class SignInPrompt
{
public:
    virtual ~SignInPrompt() = default;
    /// Succeeds once the browser was started. Errors: Cancelled (refused), Unauthorized (nothing to open it with, or
    /// nobody is there who could agree).
    virtual Call open(const SignInPage &page, QObject *context, Completion<void> completion) = 0;
};

} // namespace qd
