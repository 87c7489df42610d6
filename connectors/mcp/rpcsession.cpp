#include "mcp/rpcsessioncalls.h"

#include "http/httprequest.h"
#include "log.h"
#include "mcp/handshake.h"
#include "mcp/jsonslice.h"
#include "mcp/schemacheck.h"

#include <utility>

namespace qd {

namespace {

Error notConnectedError()
{
    return {.kind = ErrorKind::Network, .message = QStringLiteral("There is no connection to this server.")};
}

std::optional<Error> configRefusal(const McpServerConfig &config)
{
    const auto invalid = [](const QString &message) { return Error{.kind = ErrorKind::Invalid, .message = message}; };
    if (config.transport == McpTransport::Stdio)
        return config.command.trimmed().isEmpty() ? std::optional(invalid(QStringLiteral("The server has no command."))) : std::nullopt;
    const QString scheme = config.url.scheme();
    if (!config.url.isValid() || config.url.host().isEmpty() || (scheme != QLatin1String("https") && scheme != QLatin1String("http")))
        return invalid(QStringLiteral("The server's address is not a valid http or https URL."));
    if (scheme == QLatin1String("http") && !isLoopback(config.url))
        return invalid(QStringLiteral("Only https is accepted, except on this machine itself: keys would travel in the clear."));
    return std::nullopt;
}

} // namespace

RpcSession::RpcSession(RpcSessionEnvironment environment, McpServerConfig config)
    : m_environment(std::move(environment)), m_config(std::move(config)), m_codec(handshake::codecOf(QStringLiteral("2025-11-25"))),
      m_questions(m_config.id), m_requests(m_questions, [this](const RpcMessage &asked, const QByteArray &answer) {
          send(static_cast<quint64>(++m_lastId), answer, asked.method, asked.id);
      }),
      m_gate(m_environment.timers)
{
    connect(&m_gate, &NotificationGate::dropped, this,
            [this](int count) { note(QStringLiteral("%1 notifications or notes were left out: the server sends too many").arg(count)); });
}

RpcSession::~RpcSession() { close(); }

Call RpcSession::open(QObject *context, Completion<McpServerInfo> completion)
{
    const auto state = CallState<McpServerInfo>::create(context, std::move(completion));
    if (m_opening || m_info) {
        state->finish(Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("The connection is open already.")});
        return state->handle();
    }
    if (const auto refusal = configRefusal(m_config)) {
        state->finish(*refusal);
        return state->handle();
    }
    m_opening = state;
    state->setStop([this] { close(); });
    m_resolving = resolveReferences(m_config, m_environment.secrets, this, [this, state](const Result<ResolvedMcpConfig> &resolved) {
        if (m_opening != state)
            return;
        if (resolved)
            begin(state, *resolved);
        else
            failOpen(state, resolved.error());
    });
    return state->handle();
}

void RpcSession::begin(const std::shared_ptr<CallState<McpServerInfo>> &state, const ResolvedMcpConfig &resolved)
{
    m_mask = SecretMask(resolved.secrets);
    m_channel = m_environment.makeChannel(resolved.config);
    connect(m_channel.get(), &McpChannel::started, this, [this, state] { negotiate(state); });
    connect(m_channel.get(), &McpChannel::received, this, &RpcSession::onReceived);
    connect(m_channel.get(), &McpChannel::ended, this, &RpcSession::onEnded);
    connect(m_channel.get(), &McpChannel::noted, this, [this](const QString &text) {
        m_gate.offer(QString(), [this, text] { note(text); });
    });
    connect(m_channel.get(), &McpChannel::closed, this, &RpcSession::onClosed);
    m_channel->start();
}

void RpcSession::negotiate(const std::shared_ptr<CallState<McpServerInfo>> &state)
{
    request(handshake::initialize(m_questions.abilities()), m_config.connectTimeout, [this, state](const Result<QByteArray> &result) { onInitialized(state, result); });
}

void RpcSession::onInitialized(const std::shared_ptr<CallState<McpServerInfo>> &state, const Result<QByteArray> &result)
{
    if (m_opening != state)
        return;
    const Result<McpServerInfo> info = result ? handshake::decode(*result) : Result<McpServerInfo>(result.error());
    if (!info)
        return failOpen(state, info.error());
    m_negotiated = *info;
    m_codec = handshake::codecOf(info->protocolVersion);
    m_channel->setRevision(info->protocolVersion);
    m_initializedTicket = static_cast<quint64>(m_lastId + 1);
    notify(QStringLiteral("notifications/initialized"), {});
    m_channel->listen(); // at once: servers greet with list_changed, and drop it when nobody listens
    if (m_config.transport == McpTransport::Stdio)
        finishOpen();
}

/// Over HTTP only when the notification has arrived: a request on another connection could overtake it.
void RpcSession::finishOpen()
{
    m_initializedTicket = 0;
    const auto opening = std::exchange(m_opening, nullptr);
    m_info = m_negotiated;
    log::info(log::mcp, QStringLiteral("%1: connected, revision %2").arg(m_config.id.value, m_info->protocolVersion));
    opening->finish(*m_info);
}

void RpcSession::failOpen(const std::shared_ptr<CallState<McpServerInfo>> &state, const Error &error)
{
    m_opening.reset();
    dropChannel();
    state->finish(masked(error));
}

