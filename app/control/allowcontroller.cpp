#include "allowcontroller.h"

#include "allowtools.h"
#include "http/callstate.h"
#include "policy/policycanonical.h"

#include <algorithm>
#include <utility>

namespace qd {

namespace {

constexpr std::chrono::hours usageSpan{1};

AllowServer serverState(const ApimApi &api)
{
    AllowServer server;
    server.key = api.id.value;
    server.label = api.displayName.isEmpty() ? api.id.value : api.displayName;
    server.caption = u'/' + api.path + api.mcpEndpoint;
    return server;
}

/// The server's own address, without the gateway.
QUrl upstreamUrl(const ApimApi &api)
{
    QUrl url = api.serviceUrl;
    if (!api.mcpEndpoint.isEmpty() && !url.path().endsWith(api.mcpEndpoint))
        url.setPath(url.path() + (url.path().endsWith(u'/') ? api.mcpEndpoint.mid(1) : api.mcpEndpoint));
    return url;
}

bool isEnforced(AllowlistReading::State state)
{
    return state == AllowlistReading::State::Ours || state == AllowlistReading::State::Altered;
}

} // namespace

struct AllowController::Reading {
    quint64 generation = 0;
    QString key;
    int pending = 3; ///< policy, tools, use
    std::optional<PolicyText> policy;
    AllowSources sources;
    std::optional<Error> error;
    std::optional<Error> upstreamError;
    std::optional<Error> usageError;
};

AllowController::AllowController(const Parts &parts, QString actor, QObject *parent)
    : QObject(parent), m_parts(parts), m_writer(parts.apim, parts.guard, parts.history, parts.clock, std::move(actor))
{
}

AllowController::~AllowController() { m_list.cancel(); }

void AllowController::change(const QString &key, const std::function<void(AllowServer &)> &change)
{
    const AllowServer *known = m_parts.store.server(key);
    if (!known)
        return;
    AllowServer server = *known;
    change(server);
    m_parts.store.apply(server);
}

void AllowController::refreshServers()
{
    if (!m_list.isFinished())
        return;
    m_list = m_parts.apim.service(this, [this](const Result<ApimService> &service) {
        if (!service) {
            m_parts.store.setListError(service.error());
            return emit loaded();
        }
        m_list = m_parts.apim.apis(this, [this, service = *service](const Result<QList<ApimApi>> &apis) { onApis(service, apis); });
    });
}

void AllowController::onApis(const ApimService &service, const Result<QList<ApimApi>> &apis)
{
    if (!apis) {
        m_parts.store.setListError(apis.error());
        return emit loaded();
    }
    m_service = service;
    m_apis.clear();
    QList<AllowServer> servers;
    for (const ApimApi &api : *apis) {
        if (api.type != QLatin1StringView("mcp"))
            continue;
        m_apis.insert(api.id.value, api);
        servers.append(serverState(api));
    }
    m_parts.store.setServers(servers);
    m_list = m_parts.apim.subscriptions(this, [this, servers](const Result<QList<ApimSubscription>> &subscriptions) {
        QStringList names;
        for (const ApimSubscription &subscription : subscriptions.value_or(QList<ApimSubscription>{}))
            if (subscription.state == QLatin1StringView("active"))
                names.append(subscription.id.value);
        m_parts.store.setSubjects(names);
        const QString wanted = std::exchange(m_wanted, {});
        if (!wanted.isEmpty() && m_apis.contains(wanted))
            open(wanted);
        else if (m_parts.store.openKey().isEmpty() && !servers.isEmpty())
            open(servers.constFirst().key);
        else
            emit loaded();
    });
}

void AllowController::open(const QString &key)
{
    if (!m_apis.contains(key)) {
        m_wanted = key;
        return;
    }
    m_parts.store.open(key);
    reload();
}

void AllowController::reload()
{
    const QString key = m_parts.store.openKey();
    if (!m_apis.contains(key))
        return;
    auto reading = std::make_shared<Reading>();
    reading->generation = ++m_generation;
    reading->key = key;
    m_pending = reading->pending;
    change(key, [](AllowServer &server) { server.phase = server.readAt ? server.phase : AllowServer::Phase::Loading; });
    m_parts.apim.readPolicy(scopeOf(key), this, [this, reading](const Result<PolicyText> &text) {
        if (text) {
            reading->policy = *text;
            reading->sources.policy = readAllowlist(text->xml);
        } else {
            reading->error = text.error();
        }
        readTools(reading);
        finishOne(reading);
    });
    readUsage(reading);
}

void AllowController::readTools(const std::shared_ptr<Reading> &reading)
{
    const ApimApi api = m_apis.value(reading->key);
    if (!api.serviceUrl.isEmpty()) {
        McpServerConfig config;
        config.id = McpServerId(reading->key);
        config.url = upstreamUrl(api);
        config.connectTimeout = Milliseconds(10000);
        return openUpstream(reading, config);
    }
    if (m_parts.store.subjects().isEmpty() || isEnforced(reading->sources.policy.state)) {
        reading->upstreamError = Error{.kind = ErrorKind::NotFound, .message = tr("The server's own address is not known, and the gateway shows the allowed tools only")};
        return finishOne(reading);
    }
    const SubscriptionId subject(m_parts.store.subjects().constFirst());
    m_parts.apim.subscriptionKey(subject, this, [this, reading, api](const Result<QString> &key) {
        if (key)
            return openUpstream(reading, gatewayConfig(api, *key));
        reading->upstreamError = key.error();
        finishOne(reading);
    });
}

void AllowController::openUpstream(const std::shared_ptr<Reading> &reading, const McpServerConfig &config)
{
    m_upstream = m_parts.mcp.makeSession(config);
    const auto fail = [this, reading](const Error &error) {
        reading->upstreamError = error;
        finishOne(reading);
    };
    m_upstream->open(this, [this, reading, fail, session = m_upstream.get()](const Result<McpServerInfo> &info) {
        if (!info || session != m_upstream.get())
            return fail(info ? cancelledError() : info.error());
        m_upstream->listTools(this, [this, reading, fail](const Result<QList<McpTool>> &tools) {
            if (!tools)
                return fail(tools.error());
            reading->sources.upstream = *tools;
            finishOne(reading);
        });
    });
}

void AllowController::readUsage(const std::shared_ptr<Reading> &reading)
{
    const Instant now = m_parts.clock.now();
    const TimeSpanRange span{now - usageSpan, now};
    reading->sources.hours = 1;
    const QString kql = buildToolUsageQuery(reading->key, m_parts.monitor.target().schema, span);
    m_parts.monitor.query({.kql = kql, .timespan = span}, this, [this, reading](const Result<MonitorReply> &reply) {
        const auto usage = !reply ? Result<QHash<QString, ToolUsage>>(reply.error())
            : reply->tables.isEmpty() ? Result<QHash<QString, ToolUsage>>(QHash<QString, ToolUsage>{}) : readToolUsage(reply->tables.constFirst());
        reading->sources.hasUsage = usage.has_value();
        if (usage)
            reading->sources.usage = *usage;
        else
            reading->usageError = usage.error();
        finishOne(reading);
    });
}

void AllowController::finishOne(const std::shared_ptr<Reading> &reading)
{
    if (reading->generation != m_generation)
        return;
    m_pending = --reading->pending;
    if (reading->pending > 0)
        return;
    showReading(*reading);
    emit loaded();
}

void AllowController::showReading(const Reading &reading)
{
    change(reading.key, [&](AllowServer &server) {
        server.error = reading.error;
        server.upstreamError = reading.upstreamError;
        server.usageError = reading.usageError;
        server.phase = reading.policy || server.readAt ? AllowServer::Phase::Ready : AllowServer::Phase::Failed;
        if (!reading.policy)
            return;
        server.policy = reading.policy->xml;
        server.etag = reading.policy->etag;
        server.readAt = m_parts.clock.now();
        server.enforcement = reading.sources.policy.state;
        server.problem = reading.sources.policy.problem;
        server.isUpstreamRead = reading.sources.upstream.has_value();
        server.tools = allowTools(reading.sources, server.tools);
        replan(server);
    });
}

void AllowController::replan(AllowServer &server) const
{
    const auto list = wantedList(server.tools, readAllowlist(server.policy));
    const auto plan = list ? withAllowlist(server.policy, *list) : Result<QString>(list.error());
    server.plan = plan ? *plan : QString();
    server.planError = plan ? QString() : plan.error().message;
}

void AllowController::decide(const QStringList &tools, ToolDecision decision)
{
    change(m_parts.store.openKey(), [&](AllowServer &server) {
        for (AllowTool &tool : server.tools)
            if (tools.contains(tool.name))
                tool.wanted = decision;
        replan(server);
    });
}

void AllowController::acceptDrift()
{
    change(m_parts.store.openKey(), [this](AllowServer &server) {
        for (AllowTool &tool : server.tools)
            if (tool.drift == ToolDrift::Gone)
                tool.wanted = ToolDecision::Undecided;
        replan(server);
    });
}

void AllowController::revert()
{
    change(m_parts.store.openKey(), [this](AllowServer &server) {
        for (AllowTool &tool : server.tools)
            tool.wanted = tool.live;
        replan(server);
    });
}

void AllowController::apply()
{
    const AllowServer *server = m_parts.store.openServer();
    if (!server || server->isWriting)
        return;
    QString reason;
    if (!server->readAt)
        reason = tr("The policy has not been read yet");
    else if (server->plan.isEmpty())
        reason = server->planError;
    else if (isSamePolicy(server->plan, server->policy))
        reason = tr("There is nothing to apply: the list is live already");
    if (!reason.isEmpty())
        return emit refused(reason);
    const auto allowed = std::ranges::count(server->tools, ToolDecision::Allowed, &AllowTool::wanted);
    QStringList effects{tr("%1 of %2 tools can be called; every other call is refused, also of tools that are added later").arg(allowed).arg(server->tools.size())};
    effects.append(tr("Takes effect for every caller of %1, within seconds").arg(server->label));
    write(*server, server->plan, QStringLiteral("allow.apply"), tr("Apply the tool allowlist of %1").arg(server->label), effects);
}

void AllowController::undo()
{
    const AllowServer *server = m_parts.store.openServer();
    if (!server || server->isWriting)
        return;
    if (!server->undoUntil || *server->undoUntil <= m_parts.clock.now())
        return emit refused(tr("There is nothing to undo; older versions are in the policy's history"));
    write(*server, m_before.value(server->key), QStringLiteral("allow.undo"), tr("Undo the last change of the allowlist of %1").arg(server->label),
          {tr("The policy becomes what it was before")});
}

void AllowController::write(const AllowServer &server, const QString &text, const QString &verb, const QString &title, const QStringList &effects)
{
    const QString key = server.key;
    const PolicyScope scope = scopeOf(key);
    const PolicyWrite what{.scope = scope, .object = policyResourceId(m_service.id, scope), .base = {server.policy, server.etag, {}, {}},
                           .text = text, .verb = verb, .title = title, .effects = effects};
    change(key, [](AllowServer &writing) {
        writing.isWriting = true;
        writing.isConflict = false;
        writing.error.reset();
    });
    m_write = m_writer.write(what, this, [this, key, before = server.policy](const Result<PolicyWritten> &result) { onWritten(key, before, result); });
}

void AllowController::onWritten(const QString &key, const QString &before, const Result<PolicyWritten> &result)
{
    const bool isDone = result && !result->theirs;
    change(key, [&](AllowServer &server) {
        server.isWriting = false;
        if (!result) {
            server.error = result.error().kind == ErrorKind::Cancelled ? std::nullopt : std::optional(result.error());
            return;
        }
        server.policy = result->now.xml;
        server.etag = result->now.etag;
        server.isConflict = !isDone;
        const AllowlistReading reading = readAllowlist(server.policy);
        server.enforcement = reading.state;
        server.problem = reading.problem;
        for (AllowTool &tool : server.tools) {
            const bool isAllowed = std::ranges::find(reading.list.tools, tool.name, &AllowedTool::name) != reading.list.tools.cend();
            tool.live = isAllowed ? ToolDecision::Allowed : reading.list.denied.contains(tool.name) ? ToolDecision::Denied : ToolDecision::Undecided;
            tool.wanted = isDone ? tool.live : tool.wanted;
            tool.drift = isDone && isAllowed && tool.drift != ToolDrift::Gone ? ToolDrift::None : tool.drift;
            if (isDone && tool.drift == ToolDrift::New && tool.live != ToolDecision::Undecided)
                tool.drift = ToolDrift::None;
        }
        server.proof = isDone ? AllowProofState{} : server.proof;
        if (isDone)
            server.undoUntil = m_parts.clock.now() + undoLasts;
        replan(server);
    });
    if (isDone)
        m_before.insert(key, before);
    emit applied(isDone);
}

McpServerConfig AllowController::gatewayConfig(const ApimApi &api, const QString &key) const
{
    McpServerConfig config;
    config.id = McpServerId(api.id.value);
    config.url = m_service.gatewayUrl;
    const QString folder = config.url.path().endsWith(u'/') ? config.url.path() : QString(config.url.path() + u'/');
    config.url.setPath(folder + api.path + (api.mcpEndpoint.isEmpty() ? QStringLiteral("/mcp") : api.mcpEndpoint));
    const QString header = api.subscriptionHeader.isEmpty() ? QStringLiteral("Ocp-Apim-Subscription-Key") : api.subscriptionHeader;
    config.headers = {{header, key}};
    return config;
}

void AllowController::prove(const QString &subject)
{
    const QString key = m_parts.store.openKey();
    const AllowServer *server = m_parts.store.server(key);
    if (!server || !server->readAt || server->proof.phase == AllowProofState::Phase::Running)
        return;
    change(key, [&subject](AllowServer &proving) {
        proving.proof = {};
        proving.proof.phase = AllowProofState::Phase::Running;
        proving.proof.subject = subject;
    });
    if (!isEnforced(server->enforcement))
        return failProof(key, Error{.kind = ErrorKind::Invalid, .message = tr("There is no allowlist of ours to prove: apply one first")});
    m_parts.apim.subscriptionKey(SubscriptionId(subject), this, [this, key](const Result<QString> &secret) {
        const AllowServer *proving = m_parts.store.server(key);
        if (!secret || !proving)
            return failProof(key, secret ? cancelledError() : secret.error());
        startProof(*proving, m_apis.value(key), *secret);
    });
}

void AllowController::failProof(const QString &key, const Error &error)
{
    change(key, [&error](AllowServer &server) {
        server.proof.phase = AllowProofState::Phase::Failed;
        server.proof.error = error;
    });
    emit proved();
}

void AllowController::startProof(const AllowServer &server, const ApimApi &api, const QString &key)
{
    const QString name = server.key;
    m_proof = std::make_unique<AllowProof>(m_parts.mcp, ProofOrder{gatewayConfig(api, key), server.tools});
    const auto show = [this, name](AllowProofState::Phase phase) {
        change(name, [this, phase](AllowServer &shown) {
            shown.proof.rows = m_proof->rows();
            shown.proof.phase = phase;
            shown.proof.at = m_parts.clock.now();
        });
    };
    connect(m_proof.get(), &AllowProof::rowsChanged, this, [show] { show(AllowProofState::Phase::Running); });
    connect(m_proof.get(), &AllowProof::finished, this, [this, name, show](const std::optional<Error> &error) {
        if (error)
            return failProof(name, *error);
        show(AllowProofState::Phase::Done);
        emit proved();
    });
    m_proof->start();
}

} // namespace qd
