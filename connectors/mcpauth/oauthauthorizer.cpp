#include "mcpauth/oauthauthorizer.h"

#include "log.h"
#include "http/callchain.h"
#include "mcp/references.h"
#include "mcp/secretmask.h"
#include "mcpauth/mcpsignout.h"
#include "mcpauth/plainwords.h"
#include "mcpauth/scopes.h"

#include <algorithm>
#include <array>

namespace qd {

namespace {

constexpr QByteArrayView bearerScheme("Bearer ");

QByteArray headerOf(const McpToken &token) { return bearerScheme.toByteArray() + token.secret.toLatin1(); }

Error refusedForGood(const McpRefusal &refusal, const QString &message)
{
    return {.kind = refusal.status == 403 ? ErrorKind::Forbidden : ErrorKind::Unauthorized, .message = message, .httpStatus = refusal.status};
}

/// The server's own reason, where it has one; it may quote what it was sent.
QString reasonOf(const McpRefusal &refusal, const std::optional<oauth::BearerChallenge> &challenge)
{
    const SecretMask mask({QString::fromLatin1(refusal.sent), QString::fromLatin1(refusal.sent.mid(bearerScheme.size()))});
    const QString words = challenge ? oauth::plainWords(mask.masked(challenge->errorDescription)) : QString();
    return words.isEmpty() ? QString() : QStringLiteral(" It says: %1").arg(words);
}

/// The settings' members that may be references.
constexpr std::array<QString McpAuthSettings::*, 4> secretMembers{&McpAuthSettings::clientSecret, &McpAuthSettings::clientKey, &McpAuthSettings::idpClientSecret,
                                                                  &McpAuthSettings::idToken};

/// References are resolved where those of headers are.
McpServerConfig asConfig(const McpAuthSettings &settings)
{
    McpServerConfig config;
    for (const auto member : secretMembers)
        config.headers.append({QStringLiteral("secret"), settings.*member});
    return config;
}

} // namespace

OAuthAuthorizer::OAuthAuthorizer(const OAuthParts &parts, const HttpClientOptions &options, const QString &place, HostLookup lookup)
    : m_parts(parts), m_lookup(std::move(lookup)), m_options(options), m_keeper(parts.secrets, place)
{
}

OAuthAuthorizer::~OAuthAuthorizer()
{
    const auto pending = std::move(m_pending);
    m_pending.clear();
    for (const auto &[server, entry] : pending) {
        entry.running.cancel();
        for (const Waiter &waiter : entry.waiters)
            waiter.state->finish(cancelledError());
    }
}

void OAuthAuthorizer::setSettings(const QString &server, const McpAuthSettings &settings)
{
    if (m_settings.value(server) == settings)
        return;
    m_settings.insert(server, settings);
    m_held.remove(server);
}

void OAuthAuthorizer::setTls(const QString &server, const TlsSettings &tls)
{
    if (m_tls.value(server) == tls)
        return;
    m_tls.insert(server, tls);
    if (const auto old = m_clients.find(server); old != m_clients.end()) {
        m_retired.push_back(std::move(old->second));
        m_clients.erase(old);
    }
}

HttpClient &OAuthAuthorizer::clientOf(const QString &server)
{
    std::unique_ptr<HttpClient> &client = m_clients[server];
    if (!client) {
        HttpClientOptions options = m_options;
        options.tls = m_tls.value(server);
        options.tls.isInsecure = false;
        options.tlsServer = QUrl(server);
        client = std::make_unique<HttpClient>(m_parts.clock, m_parts.timers, std::move(options));
    }
    return *client;
}

QByteArray OAuthAuthorizer::held(const QString &server) const
{
    const auto token = m_held.constFind(server);
    return token == m_held.constEnd() ? QByteArray() : headerOf(*token);
}

Call OAuthAuthorizer::authorize(const McpRefusal &refusal, QObject *context, Completion<QByteArray> completion)
{
    const auto state = CallState<QByteArray>::create(context, std::move(completion));
    const QByteArray now = held(refusal.server);
    const bool isFirst = !m_pending.contains(refusal.server);
    if (refusal.status == 401 && !now.isEmpty() && now != refusal.sent && isFirst) {
        state->finish(now); // another request has brought it meanwhile
        return state->handle();
    }
    join(refusal, state);
    if (isFirst)
        begin(refusal);
    return state->handle();
}

void OAuthAuthorizer::join(const McpRefusal &refusal, const std::shared_ptr<CallState<QByteArray>> &state)
{
    m_pending[refusal.server].waiters.push_back({state, refusal.tell});
    state->setStop([this, server = refusal.server, guard = QPointer(&m_guard), key = state.get()] {
        if (guard)
            leave(server, key);
    });
}

void OAuthAuthorizer::begin(const McpRefusal &refusal)
{
    const auto challenge = oauth::bearerChallenge(refusal.challenge);
    emit began(refusal.server);
    tell(refusal.server, {.what = QStringLiteral("refused"), .url = oauth::shownUrl(refusal.server), .status = refusal.status,
                          .decision = challenge ? QStringLiteral("a Bearer challenge%1").arg(challenge->scopes.isEmpty() ? QString() : QStringLiteral(", scopes %1").arg(challenge->scopes.join(u' ')))
                                                : QStringLiteral("no Bearer challenge")});
    if (const auto error = hopeless(refusal, challenge))
        settle(refusal.server, *error);
    else
        resolve(refusal);
}

/// Whether another token would be refused as well.
std::optional<Error> OAuthAuthorizer::hopeless(const McpRefusal &refusal, const std::optional<oauth::BearerChallenge> &challenge) const
{
    const McpToken token = m_held.value(refusal.server);
    const QString reason = reasonOf(refusal, challenge);
    if (refusal.status == 403) {
        if (challenge && oauth::mayStepUp(refusal.tries, token.scopes, challenge->scopes))
            return std::nullopt;
        return refusedForGood(refusal, refusal.tries >= oauth::maxStepUps ? QStringLiteral("The server asked for more scopes %1 times and is still not content.%2").arg(refusal.tries).arg(reason)
                                                                          : QStringLiteral("The server says that scopes are missing which the token has.%1").arg(reason));
    }
    const bool isJustMade = refusal.tries > 0 && token.isNew && refusal.sent == held(refusal.server);
    if (isJustMade || refusal.tries >= maxTries)
        return refusedForGood(refusal, QStringLiteral("The server refuses the token that its own authorization server has just given.%1").arg(reason));
    return std::nullopt;
}

void OAuthAuthorizer::resolve(const McpRefusal &refusal)
{
    m_pending[refusal.server].running = resolved(refusal.server, &m_guard, [this, refusal](const Result<McpAuthSettings> &settings) {
        settings ? signIn(refusal, *settings) : settle(refusal.server, settings.error());
    });
}

/// The server's settings without references.
Call OAuthAuthorizer::resolved(const QString &server, QObject *context, Completion<McpAuthSettings> completion)
{
    auto *chain = new CallChain<McpAuthSettings>(nullptr, context, std::move(completion));
    const Call handle = chain->handle();
    const McpAuthSettings settings = m_settings.value(server);
    chain->follow(resolveReferences(asConfig(settings), m_parts.secrets, chain, [chain, settings](const Result<ResolvedMcpConfig> &found) {
        if (!found)
            return chain->finish(found.error());
        McpAuthSettings known = settings;
        for (size_t i = 0; i < secretMembers.size(); ++i)
            known.*secretMembers[i] = found->config.headers.at(static_cast<qsizetype>(i)).second;
        chain->finish(known);
    }));
    return handle;
}

/// A later refusal may leave out where the metadata is.
std::optional<oauth::BearerChallenge> OAuthAuthorizer::completed(const McpRefusal &refusal)
{
    auto challenge = oauth::bearerChallenge(refusal.challenge);
    QString &place = m_metadataPlaces[refusal.server];
    if (challenge && !challenge->resourceMetadata.isEmpty())
        place = challenge->resourceMetadata;
    if (!challenge && !place.isEmpty())
        challenge.emplace();
    if (challenge)
        challenge->resourceMetadata = place;
    return challenge;
}

McpSignInParts OAuthAuthorizer::partsOf(const QString &server)
{
    return {m_parts.clock, m_parts.timers, clientOf(server), m_keeper, m_parts.prompt, m_lookup, [this, server](const oauth::AuthStep &step) { tell(server, step); }};
}

void OAuthAuthorizer::signIn(const McpRefusal &refusal, const McpAuthSettings &settings)
{
    const auto pending = m_pending.find(refusal.server);
    if (pending == m_pending.end())
        return;
    const auto server = oauth::parseWebUrl(refusal.server);
    if (!server)
        return settle(refusal.server, Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("The server's address cannot be signed in to: it is no plain http or https URL.")});
    const McpToken held = m_held.value(refusal.server);
    const McpSignInWish wish{.server = *server, .settings = settings, .challenge = completed(refusal),
                             .refused = refusal.sent.startsWith(bearerScheme) ? QString::fromLatin1(refusal.sent.mid(bearerScheme.size())) : QString(),
                             .held = held.scopes, .isRenewed = held.isRenewed && refusal.tries > 0 && refusal.sent == headerOf(held), .isStepUp = refusal.status == 403};
    pending->second.running = McpSignIn::start(partsOf(refusal.server), wish, &m_guard, [this, name = refusal.server](const Result<McpToken> &token) { settle(name, token); });
}

