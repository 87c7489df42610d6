#include "mcpbenchcontroller.h"

#include "mcp/launchconsent.h"
#include "mcpcallaction.h"

#include <algorithm>
#include <utility>

namespace qd {

namespace {

using Status = McpServerState::Status;
using CallStatus = McpCallRecord::Status;

constexpr Milliseconds relistAfter{300}; ///< servers tell of changes in bursts

} // namespace

McpBenchController::McpBenchController(Parts parts, McpBenchStore &store, QObject *parent)
    : QObject(parent), m_parts(std::move(parts)), m_store(store)
{
}

McpBenchController::~McpBenchController()
{
    for (const auto &[id, session] : m_sessions)
        session->disconnect(this);
}

void McpBenchController::setGuard(WriteGuard *guard)
{
    m_guardAge += guard != m_guard ? 1 : 0;
    m_guard = guard;
}

void McpBenchController::load()
{
    const auto list = loadMcpServers(m_parts.listPath);
    if (!list)
        return emit failed(list.error());
    m_list = *list;
    for (const McpServerConfig &config : m_list.servers)
        if (!m_store.server(config.id))
            m_store.apply({.config = config});
}

bool McpBenchController::save()
{
    const Result<void> saved = saveMcpServers(m_list, m_parts.listPath);
    if (!saved)
        emit failed(saved.error());
    return saved.has_value();
}

QByteArray McpBenchController::exported() const { return encodeMcpConfig(m_list.servers); }

void McpBenchController::import(const QByteArray &text)
{
    const auto import = decodeMcpConfig(text);
    if (!import)
        return emit failed(import.error());
    storeSecrets(std::make_shared<McpImport>(*import), 0);
}

/// The keyring first: a server whose key was lost would be of no use.
void McpBenchController::storeSecrets(const std::shared_ptr<McpImport> &import, qsizetype next)
{
    if (next >= import->secrets.size())
        return finishImport(*import);
    const McpImport::Secret &secret = import->secrets.at(next);
    m_parts.secrets.write(secret.name, secret.value, this, [this, import, next](const Result<void> &stored) {
        if (stored)
            storeSecrets(import, next + 1);
        else
            emit failed(stored.error());
    });
}

void McpBenchController::finishImport(const McpImport &import)
{
    for (const McpServerConfig &config : import.servers) {
        disconnectServer(config.id);
        m_list.servers.removeIf([&config](const McpServerConfig &known) { return known.id == config.id; });
        m_list.servers.append(config);
        m_store.apply({.config = config});
    }
    if (save())
        emit imported(import.notes);
}

void McpBenchController::removeServer(const McpServerId &id)
{
    disconnectServer(id);
    m_store.remove(id);
    if (m_list.servers.removeIf([&id](const McpServerConfig &config) { return config.id == id; }) > 0)
        (void)save();
}

void McpBenchController::addPassing(const McpServerConfig &config)
{
    const McpServerState *known = m_store.server(config.id);
    if (known && known->isPassing && known->config == config)
        return;
    disconnectServer(config.id);
    m_store.apply({.config = config, .isPassing = true});
}

void McpBenchController::removePassing()
{
    const QList<McpServerState> servers = m_store.servers();
    for (const McpServerState &state : servers)
        if (state.isPassing)
            removeServer(state.config.id);
}

void McpBenchController::update(const McpServerId &id, const Change &change)
{
    const McpServerState *known = m_store.server(id);
    if (!known)
        return;
    McpServerState state = *known;
    change(state);
    m_store.apply(state);
}

void McpBenchController::connectServer(const McpServerId &id)
{
    const McpServerState *state = m_store.server(id);
    if (!state || state->status == Status::Connecting || state->status == Status::Connected)
        return;
    const bool isCommand = state->config.transport == McpTransport::Stdio;
    if (!isCommand || m_list.consents.contains(launch::fingerprint(state->config)))
        open(id);
    else if (!m_questions.contains(id.value))
        askConsent(state->config);
}

void McpBenchController::askConsent(const McpServerConfig &config)
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
void McpBenchController::onConsent(const McpServerConfig &config, bool isAgreed)
{
    m_questions.remove(config.id.value);
    if (!isAgreed)
        return;
    m_list.consents.insert(launch::fingerprint(config));
    if (save())
        connectServer(config.id);
}

void McpBenchController::open(const McpServerId &id)
{
    const McpServerState *state = m_store.server(id);
    if (!state)
        return;
    auto &session = m_sessions[id.value];
    session = m_parts.connector.makeSession(state->config);
    connect(session.get(), &McpSession::wireSeen, this, [this, id](const McpWireEntry &entry) { m_store.append(id, entry); });
    connect(session.get(), &McpSession::notified, this, [this, id](const QString &method) { onNotified(id, method); });
    connect(session.get(), &McpSession::closed, this, [this, id](const std::optional<Error> &error) {
        update(id, [&error](McpServerState &lost) {
            lost.status = Status::Failed;
            lost.error = error;
            lost.isStale = true;
        });
    });
    update(id, [](McpServerState &opening) {
        opening.status = Status::Connecting;
        opening.error.reset();
    });
    session->open(this, [this, id](const Result<McpServerInfo> &info) { onOpened(id, info); });
}

void McpBenchController::onOpened(const McpServerId &id, const Result<McpServerInfo> &info)
{
    if (!info && info.error().kind == ErrorKind::Cancelled)
        return;
    update(id, [&info](McpServerState &state) {
        state.status = info ? Status::Connected : Status::Failed;
        state.info = info ? std::optional(*info) : std::nullopt;
        state.error = info ? std::nullopt : std::optional(info.error());
    });
    if (info)
        startListing(id);
}

void McpBenchController::disconnectServer(const McpServerId &id)
{
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
        state.isListing = false;
        state.isStale = !state.tools.isEmpty() || !state.prompts.isEmpty() || !state.resources.isEmpty();
    });
}

