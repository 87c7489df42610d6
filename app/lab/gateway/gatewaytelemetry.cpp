#include "gateway/gatewaytelemetry.h"

#include "log.h"

#include <algorithm>

namespace qd::lab {

namespace {

constexpr size_t mostWaiting = 20'000;
constexpr auto flushEvery = std::chrono::milliseconds(100);

bool isRefused(const GatewayCall &call) { return call.forwardMs < 0; }

std::string decisionOf(const GatewayCall &call)
{
    if (!call.decision.empty())
        return call.decision;
    return isRefused(call) ? "refused" : "forwarded";
}

} // namespace

GatewayTelemetry::GatewayTelemetry(TelemetrySink &sink, std::string serviceName, std::string instrumentationKey)
    : m_sink(sink), m_serviceName(std::move(serviceName)), m_instrumentationKey(std::move(instrumentationKey)), m_thread([this] { work(); })
{
}

GatewayTelemetry::~GatewayTelemetry()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isEnding = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

TelemetryItem GatewayTelemetry::itemOf(const GatewayCall &call, ItemKind kind, Instant at) const
{
    TelemetryItem item;
    item.kind = kind;
    item.time = at;
    item.operationId = call.traceId;
    item.parentId = call.spanId;
    item.operationName = call.context.request.method + " " + call.context.request.originalUrl.path;
    item.roleName = m_serviceName + " West Europe";
    item.roleInstance = "gateway-1";
    item.clientIp = "0.0.0.0";
    item.sdkVersion = "apim:1.0.0";
    item.instrumentationKey = m_instrumentationKey;
    item.properties = {{"API Name", call.context.api.id}, {"API Revision", "1"}, {"Operation Name", "message"}, {"Region", "West Europe"},
                       {"Request Id", call.context.requestId}, {"Service ID", m_serviceName}, {"Service Name", m_serviceName + ".azure-api.net"}};
    if (call.context.subscription) {
        item.properties.emplace_back("Subscription Name", call.context.subscription->id);
        item.properties.emplace_back("tenant", call.context.subscription->id);
    }
    if (!call.message.method.empty())
        item.properties.emplace_back("mcp.method.name", call.message.method);
    if (!call.message.tool.empty())
        item.properties.emplace_back("gen_ai.tool.name", call.message.tool);
    item.properties.emplace_back("gateway.policy.decision", decisionOf(call));
    std::sort(item.properties.begin(), item.properties.end());
    return item;
}

void GatewayTelemetry::record(const GatewayCall &call, Instant ended, double durationMs, int status)
{
    std::vector<TelemetryItem> items;
    TelemetryItem request = itemOf(call, ItemKind::Request, call.started);
    request.id = call.spanId;
    request.parentId = call.parentId;
    request.name = request.operationName;
    request.url = "http://" + call.context.request.originalUrl.host + call.context.request.originalUrl.path;
    request.resultCode = std::to_string(status);
    request.success = status < 400;
    request.durationMs = durationMs;
    items.push_back(std::move(request));
    if (call.api && (!isRefused(call) || call.message.method == "tools/call")) {
        TelemetryItem item = itemOf(call, ItemKind::Dependency, call.started);
        const bool isTool = call.message.method == "tools/call" && !isRefused(call);
        item.id = call.forwardSpanId;
        item.name = isTool ? "tools/call " + call.message.tool : isRefused(call) ? "policy: " + decisionOf(call) : call.message.method.empty() ? "backend" : call.message.method;
        item.type = isRefused(call) ? "InProc" : "Http";
        item.target = call.api->id;
        item.data = call.backend;
        item.resultCode = std::to_string(isRefused(call) ? status : call.forwardStatus);
        item.success = !isRefused(call) && call.forwardStatus < 400;
        item.durationMs = std::max(0.0, call.forwardMs);
        items.push_back(std::move(item));
    }
    addMetrics(call, ended, items);
    add(std::move(items));
}

void GatewayTelemetry::addMetrics(const GatewayCall &call, Instant ended, std::vector<TelemetryItem> &items) const
{
    for (const std::string &text : call.context.traces) {
        TelemetryItem item = itemOf(call, ItemKind::Trace, ended);
        item.message = text;
        item.severity = 1;
        items.push_back(std::move(item));
    }
    for (const policy::PolicyMetric &metric : call.metrics) {
        TelemetryItem item = itemOf(call, ItemKind::Metric, ended);
        item.name = metric.name;
        item.metricSum = item.metricMin = item.metricMax = metric.value;
        item.properties = Properties(metric.dimensions.begin(), metric.dimensions.end());
        item.properties.emplace_back("_MS.MetricNamespace", metric.space);
        std::sort(item.properties.begin(), item.properties.end());
        items.push_back(std::move(item));
    }
}

void GatewayTelemetry::add(std::vector<TelemetryItem> items)
{
    const std::lock_guard lock(m_mutex);
    if (m_waiting.size() > mostWaiting)
        return; // telemetry is lost rather than the gateway slowed down
    m_waiting.insert(m_waiting.end(), std::make_move_iterator(items.begin()), std::make_move_iterator(items.end()));
}

void GatewayTelemetry::flush()
{
    std::unique_lock lock(m_mutex);
    m_wake.notify_all();
    m_stored.wait(lock, [this] { return (m_waiting.empty() && !m_isStoring) || m_isEnding; });
}

void GatewayTelemetry::work()
{
    std::unique_lock lock(m_mutex);
    while (true) {
        m_wake.wait_for(lock, flushEvery);
        std::vector<TelemetryItem> items = std::exchange(m_waiting, {});
        const bool isEnding = m_isEnding;
        m_isStoring = !items.empty();
        lock.unlock();
        if (!items.empty())
            if (const Result<void> stored = m_sink.accept(std::move(items)); !stored)
                log::warning(log::lab, QStringLiteral("gateway telemetry was not stored: ") + stored.error().message);
        lock.lock();
        m_isStoring = false;
        m_stored.notify_all();
        if (isEnding)
            return;
    }
}

} // namespace qd::lab
