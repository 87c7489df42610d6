#include "mcpsignindesk.h"

#include "http/callchain.h"
#include "mcp/webaddress.h"

namespace qd {

namespace {

bool isSignedInAt(const McpServerConfig &config, const QString &server)
{
    return isSignInPossible(config) && authServerText(config.url) == server;
}

/// The whole of it, a parameter a line: nothing of it is out of sight.
QString brokenUrl(QString url)
{
    const QString margin = QStringLiteral("\n    ");
    const qsizetype query = url.indexOf(u'?');
    url.replace(u'&', margin + u'&');
    return query < 0 ? url : url.insert(query, margin);
}

} // namespace

McpSignInDesk::McpSignInDesk(const Parts &parts, McpBenchStore &store, QObject *parent)
    : QObject(parent), m_parts(parts), m_store(store), m_authorizer(OAuthParts{parts.clock, parts.timers, parts.secrets, *this})
{
    connect(&m_authorizer, &OAuthAuthorizer::stepTaken, this, [this](const QString &server, const oauth::AuthStep &step) { show(server, step.line()); });
    connect(&m_authorizer, &OAuthAuthorizer::ended, this, [this](const QString &server) { show(server, {}); });
}

WriteAction McpSignInDesk::actionOf(const SignInPage &page) const
{
    QString name = page.server;
    for (const McpServerState &state : m_store.servers())
        if (isSignedInAt(state.config, page.server))
            name = state.config.id.value;
    const QStringList lines{tr("Server: %1").arg(page.server), tr("Authorization server: %1").arg(page.issuer), tr("Known there as: %1").arg(page.clientId),
                            tr("Asked for: %1").arg(page.scopes.isEmpty() ? tr("no scopes") : page.scopes.join(u' ')), tr("Page: %1").arg(brokenUrl(page.url))};
    return {.verb = QStringLiteral("mcp.sign-in"), .target = page.host, .title = tr("Open your browser to sign in to %1?").arg(name), .before = {},
            .after = lines.join(u'\n'), .effects = webAddressOf(page.url).warnings, .etag = {}};
}

Call McpSignInDesk::open(const SignInPage &page, QObject *context, Completion<void> completion)
{
    auto *chain = new CallChain<void>(nullptr, context, std::move(completion));
    const Call handle = chain->handle();
    show(page.server, tr("waiting for your word before the browser is opened"));
    chain->follow(m_parts.confirm.ask({.action = actionOf(page), .level = ConfirmLevel::Diff, .environment = tr("sign-in")}, chain,
                                      [chain, page, &browser = m_parts.browser](const Result<bool> &answer) {
                                          if (!answer.has_value())
                                              return chain->finish(answer.error());
                                          if (!*answer)
                                              return chain->finish(Error{.kind = ErrorKind::Unauthorized, .message = tr("You did not want the page to sign in to be opened.")});
                                          chain->follow(browser.open(page, chain, [chain](const Result<void> &opened) { chain->finish(opened); }));
                                      }));
    return handle;
}

void McpSignInDesk::show(const QString &server, const QString &line)
{
    const QList<McpServerState> servers = m_store.servers();
    for (McpServerState state : servers) {
        const bool isLive = state.status == McpServerState::Status::Connecting || state.status == McpServerState::Status::Connected;
        if (!isSignedInAt(state.config, server) || (!line.isEmpty() && !isLive))
            continue;
        state.signInStep = line;
        m_store.apply(state);
    }
}

void McpSignInDesk::forget(const McpServerId &id)
{
    const McpServerState *state = m_store.server(id);
    if (!state || !isSignInPossible(state->config))
        return emit failed({.kind = ErrorKind::Invalid, .message = tr("Nobody signs in to this server: it is a command, or has a key of its own.")});
    m_authorizer.setSettings(authServerText(state->config.url), state->config.signIn);
    m_authorizer.setTls(authServerText(state->config.url), state->config.tls);
    m_authorizer.forget(authServerText(state->config.url), this, [this, id](const Result<bool> &done) {
        done.has_value() ? emit forgotten(id) : emit failed(done.error());
    });
}

} // namespace qd