void McpBenchController::onNotified(const McpServerId &id, const QString &method)
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

void McpBenchController::refresh(const McpServerId &id)
{
    if (connected(id))
        startListing(id);
    else
        connectServer(id);
}

McpSession *McpBenchController::connected(const McpServerId &id) const
{
    const auto session = m_sessions.find(id.value);
    return session != m_sessions.end() && session->second->info() ? session->second.get() : nullptr;
}

void McpBenchController::startListing(const McpServerId &id)
{
    McpSession *session = connected(id);
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
}

/// What was listed before stays when a list fails.
template<typename T>
void McpBenchController::take(const McpServerId &id, const Result<QList<T>> &found, QList<T> McpServerState::*list)
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
}

bool McpBenchController::beginCall(McpCallRecord::Kind kind, const McpServerId &id, const QString &name, const QString &arguments)
{
    const CallStatus status = m_store.call().status;
    if (status == CallStatus::Running || status == CallStatus::Waiting)
        return false;
    ++m_generation;
    McpCallRecord record{.kind = kind, .server = id, .name = name, .arguments = arguments, .status = CallStatus::Running, .started = m_parts.clock.now()};
    if (!connected(id)) {
        record.status = CallStatus::Failed;
        record.error = Error{.kind = ErrorKind::Network, .message = tr("Connect to the server first.")};
    }
    m_store.setCall(record);
    return record.status == CallStatus::Running;
}

bool McpBenchController::needsGuard(const McpServerId &id, const QString &tool) const
{
    const McpServerState *state = m_store.server(id);
    if (!state || !state->isPassing)
        return false;
    const auto known = std::find_if(state->tools.cbegin(), state->tools.cend(), [&tool](const McpTool &candidate) { return candidate.name == tool; });
    return known == state->tools.cend() || !known->isReadOnly.value_or(false);
}

void McpBenchController::callTool(const McpServerId &id, const QString &tool, const QString &arguments)
{
    if (!beginCall(McpCallRecord::Kind::Tool, id, tool, arguments))
        return;
    if (needsGuard(id, tool))
        admitCall(id, tool, arguments);
    else
        runTool(id, tool, arguments, std::nullopt);
}

