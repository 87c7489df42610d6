#pragma once

#include "ingestion/otlp/otlpmodel.h"
#include "telemetry/item.h"

#include <array>
#include <string>

namespace qd::lab {

/// Attributes that Microsoft's exporter reads for something else than customDimensions, old and new semantic conventions.
enum class OtlpKey : std::uint8_t {
    HttpRequestMethod, HttpMethod, UrlFull, HttpUrl, HttpResponseStatusCode, HttpStatusCode, UrlScheme, HttpScheme, UrlPath,
    UrlQuery, HttpTarget, ServerAddress, HttpHost, ClientAddress, NetPeerName, HttpClientIp, ClientPort, ServerPort,
    NetPeerPort, NetworkPeerAddress, NetPeerIp, HttpRoute, PeerService, DbSystem, DbStatement, DbOperation, DbName, RpcSystem,
    RpcGrpcStatusCode, EndUserId, EndUserPseudoId, SyntheticType, MicrosoftClientIp, SampleRate, CustomMeasurements,
    OperationName, AzNamespace, MessageBusDestination, PeerAddress, ExceptionType, ExceptionMessage, ExceptionStacktrace,
    CustomEventName, AvailabilityId, AvailabilityName, AvailabilityDuration, AvailabilitySuccess, AvailabilityRunLocation,
    AvailabilityMessage, Unread
};

/// Which of Microsoft's two rules about its own attributes applies: spans and their events, or log records.
enum class OtlpDropRule { Span, Log };

/// One record's attributes, sorted into what is read and what becomes customDimensions (azure facts 3.4). Of a key that
/// comes twice the last counts. Refers to the attributes it was made from.
class AttributeSet
{
public:
    AttributeSet(const OtlpAttributes &attributes, OtlpDropRule rule);

    /// The first of the keys that has a value in JavaScript's sense, or null.
    template<typename... Keys>
    [[nodiscard]] const OtlpValue *firstOf(Keys... keys) const
    {
        const OtlpValue *found = nullptr;
        ((found = found ? found : truthy(keys)), ...);
        return found;
    }
    /// Its text; empty when there is none.
    template<typename... Keys>
    [[nodiscard]] std::string text(Keys... keys) const
    {
        return textOf(firstOf(keys...));
    }
    [[nodiscard]] bool has(OtlpKey key) const { return truthy(key) != nullptr; }
    /// The value as it was sent, or null.
    [[nodiscard]] const OtlpValue *sent(OtlpKey key) const { return m_read[static_cast<size_t>(key)]; }
    /// What is left for customDimensions, cut to size and sorted; leaves this set without.
    Properties takeProperties();

private:
    [[nodiscard]] const OtlpValue *truthy(OtlpKey key) const;
    [[nodiscard]] static std::string textOf(const OtlpValue *value);

    std::array<const OtlpValue *, static_cast<size_t>(OtlpKey::Unread)> m_read{};
    Properties m_properties;
};

/// The attributes as customDimensions, none of them dropped: those of a metric.
Properties allProperties(const OtlpAttributes &attributes);

} // namespace qd::lab
