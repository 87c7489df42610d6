#include "mcpconnections.h"

#include "mcp/launchconsent.h"
#include "mcpauth/mcpauthorizer.h"
#include "mcproster.h"

#include <utility>

namespace qd {

namespace {

using Status = McpServerState::Status;

constexpr Milliseconds relistAfter{300}; ///< servers tell of changes in bursts

/// Behind the gateway it is the subscription's key that was refused.
Status statusAfter(const McpServerState &state, const std::optional<Error> &error)
{
    const bool isRefused = error && error->kind == ErrorKind::Unauthorized && !state.isPassing;
    return isRefused && isSignInPossible(state.config) ? Status::NeedsSignIn : Status::Failed;
}

} // namespace

McpConnections::McpConnections(Parts parts, McpRoster &roster, McpBenchStore &store, QObject *parent)
    : QObject(parent), m_parts(std::move(parts)), m_roster(roster), m_store(store)
{
    connect(&roster, &McpRoster::aboutToReplace, this, &McpConnections::disconnectServer);
}

McpConnections::~McpConnections()
{
    for (const auto &[id, session] : m_sessions)
        session->disconnect(this);
}

void McpConnections::update(const McpServerId &id, const Change &change)
{
    const McpServerState *known = m_store.server(id);
    if (!known)
        return;
    McpServerState state = *known;
    change(state);
    m_store.apply(state);
}

void McpConnections::connectServer(const McpServerId &id)
{
    const McpServerState *state = m_store.server(id);
    if (!state || state->status == Status::Connecting || state->status == Status::Connected)
        return;
    m_restarts.forget(id);
    const bool isCommand = state->config.transport == McpTransport::Stdio;
    if (!isCommand || m_roster.isConsented(state->config))
        open(id);
    else if (!m_questions.contains(id.value))
        askConsent(state->config);
}

void McpConnections::askConsent(const McpServerConfig &config)
{
    const WriteAction action{.verb = QStringLiteral("mcp.launch"),
                             .target = config.id.value,
                             .title = tr("Start this program as the MCP server %1? It runs with your rights.").arg(config.id.value),
                             .before = {},
                             .after = launch::shownText(config),
                             .effects = launch::warnings(config)};
    m_questions[config.id.value] = m_parts.confirm.ask({.action = action, .level = ConfirmLevel::Diff, .environment = tr("this machine")}, this,
                                                       [this, config](const Result<bool> &answer) {
                                                           if (answer.has_value()) // else it was taken back
                                                               onConsent(config, *answer);
                                                       });
}

/// Connects by the front door: were it another command by now, that one would be asked for.
void McpConnections::onConsent(const McpServerConfig &config, bool isAgreed)
{
    m_questions.remove(config.id.value);
    if (isAgreed && m_roster.consent(config))
        connectServer(config.id);
}

void McpConnections::open(const McpServerId &id)
{
    const McpServerState *state = m_store.server(id);
    if (!state)
        return;
    auto &session = m_sessions[id.value];
    session = m_parts.connector.makeSession(state->config);
    if (m_parts.answers)
        session->setAnswers(m_parts.answers);
    follow(*session, id);
    update(id, [](McpServerState &opening) {
        opening.status = Status::Connecting;
        opening.error.reset();
        opening.latency.reset();
    });
    session->open(this, [this, id](const Result<McpServerInfo> &info) { onOpened(id, info); });
}

void McpConnections::follow(McpSession &session, const McpServerId &id)
{
    connect(&session, &McpSession::wireSeen, this, [this, id](const McpWireEntry &entry) { m_store.append(id, entry); });
    connect(&session, &McpSession::notified, this, [this, id](const QString &method, const QString &params) {
        onNotified(id, method);
        emit notified(id, method, params);
    });
    connect(&session, &McpSession::taskChanged, this, [this, id](const McpTask &task) { emit taskChanged(id, task); });
    connect(&session, &McpSession::closed, this, [this, id](const std::optional<Error> &error) { onClosed(id, error); });
}

void McpConnections::onClosed(const McpServerId &id, const std::optional<Error> &error)
{
    update(id, [&error](McpServerState &lost) {
        lost.status = statusAfter(lost, error);
        lost.signInStep.clear();
        lost.error = error;
        lost.isStale = true;
    });
    if (error)
        planRestart(id, *error);
    emit ended(id);
}

void McpConnections::planRestart(const McpServerId &id, const Error &error)
{
    if (error.kind != ErrorKind::Network)
        return; // it is there, and not as it should be
    const auto turn = m_restarts.lost(id, m_parts.timers.monotonic());
    update(id, [&turn](McpServerState &lost) {
        if (lost.error)
            lost.error->message += u' ' + (turn ? tr("It is started again in %1 s, try %2 of %3.").arg(turn->wait.count() / 1000).arg(turn->number).arg(McpRestarts::most)
                                                : tr("It was started again %1 times and is left as it is.").arg(McpRestarts::most));
    });
    if (turn)
        m_parts.timers.after(turn->wait, this, [this, id, ticket = turn->ticket] { restart(id, ticket); });
}

/// The same session: it knows what was subscribed to.
void McpConnections::restart(const McpServerId &id, quint64 ticket)
{
    const McpServerState *state = m_store.server(id);
    const auto session = m_sessions.find(id.value);
    if (!m_restarts.isDue(id, ticket) || !state || state->status != Status::Failed || session == m_sessions.end())
        return;
    if (state->config.transport == McpTransport::Stdio && !m_roster.isConsented(state->config))
        return;
    update(id, [](McpServerState &opening) { opening.status = Status::Connecting; });
    session->second->open(this, [this, id](const Result<McpServerInfo> &info) { onOpened(id, info); });
}

void McpConnections::onOpened(const McpServerId &id, const Result<McpServerInfo> &info)
{
    if ((!info && info.error().kind == ErrorKind::Cancelled) || (info && !session(id)))
        return; // ended by us; or lost before the word of its opening was here
    update(id, [&info](McpServerState &state) {
        state.status = info ? Status::Connected : statusAfter(state, info.error());
        state.signInStep.clear();
        state.info = info ? std::optional(*info) : std::nullopt;
        state.error = info ? std::nullopt : std::optional(info.error());
    });
    if (!info)
        return m_restarts.isTrying(id) ? planRestart(id, info.error()) : void();
    m_restarts.stood(id, m_parts.timers.monotonic());
    emit opened(id);
    startListing(id);
}

void McpConnections::disconnectServer(const McpServerId &id)
{
    m_restarts.forget(id);
    m_questions.take(id.value).cancel();
    const auto session = m_sessions.find(id.value);
    if (session == m_sessions.end())
        return;
    session->second->disconnect(this);
    session->second->close();
    session->second.release()->deleteLater(); // it may be the caller
    m_sessions.erase(session);
    m_listing.remove(id.value);
    update(id, [](McpServerState &state) {
        state.status = Status::Idle;
        state.signInStep.clear();
        state.isListing = false;
        state.latency.reset();
        state.isStale = !state.tools.isEmpty() || !state.prompts.isEmpty() || !state.resources.isEmpty();
    });
    emit ended(id);
}

void McpConnections::onNotified(const McpServerId &id, const QString &method)
{
    if (!method.endsWith(QLatin1String("/list_changed")) || m_refreshing.contains(id.value))
        return;
    m_refreshing.insert(id.value);
    update(id, [](McpServerState &state) { state.isStale = true; });
    m_parts.timers.after(relistAfter, this, [this, id] {
        m_refreshing.remove(id.value);
        refresh(id);
    });
}

void McpConnections::refresh(const McpServerId &id)
{
    McpSession *open = session(id);
    if (!open)
        return connectServer(id);
    open->forgetKept(); // somebody wants to know what is there now
    startListing(id);
}

void McpConnections::readTask(const McpServerId &id, const QString &task, const std::function<void()> &unknown)
{
    McpSession *open = session(id);
    if (!open)
        return;
    open->readTask(task, this, [this, id, task, unknown](const Result<McpTask> &found) {
        if (found && found->id == task)
            emit taskChanged(id, *found);
        else if (!found && found.error().vendorCode.toInt() < 0) // an answer, not a lost way
            unknown();
    });
}

McpSession *McpConnections::session(const McpServerId &id) const
{
    const auto session = m_sessions.find(id.value);
    return session != m_sessions.end() && session->second->info() ? session->second.get() : nullptr;
}

void McpConnections::startListing(const McpServerId &id)
{
    McpSession *session = this->session(id);
    if (!session || m_listing.value(id.value) > 0)
        return;
    const McpServerInfo info = *session->info();
    m_listing[id.value] = info.hasTools + info.hasPrompts + info.hasResources;
    update(id, [this, &id](McpServerState &state) {
        state.isListing = m_listing.value(id.value) > 0;
        state.listError.reset();
        if (!state.isListing)
            state.listedAt = m_parts.clock.now();
    });
    if (info.hasTools)
        session->listTools(this, [this, id](const Result<QList<McpTool>> &found) { take(id, found, &McpServerState::tools); });
    if (info.hasPrompts)
        session->listPrompts(this, [this, id](const Result<QList<McpPrompt>> &found) { take(id, found, &McpServerState::prompts); });
    if (info.hasResources)
        session->listResources(this, [this, id](const Result<QList<McpResource>> &found) { take(id, found, &McpServerState::resources); });
    if (m_listing.value(id.value) == 0)
        emit listed(id);
}

/// What was listed before stays when a list fails.
template<typename T>
void McpConnections::take(const McpServerId &id, const Result<QList<T>> &found, QList<T> McpServerState::*list)
{
    if (m_listing.value(id.value) <= 0)
        return;
    const bool isLast = --m_listing[id.value] == 0;
    update(id, [&](McpServerState &state) {
        if (found)
            state.*list = *found;
        else
            state.listError = found.error();
        state.isListing = !isLast;
        if (!isLast)
            return;
        state.listedAt = m_parts.clock.now();
        state.isStale = state.listError.has_value();
    });
    if (!isLast)
        return;
    emit listed(id);
    ping(id);
}

/// One that does not answer is shown without a time: that is no failure of the connection.
void McpConnections::ping(const McpServerId &id)
{
    McpSession *session = this->session(id);
    if (!session)
        return;
    session->ping(this, [this, id](const Result<Milliseconds> &elapsed) {
        update(id, [&elapsed](McpServerState &state) {
            if (state.status == Status::Connected)
                state.latency = elapsed ? std::optional(*elapsed) : std::nullopt;
        });
    });
}

} // namespace qd
