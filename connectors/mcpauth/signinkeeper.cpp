#include "mcpauth/signinkeeper.h"

#include "http/callchain.h"
#include "mcpauth/scopes.h"
#include "mcpauth/weburl.h"

#include <QCryptographicHash>

#include <nlohmann/json.hpp>

namespace qd {

namespace {

using KeptJson = nlohmann::json;

QString keptText(const KeptJson &object, const char *name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? QString::fromStdString(found->get<std::string>()) : QString();
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

QString SignInKeeper::entryName(const QString &server, const QString &issuer) const
{
    const QByteArray whole = (m_place + u'\n' + server + u'\n' + issuer).toUtf8();
    const auto url = oauth::parseWebUrl(server);
    return QStringLiteral("mcp-sign-in.%1.%2").arg(url ? url->host : QStringLiteral("server"),
                                                   QString::fromLatin1(QCryptographicHash::hash(whole, QCryptographicHash::Sha256).toHex().left(32)));
}

Call SignInKeeper::read(const QString &server, const QString &issuer, QObject *context, Completion<KeptSignIn> completion)
{
    auto *chain = new CallChain<KeptSignIn>(nullptr, context, std::move(completion));
    const Call handle = chain->handle();
    chain->follow(m_store.read(entryName(server, issuer), chain, [chain, server, issuer](const Result<QString> &text) {
        chain->finish((text ? decodeKept(*text, server, issuer) : std::nullopt).value_or(KeptSignIn()));
    }));
    return handle;
}

Call SignInKeeper::write(const QString &server, const QString &issuer, const KeptSignIn &kept, QObject *context, Completion<void> completion)
{
    return m_store.write(entryName(server, issuer), encodeKept(server, issuer, kept), context, std::move(completion));
}

Call SignInKeeper::forget(const QString &server, const QString &issuer, QObject *context, Completion<void> completion)
{
    return m_store.remove(entryName(server, issuer), context, std::move(completion));
}

} // namespace qd
