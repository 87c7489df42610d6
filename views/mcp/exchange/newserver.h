#pragma once

#include "tlssettings.h"

#include <QList>
#include <QString>

#include <utility>

namespace qd {

/// What is typed of signing in to a server: all of it optional. The secret is in clear.
struct NewSignIn {
    QString clientId;
    QString clientIssuer;
    QString clientSecret;
    QString documentUrl;
    QString scopes; ///< with spaces between
    bool isSecretKept = false; ///< the keyring has one already; an empty `clientSecret` leaves it there
};

/// What is typed of a server. A value; keys in it are still in clear.
struct NewServer {
    enum class Way { Command, Http, Sse };
    Way way = Way::Command;
    QString name;
    QString command;
    QStringList arguments;
    QString url;
    QList<std::pair<QString, QString>> pairs; ///< variables of a command, headers of an address
    NewSignIn signIn;
    TlsSettings tls;
};

} // namespace qd
