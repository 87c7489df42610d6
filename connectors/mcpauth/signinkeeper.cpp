#include "mcpauth/signinkeeper.h"

#include "http/callchain.h"
#include "mcpauth/scopes.h"
#include "mcpauth/weburl.h"

#include <QCryptographicHash>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>

namespace qd {

namespace {

using KeptJson = nlohmann::json;

QString keptText(const KeptJson &object, const char *name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? QString::fromStdString(found->get<std::string>()) : QString();
}

constexpr qsizetype mostIssuers = 50;

QString keptName(const QString &server, const QString &whole)
{
    const auto url = oauth::parseWebUrl(server);
    return QStringLiteral("mcp-sign-in.%1.%2").arg(url ? url->host : QStringLiteral("server"),
                                                   QString::fromLatin1(QCryptographicHash::hash(whole.toUtf8(), QCryptographicHash::Sha256).toHex().left(32)));
}

QString keptEntryName(const QString &place, const QString &server, const QString &issuer) { return keptName(server, place + u'\n' + server + u'\n' + issuer); }

void removeKept(SecretStore &store, const QStringList &names, CallChain<void> &chain)
{
    if (names.isEmpty())
        return chain.finish({});
    chain.follow(store.remove(names.first(), &chain, [&store, names, &chain](const Result<void> &removed) {
        removed ? removeKept(store, names.mid(1), chain) : chain.finish(removed);
    }));
}

/// What the issuers' entries of one server hold, read one after the other.
struct KeptReading {
    SecretStore &store;
    QString place;
    QString server;
    QStringList issuers; ///< those that are left
    QList<KeptAtIssuer> found;
};

void readKept(const std::shared_ptr<KeptReading> &reading, CallChain<QList<KeptAtIssuer>> &chain)
{
    if (reading->issuers.isEmpty())
        return chain.finish(reading->found);
    const QString issuer = reading->issuers.takeFirst();
    chain.follow(reading->store.read(keptEntryName(reading->place, reading->server, issuer), &chain, [reading, issuer, &chain](const Result<QString> &text) {
        if (const auto kept = text ? decodeKept(*text, reading->server, issuer) : std::nullopt)
            reading->found.append({.issuer = issuer, .kept = *kept});
        readKept(reading, chain);
    }));
}

} // namespace

QString encodeKept(const QString &server, const QString &issuer, const KeptSignIn &kept)
{
    KeptJson entry{{"version", 1}, {"server", server.toStdString()}, {"issuer", issuer.toStdString()},
                   {"clientId", kept.client.id.toStdString()}, {"clientSecret", kept.client.secret.toStdString()},
                   {"authMethod", kept.client.authMethod.toStdString()}, {"redirectUri", kept.redirectUri.toStdString()},
                   {"accessToken", kept.accessToken.toStdString()}, {"refreshToken", kept.refreshToken.toStdString()},
                   {"scope", kept.scopes.join(u' ').toStdString()}};
    if (kept.expires)
        entry["expires"] = std::chrono::floor<Seconds>(*kept.expires).time_since_epoch().count();
    return QString::fromStdString(entry.dump(-1, ' ', false, KeptJson::error_handler_t::replace));
}

std::optional<KeptSignIn> decodeKept(const QString &text, const QString &server, const QString &issuer)
{
    const KeptJson entry = KeptJson::parse(text.toStdString(), nullptr, false);
    if (!entry.is_object() || keptText(entry, "server") != server || keptText(entry, "issuer") != issuer)
        return std::nullopt;
    KeptSignIn kept{.client = {.id = keptText(entry, "clientId"), .secret = keptText(entry, "clientSecret"), .authMethod = keptText(entry, "authMethod")},
                    .redirectUri = keptText(entry, "redirectUri"),
                    .accessToken = keptText(entry, "accessToken"),
                    .refreshToken = keptText(entry, "refreshToken"),
                    .scopes = oauth::splitScopes(keptText(entry, "scope"))};
    if (const auto expires = entry.find("expires"); expires != entry.end() && expires->is_number_integer())
        kept.expires = Instant(Seconds(expires->get<qint64>()));
    return kept;
}

QString encodeIssuers(const QStringList &issuers)
{
    KeptJson list = KeptJson::array();
    for (const QString &issuer : issuers)
        list.push_back(issuer.toStdString());
    return QString::fromStdString(KeptJson{{"version", 1}, {"issuers", list}}.dump(-1, ' ', false, KeptJson::error_handler_t::replace));
}

QStringList decodeIssuers(const QString &text)
{
    const KeptJson entry = KeptJson::parse(text.toStdString(), nullptr, false);
    QStringList issuers;
    if (!entry.is_object() || !entry.contains("issuers"))
        return issuers;
    for (const KeptJson &issuer : entry.at("issuers"))
        if (issuer.is_string() && issuers.size() < mostIssuers)
            issuers << QString::fromStdString(issuer.get<std::string>());
    return issuers;
}

QString SignInKeeper::entryName(const QString &server, const QString &issuer) const { return keptEntryName(m_place, server, issuer); }

QString SignInKeeper::indexName(const QString &server) const { return keptName(server, m_place + u'\n' + server) + QStringLiteral(".issuers"); }

Call SignInKeeper::read(const QString &server, const QString &issuer, QObject *context, Completion<KeptSignIn> completion)
{
    auto *chain = new CallChain<KeptSignIn>(nullptr, context, std::move(completion));
    const Call handle = chain->handle();
    chain->follow(m_store.read(entryName(server, issuer), chain, [chain, server, issuer](const Result<QString> &text) {
        chain->finish((text ? decodeKept(*text, server, issuer) : std::nullopt).value_or(KeptSignIn()));
    }));
    return handle;
}

Call SignInKeeper::readAll(const QString &server, QObject *context, Completion<QList<KeptAtIssuer>> completion)
{
    auto *chain = new CallChain<QList<KeptAtIssuer>>(nullptr, context, std::move(completion));
    const Call handle = chain->handle();
    const auto reading = std::make_shared<KeptReading>(KeptReading{m_store, m_place, server, {}, {}});
    chain->follow(m_store.read(indexName(server), chain, [chain, reading](const Result<QString> &text) {
        reading->issuers = decodeIssuers(text.value_or(QString()));
        readKept(reading, *chain);
    }));
    return handle;
}

/// The issuer's name first: a token that nobody can find again could not be forgotten.
Call SignInKeeper::write(const QString &server, const QString &issuer, const KeptSignIn &kept, QObject *context, Completion<void> completion)
{
    auto *chain = new CallChain<void>(nullptr, context, std::move(completion));
    const Call handle = chain->handle();
    remember(server, issuer, *chain, [&store = m_store, name = entryName(server, issuer), text = encodeKept(server, issuer, kept), chain] {
        chain->follow(store.write(name, text, chain, [chain](const Result<void> &written) { chain->finish(written); }));
    });
    return handle;
}

void SignInKeeper::remember(const QString &server, const QString &issuer, CallChain<void> &chain, std::function<void()> then)
{
    chain.follow(m_store.read(indexName(server), &chain, [&store = m_store, &chain, name = indexName(server), issuer, then = std::move(then)](const Result<QString> &text) {
        QStringList issuers = decodeIssuers(text.value_or(QString()));
        if (issuers.contains(issuer))
            return then();
        issuers.prepend(issuer);
        chain.follow(store.write(name, encodeIssuers(issuers.first(std::min(issuers.size(), mostIssuers))), &chain, [then](const Result<void> &) { then(); })); // a keyring that refuses says so for the token, too
    }));
}

Call SignInKeeper::forgetAll(const QString &server, QObject *context, Completion<void> completion)
{
    auto *chain = new CallChain<void>(nullptr, context, std::move(completion));
    const Call handle = chain->handle();
    chain->follow(m_store.read(indexName(server), chain, [&store = m_store, chain, index = indexName(server), place = m_place, server](const Result<QString> &text) {
        QStringList names;
        for (const QString &issuer : decodeIssuers(text.value_or(QString())))
            names << keptEntryName(place, server, issuer);
        if (!names.isEmpty())
            names << index;
        removeKept(store, names, *chain);
    }));
    return handle;
}

} // namespace qd