void OAuthAuthorizer::settle(const QString &server, const Result<McpToken> &token)
{
    const auto pending = m_pending.find(server);
    if (pending == m_pending.end())
        return;
    const std::vector<Waiter> waiters = std::move(pending->second.waiters);
    m_pending.erase(pending);
    if (token)
        m_held.insert(server, *token);
    for (const Waiter &waiter : waiters)
        waiter.state->finish(token ? Result<QByteArray>(headerOf(*token)) : Result<QByteArray>(token.error()));
    emit ended(server);
}

void OAuthAuthorizer::leave(const QString &server, const Call::Control *waiter)
{
    const auto pending = m_pending.find(server);
    if (pending == m_pending.end())
        return;
    std::erase_if(pending->second.waiters, [waiter](const Waiter &other) { return other.state.get() == waiter; });
    if (!pending->second.waiters.empty())
        return;
    const Call running = pending->second.running;
    m_pending.erase(pending);
    running.cancel();
    emit ended(server);
}

Call OAuthAuthorizer::forget(const QString &server, QObject *context, Completion<bool> completion)
{
    if (const auto pending = m_pending.find(server); pending != m_pending.end())
        pending->second.running.cancel();
    settle(server, cancelledError());
    m_held.remove(server);
    const auto address = oauth::parseWebUrl(server);
    if (!address) {
        const auto state = CallState<bool>::create(context, std::move(completion));
        state->finish(false); // nobody can sign in there
        return state->handle();
    }
    auto *chain = new CallChain<bool>(&m_guard, context, std::move(completion));
    const Call handle = chain->handle();
    chain->follow(resolved(server, chain, [this, chain, server, address](const Result<McpAuthSettings> &settings) {
        chain->follow(McpSignOut::start(partsOf(server), *address, settings.value_or(McpAuthSettings()), chain, [chain](const Result<bool> &wasKept) { chain->finish(wasKept); }));
    }));
    return handle;
}

void OAuthAuthorizer::tell(const QString &server, const oauth::AuthStep &step)
{
    log::info(log::auth, step.line());
    if (const auto pending = m_pending.find(server); pending != m_pending.end())
        for (const Waiter &waiter : pending->second.waiters)
            if (waiter.tell)
                waiter.tell(step.line());
    emit stepTaken(server, step);
}

} // namespace qd
