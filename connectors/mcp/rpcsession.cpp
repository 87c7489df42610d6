#include "mcp/rpcsessioncalls.h"

#include "mcp/handshake.h"
#include "mcp/jsonslice.h"
#include "mcp/paramheaders.h"
#include "mcp/schemacheck.h"
#include "mcp/schemareach.h"

#include <utility>

namespace qd {

namespace {

Error notConnectedError()
{
    return {.kind = ErrorKind::Network, .message = QStringLiteral("There is no connection to this server.")};
}

/// References that lead nowhere are told elsewhere, or are the server's matter.
void addSchemaWarnings(const SchemaJudgement &said, QStringList &warnings)
{
    for (const QString &finding : said.findings)
        warnings << QStringLiteral("The structured content breaks the tool's own schema: ") + finding;
    for (const QString &part : said.tooCostly)
        warnings << QStringLiteral("The structured content could not be judged: ") + part;
}

} // namespace

RpcSession::RpcSession(RpcSessionEnvironment environment, McpServerConfig config)
    : m_environment(std::move(environment)), m_config(std::move(config)), m_codec(handshake::codecOf(QStringLiteral("2025-11-25"))),
      m_questions(m_config.id),
      m_requests(m_questions, m_environment.clock, m_environment.timers,
                 [this](const RpcMessage &asked, const QByteArray &answer) { send(static_cast<quint64>(++m_lastId), answer, asked.method, asked.id); },
                 [this](const QString &method, const QByteArray &params) { notify(method, params); }),
      m_gate(m_environment.timers)
{
    connect(&m_gate, &NotificationGate::dropped, this,
            [this](int count) { note(QStringLiteral("%1 notifications or notes were left out: the server sends too many").arg(count)); });
}

RpcSession::~RpcSession() { close(); }

void RpcSession::close()
{
    const auto opening = std::exchange(m_opening, nullptr);
    m_resolving.cancel();
    m_subscribed.clear();
    m_isRenewing = false;
    tellAllCancelled();
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
    m_waiting.clear();
    m_kept.clear();
    m_renewals = 0;
    m_listenId = 0;
    m_listenBreaks = 0;
    m_heardSince.reset();
    m_hearsTasks = true;
    m_channel->disconnect(this);
    m_channel->close();
    m_channel.release()->deleteLater(); // it may be the one that is calling us
}

void RpcSession::failAll(const Error &error)
{
    const auto pending = std::exchange(m_pending, {});
    const auto raw = std::exchange(m_raw, {});
    const auto exchanges = m_exchanges;
    for (const auto &[id, entry] : pending)
        if (entry.method != QLatin1String("subscriptions/listen"))
            entry.answered({.result = error, .failure = {}});
    for (const ExchangePtr &exchange : exchanges)
        finish(exchange, error); // those that wait for an answer of ours, or for a task
    for (const auto &waiting : std::exchange(m_unacknowledged, {}))
        waiting->finish(error);
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
                             const auto usable = tools && self ? Result<QList<McpTool>>(takeTools(*tools)) : tools;
                             if (completion)
                                 completion(usable);
                         });
}

/// Remembers the tools, and leaves out those whose arguments cannot be told in headers as their schema demands.
QList<McpTool> RpcSession::takeTools(const QList<McpTool> &tools)
{
    const bool hasHeaders = m_codec->isModern() && m_config.transport != McpTransport::Stdio;
    QList<McpTool> usable;
    m_tools.clear();
    m_hidden.clear();
    for (const McpTool &tool : tools) {
        const auto fault = hasHeaders ? paramheaders::fault(tool.inputSchema.toUtf8()) : std::nullopt;
        if (fault) {
            m_hidden.insert(tool.name, *fault);
            note(QStringLiteral("the tool %1 is left out: %2").arg(tool.name, *fault), true);
            continue;
        }
        m_tools.insert(tool.name, tool);
        usable.append(tool);
    }
    return usable;
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
    const QString refusal = !jsonslice::isObject(text)  ? QStringLiteral("The arguments are not a JSON object.")
                            : m_hidden.contains(name) ? QStringLiteral("This tool cannot be called: %1.").arg(m_hidden.value(name))
                                                        : QString();
    if (!refusal.isEmpty()) {
        const auto state = CallState<McpCallResult>::create(context, std::move(completion));
        state->finish(Error{.kind = ErrorKind::Invalid, .message = refusal});
        return state->handle();
    }
    const Microseconds started = m_environment.timers.monotonic();
    McpCallOptions how = options;
    how.isTask = how.isTask || (m_tools.value(name).taskSupport == McpTaskSupport::Required && m_info && m_info->hasTasks);
    return single<McpCallResult>(m_codec->callTool(name, text, how),
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
    const QByteArray schema = m_tools.value(name).outputSchema.toUtf8();
    if (schema.isEmpty() || call->isError)
        return call;
    if (call->structured.isEmpty())
        call->warnings << QStringLiteral("The tool promises structured content and sent none.");
    else
        addSchemaWarnings(checkAgainstSchema(call->structured.toUtf8(), schema), call->warnings);
    if (const QString outside = outsideReference(schema); !outside.isEmpty())
        call->warnings << QStringLiteral("The structured content was not checked as a whole: the tool's schema refers to %1, and nothing is fetched.").arg(outside);
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
