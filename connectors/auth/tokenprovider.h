#pragma once

#include "clock.h"
#include "http/call.h"

#include <QObject>
#include <QString>

namespace qd {

/// A bearer token and when it ends. Never logged, never stored outside the keychain.
struct AccessToken {
    QString secret;
    Instant expires{};
};

/// Where bearer tokens come from. Implementations cache per scope and renew before expiry; concurrent calls for one
/// scope share one request. GUI thread.
class TokenProvider
{
public:
    virtual ~TokenProvider() = default;
    /// `scope` as in azure facts 1.6, e.g. "https://api.applicationinsights.io/.default".
    virtual Call token(const QString &scope, QObject *context, Completion<AccessToken> completion) = 0;
    /// Forgets the token of this scope (a server refused it); the next call asks anew.
    virtual void invalidate(const QString &scope) = 0;
};

} // namespace qd
