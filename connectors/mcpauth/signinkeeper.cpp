#include "mcpauth/signinkeeper.h"

#include "http/callchain.h"
#include "mcpauth/scopes.h"
#include "mcpauth/weburl.h"

#include <QCryptographicHash>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

namespace qd {

namespace {

using KeptJson = nlohmann::json;

QString keptText(const KeptJson &object, const char *name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? QString::fromStdString(found->get<std::string>()) : QString();
}

constexpr qsizetype mostIssuers = 50;
constexpr size_t mostGivenClients = 50;

/// As `--grant` calls them; entries without it are a person's.
constexpr std::array<std::pair<oauth::Grant, QLatin1String>, 2> keptGrantNames{{{oauth::Grant::ClientCredentials, QLatin1String("client")}, {oauth::Grant::EnterpriseManaged, QLatin1String("enterprise")}}};

std::string keptGrantName(oauth::Grant grant)
{
    const auto found = std::ranges::find(keptGrantNames, grant, &std::pair<oauth::Grant, QLatin1String>::first);
    return found == keptGrantNames.end() ? std::string("person") : found->second.toString().toStdString();
}

oauth::Grant keptGrantOf(const QString &name)
{
    const auto found = std::ranges::find_if(keptGrantNames, [&name](const auto &one) { return one.second == name; });
    return found == keptGrantNames.end() ? oauth::Grant::AuthorizationCode : found->first;
}

KeptJson keptList(const QStringList &texts)
{
    KeptJson list = KeptJson::array();
    for (const QString &text : texts)
        list.push_back(text.toStdString());
    return list;
}

QStringList keptTexts(const KeptJson &object, const char *name)
{
    QStringList texts;
    const auto found = object.find(name);
    if (found == object.end() || !found->is_array())
        return texts;
    for (size_t i = 0; i < std::min(found->size(), mostGivenClients); ++i)
        if ((*found)[i].is_string())
            texts << QString::fromStdString((*found)[i].get<std::string>());
    return texts;
}

QString keptName(const QString &server, const QString &whole)
{
    const auto url = oauth::parseWebUrl(server);
    return QStringLiteral("mcp-sign-in.%1.%2").arg(url ? url->host : QStringLiteral("server"),
                                                   QString::fromLatin1(QCryptographicHash::hash(whole.toUtf8(), QCryptographicHash::Sha256).toHex().left(32)));
}

QString keptEntryName(const QString &place, const QString &server, const QString &issuer) { return keptName(server, place + u'\n' + server + u'\n' + issuer); }

/// All of them, whatever the keychain says of one: its first word against it is the result.
void removeKept(SecretStore &store, const QStringList &names, const Result<void> &soFar, CallChain<void> &chain)
{
    if (names.isEmpty())
        return chain.finish(soFar);
    chain.follow(store.remove(names.first(), &chain, [&store, names, soFar, &chain](const Result<void> &removed) {
        const bool isGone = removed || isNoSuchSecret(removed.error());
        removeKept(store, names.mid(1), isGone || !soFar ? soFar : removed, chain);
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
        if (!text && !isNoSuchSecret(text.error()))
            return chain.finish(text.error());
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
                   {"scope", kept.scopes.join(u' ').toStdString()}, {"asked", kept.asked.join(u' ').toStdString()},
                   {"grant", keptGrantName(kept.grant)}, {"tokenClient", kept.tokenClient.toStdString()},
                   {"givenClients", keptList(kept.givenClients)}, {"idTokenAt", kept.idTokenAt.toStdString()}};
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
                    .scopes = oauth::splitScopes(keptText(entry, "scope")),
                    .grant = keptGrantOf(keptText(entry, "grant")),
                    .tokenClient = keptText(entry, entry.contains("tokenClient") ? "tokenClient" : "clientId"),
                    .asked = oauth::splitScopes(keptText(entry, "asked")),
                    .givenClients = keptTexts(entry, "givenClients"),
                    .idTokenAt = keptText(entry, "idTokenAt")};
    if (const auto expires = entry.find("expires"); expires != entry.end() && expires->is_number_integer())
        kept.expires = Instant(Seconds(expires->get<qint64>()));
    return kept;
}

QString encodeIssuers(const QStringList &issuers)
{
    return QString::fromStdString(KeptJson{{"version", 1}, {"issuers", keptList(issuers)}}.dump(-1, ' ', false, KeptJson::error_handler_t::replace));
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
    chain->follow(m_store.read(indexName(server), chain, [this, chain, reading](const Result<QString> &text) {
        const auto issuers = issuersOf(reading->server, text);
        if (!issuers)
            return chain->finish(issuers.error());
        reading->issuers = *issuers;
        readKept(reading, *chain);
    }));
    return handle;
}

/// Without an index that can be read: those of this program alone.
Result<QStringList> SignInKeeper::issuersOf(const QString &server, const Result<QString> &index) const
{
    QStringList issuers = decodeIssuers(index.value_or(QString()));
    const QStringList unlisted = m_unlisted.value(server);
    if (!index && !isNoSuchSecret(index.error()) && unlisted.isEmpty())
        return index.error();
    for (const QString &issuer : unlisted)
        if (!issuers.contains(issuer))
            issuers << issuer;
    return issuers;
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

/// An index that could not be read is not written: it may name more issuers than we know.
void SignInKeeper::remember(const QString &server, const QString &issuer, CallChain<void> &chain, std::function<void()> then)
{
    chain.follow(m_store.read(indexName(server), &chain, [this, &chain, server, issuer, then = std::move(then)](const Result<QString> &text) {
        if (!text && !isNoSuchSecret(text.error())) {
            m_unlisted[server].removeAll(issuer);
            m_unlisted[server] << issuer;
            return then();
        }
        QStringList issuers = decodeIssuers(text.value_or(QString()));
        if (issuers.contains(issuer))
            return then();
        issuers.prepend(issuer);
        chain.follow(m_store.write(indexName(server), encodeIssuers(issuers.first(std::min(issuers.size(), mostIssuers))), &chain, [then](const Result<void> &) { then(); })); // a keyring that refuses says so for the token, too
    }));
}

Call SignInKeeper::forgetAll(const QString &server, QObject *context, Completion<void> completion)
{
    auto *chain = new CallChain<void>(nullptr, context, std::move(completion));
    const Call handle = chain->handle();
    chain->follow(m_store.read(indexName(server), chain, [this, chain, server](const Result<QString> &text) {
        const auto issuers = issuersOf(server, text);
        if (!issuers)
            return chain->finish(issuers.error());
        QStringList names;
        for (const QString &issuer : *issuers)
            names << entryName(server, issuer);
        if (!names.isEmpty())
            names << indexName(server);
        m_unlisted.remove(server);
        removeKept(m_store, names, {}, *chain);
    }));
    return handle;
}

} // namespace qd
