#pragma once

#include "clock.h"
#include "mcpauth/authclient.h"
#include "mcpauth/authcodec.h"
#include "mcpauth/tokenrequest.h"

namespace qd {

/// With what a client proves itself; a key stands before a secret where the server takes it.
struct ClientProof {
    oauth::ClientIdentity client;
    QByteArray key; ///< PEM; empty: none
    QString keyId;
};

/// One token request of any grant with the client's proof (checklist row 57). Errors: Unauthorized with the server's OAuth
/// error as vendorCode, Invalid (a bad key), Decode, and those of AuthClient.
struct TokenRequest {
    oauth::ServerMetadata server;
    ClientProof proof;
    oauth::Form grant;
    QString purpose;         ///< for the trail: "a token", "a new token"
    bool needsBearer = true; ///< false: a token exchange
};
Call requestToken(AuthClient &client, const Clock &clock, const TokenRequest &request, QObject *context, Completion<authcodec::TokenAnswer> completion);

/// Tells the server that a token is over (RFC 7009): `request.grant` has the token, `request.purpose` what it is. A token that
/// the server does not know is over already. Errors as those of requestToken.
Call requestRevocation(AuthClient &client, const Clock &clock, const TokenRequest &request, QObject *context, Completion<void> completion);

} // namespace qd