void RpcSession::close()
{
    const auto opening = std::exchange(m_opening, nullptr);
    m_resolving.cancel();
    dropChannel();
    m_info.reset();
    failAll(cancelledError());
    if (opening)
        opening->finish(cancelledError());
}

void RpcSession::dropChannel()
{
    if (!m_channel)
        return;
    m_requests.clear();
    m_channel->disconnect(this);
    m_channel->close();
    m_channel.release()->deleteLater(); // it may be the one that is calling us
}

void RpcSession::failAll(const Error &error)
{
    const auto pending = std::exchange(m_pending, {});
    const auto raw = std::exchange(m_raw, {});
    for (const auto &[id, entry] : pending)
        entry.answered(error);
    for (const auto &[ticket, wait] : raw)
        wait.state->finish(error);
}

std::optional<Error> RpcSession::notConnected() const
{
    return m_info && m_channel ? std::nullopt : std::optional(notConnectedError());
}

Call RpcSession::listTools(QObject *context, Completion<QList<McpTool>> completion)
{
    return list<McpTool>(&McpCodec::listTools, &McpCodec::decodeTools, context,
                         [this, completion = std::move(completion), self = QPointer(this)](const Result<QList<McpTool>> &tools) {
                             if (tools && self) {
                                 m_outputSchemas.clear();
                                 for (const McpTool &tool : *tools)
                                     if (!tool.outputSchema.isEmpty())
                                         m_outputSchemas.insert(tool.name, tool.outputSchema.toUtf8());
                             }
                             if (completion)
                                 completion(tools);
                         });
}

Call RpcSession::listPrompts(QObject *context, Completion<QList<McpPrompt>> completion)
{
    return list<McpPrompt>(&McpCodec::listPrompts, &McpCodec::decodePrompts, context, std::move(completion));
}

/// Templates after the resources; a server that knows no templates has none.
Call RpcSession::listResources(QObject *context, Completion<QList<McpResource>> completion)
{
    const auto state = CallState<QList<McpResource>>::create(context, std::move(completion));
    const auto running = std::make_shared<Call>();
    state->setStop([running] { running->cancel(); });
    *running = list<McpResource>(&McpCodec::listResources, &McpCodec::decodeResources, context, [this, self = QPointer(this), state, running, context](const Result<QList<McpResource>> &resources) {
        if (!resources)
            return state->finish(resources.error());
        if (!self)
            return state->finish(cancelledError());
        *running = list<McpResource>(&McpCodec::listResourceTemplates, &McpCodec::decodeResourceTemplates, context, [state, found = *resources](const Result<QList<McpResource>> &templates) {
            if (templates || templates.error().vendorCode == QLatin1String("-32601"))
                return state->finish(found + templates.value_or(QList<McpResource>()));
            state->finish(templates.error());
        });
    });
    return state->handle();
}

Call RpcSession::callTool(const QString &name, const QString &arguments, QObject *context, Completion<McpCallResult> completion, ProgressSink progress,
                          const McpCallOptions &options)
{
    const QByteArray text = arguments.trimmed().isEmpty() ? QByteArray("{}") : arguments.trimmed().toUtf8();
    if (!jsonslice::isObject(text)) {
        const auto state = CallState<McpCallResult>::create(context, std::move(completion));
        state->finish(Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("The arguments are not a JSON object.")});
        return state->handle();
    }
    const Microseconds started = m_environment.timers.monotonic();
    const qint64 token = progress ? m_lastId + 1 : 0; // the request's own id
    return single<McpCallResult>(m_codec->sealed(m_codec->callTool(name, text, options), options.meta.toUtf8(), token),
                                 [this, name, started](const QByteArray &result) { return readCall(name, result, started); },
                                 context, std::move(completion), std::move(progress));
}

/// A tool that lies about its schema is told as a warning; what it sent is shown all the same.
Result<McpCallResult> RpcSession::readCall(const QString &name, const QByteArray &result, Microseconds started) const
{
    Result<McpCallResult> call = m_codec->decodeCallResult(result);
    if (!call)
        return call;
    call->elapsed = std::chrono::duration_cast<Milliseconds>(m_environment.timers.monotonic() - started);
    const QByteArray schema = m_outputSchemas.value(name);
    if (schema.isEmpty() || call->isError)
        return call;
    if (call->structured.isEmpty())
        call->warnings << QStringLiteral("The tool promises structured content and sent none.");
    else
        for (const QString &finding : checkAgainstSchema(call->structured.toUtf8(), schema))
            call->warnings << QStringLiteral("The structured content breaks the tool's own schema: ") + finding;
    return call;
}

Call RpcSession::readResource(const QString &uri, QObject *context, Completion<QList<McpContent>> completion)
{
    return single<QList<McpContent>>(m_codec->readResource(uri), [this](const QByteArray &result) { return m_codec->decodeResource(result); },
                                     context, std::move(completion));
}

Call RpcSession::getPrompt(const QString &name, const QList<std::pair<QString, QString>> &arguments, QObject *context,
                           Completion<QList<McpContent>> completion)
{
    return single<QList<McpContent>>(m_codec->getPrompt(name, arguments), [this](const QByteArray &result) { return m_codec->decodePrompt(result); },
                                     context, std::move(completion));
}

} // namespace qd
