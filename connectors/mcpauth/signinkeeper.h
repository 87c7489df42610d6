#pragma once

#include "auth/secretstore.h"
#include "clock.h"
#include "mcpauth/clientchoice.h"
#include "mcpauth/grant.h"

#include <QHash>
#include <QList>
#include <QStringList>

#include <functional>
#include <optional>

namespace qd {

template<typename T>
class CallChain;

/// What is kept of a sign-in to one server at one issuer: the client as it was registered there, and the tokens.
struct KeptSignIn {
    oauth::ClientIdentity client; ///< empty id: not registered by us
    QString redirectUri;          ///< of the registration
    QString accessToken;          ///< empty: none
    QString refreshToken;
    std::optional<Instant> expires;
    QStringList scopes;           ///< of the access token
    oauth::Grant grant = oauth::Grant::AuthorizationCode; ///< how the tokens came
    QString tokenClient = {};     ///< the id of the client that they were given to; empty: nobody knows
    QStringList asked = {};       ///< scopes of the settings then; the server may have given fewer
    QStringList givenClients = {}; ///< ids of the settings that were shown to this issuer with their secret or key
    QString idTokenAt = {};       ///< the server name under which an identity provider's token is kept; empty: none
    bool operator==(const KeptSignIn &) const = default;
};

/// One entry of the keychain.
struct KeptAtIssuer {
    QString issuer;
    KeptSignIn kept;
};

/// Keeps sign-ins in the keychain, one entry for each server and issuer, so that nothing of one authorization server ever
/// reaches another (checklist row 58). GUI thread.
class SignInKeeper
{
public:
    /// `place` keeps the entries of one state folder apart from those of another; empty: the user's own.
    explicit SignInKeeper(SecretStore &store, QString place = {}) : m_store(store), m_place(std::move(place)) {}
    Q_DISABLE_COPY_MOVE(SignInKeeper)

    /// An absent or unreadable entry is an empty one.
    Call read(const QString &server, const QString &issuer, QObject *context, Completion<KeptSignIn> completion);
    /// What is kept of this server, at every issuer. Errors as those of the keychain; nothing kept is no error.
    Call readAll(const QString &server, QObject *context, Completion<QList<KeptAtIssuer>> completion);
    Call write(const QString &server, const QString &issuer, const KeptSignIn &kept, QObject *context, Completion<void> completion);
    /// What is kept of this server at any issuer. Nothing kept is no error.
    Call forgetAll(const QString &server, QObject *context, Completion<void> completion);

    /// The entry's name: readable where it is from, and different for each server, issuer and place.
    [[nodiscard]] QString entryName(const QString &server, const QString &issuer) const;
    /// A keychain cannot be listed: this entry holds at which issuers something is kept of a server.
    [[nodiscard]] QString indexName(const QString &server) const;

private:
    void remember(const QString &server, const QString &issuer, CallChain<void> &chain, std::function<void()> then);

    [[nodiscard]] Result<QStringList> issuersOf(const QString &server, const Result<QString> &index) const;

    SecretStore &m_store;
    const QString m_place;
    QHash<QString, QStringList> m_unlisted; ///< by server: issuers that an index which cannot be read may lack
};

/// The issuers' text; an unreadable one names nobody.
[[nodiscard]] QString encodeIssuers(const QStringList &issuers);
[[nodiscard]] QStringList decodeIssuers(const QString &text);

/// The entry's text; it says for whom it is, and decoding refuses another's.
[[nodiscard]] QString encodeKept(const QString &server, const QString &issuer, const KeptSignIn &kept);
[[nodiscard]] std::optional<KeptSignIn> decodeKept(const QString &text, const QString &server, const QString &issuer);

} // namespace qd
