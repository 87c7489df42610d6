#include "ingestion/otlp/attributeset.h"

#include "ingestion/otlp/otlpvalue.h"
#include "ingestion/textlimits.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace qd::lab {

namespace {

/// How a key is treated: read for something, kept out of customDimensions, or both.
struct KeyUse {
    OtlpKey key;
    bool isDropped;
};

using K = OtlpKey;
const std::unordered_map<std::string_view, KeyUse> &keyUses()
{
    static const std::unordered_map<std::string_view, KeyUse> uses{
        {"http.request.method", {K::HttpRequestMethod, true}},
        {"http.method", {K::HttpMethod, true}},
        {"url.full", {K::UrlFull, true}},
        {"http.url", {K::HttpUrl, true}},
        {"http.response.status_code", {K::HttpResponseStatusCode, true}},
        {"http.status_code", {K::HttpStatusCode, true}},
        {"url.scheme", {K::UrlScheme, true}},
        {"http.scheme", {K::HttpScheme, true}},
        {"url.path", {K::UrlPath, true}},
        {"url.query", {K::UrlQuery, true}},
        {"http.target", {K::HttpTarget, true}},
        {"server.address", {K::ServerAddress, true}},
        {"http.host", {K::HttpHost, true}},
        {"client.address", {K::ClientAddress, true}},
        {"net.peer.name", {K::NetPeerName, true}},
        {"http.client_ip", {K::HttpClientIp, true}},
        {"client.port", {K::ClientPort, true}},
        {"server.port", {K::ServerPort, true}},
        {"net.peer.port", {K::NetPeerPort, true}},
        {"network.peer.address", {K::NetworkPeerAddress, true}},
        {"net.peer.ip", {K::NetPeerIp, true}},
        {"http.route", {K::HttpRoute, true}},
        {"peer.service", {K::PeerService, true}},
        {"db.system", {K::DbSystem, true}},
        {"db.statement", {K::DbStatement, true}},
        {"db.operation", {K::DbOperation, true}},
        {"db.name", {K::DbName, true}},
        {"rpc.system", {K::RpcSystem, true}},
        {"rpc.grpc.status_code", {K::RpcGrpcStatusCode, true}},
        {"enduser.id", {K::EndUserId, true}},
        {"enduser.pseudo.id", {K::EndUserPseudoId, true}},
        {"user_agent.synthetic.type", {K::SyntheticType, true}},
        {"ai.operation.name", {K::OperationName, true}},
        {"exception.type", {K::ExceptionType, true}},
        {"exception.message", {K::ExceptionMessage, true}},
        {"exception.stacktrace", {K::ExceptionStacktrace, true}},
        {"az.namespace", {K::AzNamespace, false}},
        {"message_bus.destination", {K::MessageBusDestination, false}},
        {"peer.address", {K::PeerAddress, false}},
        {"microsoft.client.ip", {K::MicrosoftClientIp, true}},
        {"microsoft.sample_rate", {K::SampleRate, true}},
        {"microsoft.custom_measurements", {K::CustomMeasurements, true}},
        {"microsoft.custom_event.name", {K::CustomEventName, true}},
        {"microsoft.availability.id", {K::AvailabilityId, true}},
        {"microsoft.availability.name", {K::AvailabilityName, true}},
        {"microsoft.availability.duration", {K::AvailabilityDuration, true}},
        {"microsoft.availability.success", {K::AvailabilitySuccess, true}},
        {"microsoft.availability.runLocation", {K::AvailabilityRunLocation, true}},
        {"microsoft.availability.message", {K::AvailabilityMessage, true}},
        {"error.type", {K::Unread, true}},
        {"net.host.ip", {K::Unread, true}},
        {"net.host.name", {K::Unread, true}},
        {"net.host.port", {K::Unread, true}},
        {"net.transport", {K::Unread, true}},
        {"http.user_agent", {K::Unread, true}},
        {"http.flavor", {K::Unread, true}},
        {"http.status_text", {K::Unread, true}},
        {"network.local.address", {K::Unread, true}},
        {"network.local.port", {K::Unread, true}},
        {"network.protocol.name", {K::Unread, true}},
        {"network.protocol.version", {K::Unread, true}},
        {"network.peer.port", {K::Unread, true}},
        {"network.transport", {K::Unread, true}},
        {"user_agent.original", {K::Unread, true}},
    };
    return uses;
}

/// Most attributes of an agent begin with another letter than any key above, and need no look into the table.
bool mayBeUsed(std::string_view key)
{
    static constexpr std::string_view firstLetters = "hucsnpdream";
    return !key.empty() && firstLetters.find(key.front()) != std::string_view::npos;
}

constexpr std::array<std::string_view, 4> passedMicrosoftKeys{
    "microsoft.gen_ai.main_agent.name", "microsoft.gen_ai.main_agent.id", "microsoft.gen_ai.main_agent.version",
    "microsoft.gen_ai.main_agent.conversation_id"};

bool isMicrosofts(std::string_view key, OtlpDropRule rule)
{
    if (rule == OtlpDropRule::Log)
        return key.starts_with("_MS.") || key.starts_with("microsoft");
    if (key.starts_with("_MS."))
        return key != "_MS.ProcessedByMetricExtractors";
    return key.starts_with("microsoft.") && std::ranges::find(passedMicrosoftKeys, key) == passedMicrosoftKeys.end();
}

void addProperty(Properties &properties, const OtlpAttribute &attribute)
{
    std::string text = otlpText(attribute.value);
    cutBytes(text, propertyLimit(attribute.key));
    properties.emplace_back(attribute.key, std::move(text));
}

/// Sorted by key; of equal ones only the last is left.
void arrange(Properties &properties)
{
    const auto byKey = [](const auto &a, const auto &b) { return a.first < b.first; };
    std::stable_sort(properties.begin(), properties.end(), byKey);
    const auto sameKey = [](const auto &a, const auto &b) { return a.first == b.first; };
    const auto kept = std::unique(properties.rbegin(), properties.rend(), sameKey); // from the back: the last one stays
    properties.erase(properties.begin(), kept.base());
}

} // namespace

AttributeSet::AttributeSet(const OtlpAttributes &attributes, OtlpDropRule rule)
{
    m_properties.reserve(attributes.size() + 1);
    for (const OtlpAttribute &attribute : attributes) {
        const auto use = mayBeUsed(attribute.key) ? keyUses().find(attribute.key) : keyUses().end();
        if (use != keyUses().end() && use->second.key != OtlpKey::Unread)
            m_read[static_cast<size_t>(use->second.key)] = &attribute.value;
        const bool isDropped = (use != keyUses().end() && use->second.isDropped) || isMicrosofts(attribute.key, rule);
        if (!isDropped && attribute.value.kind != OtlpValue::Kind::None)
            addProperty(m_properties, attribute);
    }
}

Properties AttributeSet::takeProperties()
{
    arrange(m_properties);
    return std::move(m_properties);
}

const OtlpValue *AttributeSet::truthy(OtlpKey key) const
{
    const OtlpValue *value = m_read[static_cast<size_t>(key)];
    return isOtlpTruthy(value) ? value : nullptr;
}

std::string AttributeSet::textOf(const OtlpValue *value) { return value ? otlpText(*value) : std::string(); }

Properties allProperties(const OtlpAttributes &attributes)
{
    Properties properties;
    properties.reserve(attributes.size());
    for (const OtlpAttribute &attribute : attributes)
        if (attribute.value.kind != OtlpValue::Kind::None)
            addProperty(properties, attribute);
    arrange(properties);
    return properties;
}

} // namespace qd::lab
