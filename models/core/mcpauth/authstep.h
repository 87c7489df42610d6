#pragma once

#include <QList>
#include <QString>

namespace qd::oauth {

/// One step of a sign-in as it is shown: what was asked where, what came, and what was made of it. Never holds a secret; the
/// URL has been through shownUrl(). Texts may quote the server: plain text only.
struct AuthStep {
    QString what;     ///< "GET", "POST", "open", "choose"
    QString url;      ///< empty: nothing was contacted
    int status = 0;   ///< 0: no answer
    QString decision;
    bool isFailure = false;
    bool operator==(const AuthStep &) const = default;

    /// "GET https://x/y -> 200: the resource is the server".
    [[nodiscard]] QString line() const
    {
        QString text = what;
        if (!url.isEmpty())
            text += u' ' + url;
        if (status > 0)
            text += QStringLiteral(" -> %1").arg(status);
        return text + QStringLiteral(": ") + decision;
    }
};

using AuthTrail = QList<AuthStep>;

} // namespace qd::oauth