void McpBenchController::admitCall(const McpServerId &id, const QString &tool, const QString &arguments)
{
    if (!m_guard)
        return finishCall(m_generation, Error{.kind = ErrorKind::Forbidden, .message = tr("No account is signed in that could allow this call.")});
    McpCallRecord record = m_store.call();
    record.status = CallStatus::Waiting;
    m_store.setCall(record);
    m_call = m_guard->admit(mcpCallAction(id, tool, arguments), this, [this, id, tool, arguments, generation = m_generation, age = m_guardAge](const Result<WriteTicket> &ticket) {
        if (!ticket)
            return finishCall(generation, ticket.error());
        if (age != m_guardAge)
            return finishCall(generation, Error{.kind = ErrorKind::Forbidden, .message = tr("The account that allowed this call is not signed in any more.")});
        if (generation == m_generation)
            runTool(id, tool, arguments, *ticket);
        else
            m_guard->settle(*ticket, {.status = WriteOutcome::Status::Cancelled});
    });
}

void McpBenchController::runTool(const McpServerId &id, const QString &tool, const QString &arguments, std::optional<WriteTicket> ticket)
{
    const int generation = m_generation;
    const auto settle = [this, ticket, age = m_guardAge](const Result<McpCallResult> &result) {
        if (ticket && age == m_guardAge)
            m_guard->settle(*ticket, mcpCallOutcome(result));
    };
    McpSession *session = connected(id);
    if (!session) {
        const Error lost{.kind = ErrorKind::Network, .message = tr("The connection was lost before the call.")};
        settle(lost);
        return finishCall(generation, lost);
    }
    McpCallRecord record = m_store.call();
    record.status = CallStatus::Running;
    m_store.setCall(record);
    m_call = session->callTool(tool, arguments, this,
                               [this, generation, settle](const Result<McpCallResult> &result) {
                                   settle(result);
                                   finishCall(generation, result);
                               },
                               [this, generation](const McpProgress &progress) {
                                   if (generation != m_generation)
                                       return;
                                   McpCallRecord running = m_store.call();
                                   running.progress = progress;
                                   m_store.setCall(running);
                               });
}

void McpBenchController::getPrompt(const McpServerId &id, const QString &prompt, const QList<std::pair<QString, QString>> &arguments)
{
    if (!beginCall(McpCallRecord::Kind::Prompt, id, prompt, {}))
        return;
    m_call = connected(id)->getPrompt(prompt, arguments, this,
                                      [this, generation = m_generation](const Result<QList<McpContent>> &contents) { takeContents(generation, contents); });
}

void McpBenchController::readResource(const McpServerId &id, const QString &uri)
{
    if (!beginCall(McpCallRecord::Kind::Resource, id, uri, {}))
        return;
    m_call = connected(id)->readResource(uri, this,
                                         [this, generation = m_generation](const Result<QList<McpContent>> &contents) { takeContents(generation, contents); });
}

void McpBenchController::takeContents(int generation, const Result<QList<McpContent>> &contents)
{
    if (!contents)
        return finishCall(generation, contents.error());
    McpCallResult result{.content = *contents};
    result.elapsed = std::chrono::duration_cast<Milliseconds>(m_parts.clock.now() - m_store.call().started);
    finishCall(generation, result);
}

void McpBenchController::finishCall(int generation, const Result<McpCallResult> &result)
{
    if (generation != m_generation)
        return;
    McpCallRecord record = m_store.call();
    if (result) {
        record.result = *result;
        record.status = CallStatus::Done;
    } else {
        record.error = result.error();
        record.status = result.error().kind == ErrorKind::Cancelled ? CallStatus::Cancelled : CallStatus::Failed;
    }
    m_store.setCall(record);
}

void McpBenchController::cancelCall() { m_call.cancel(); }

} // namespace qd
