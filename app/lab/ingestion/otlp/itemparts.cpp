#include "ingestion/otlp/itemparts.h"

#include "ingestion/otlp/otlpjson.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace qd::lab {

Instant instantOfNanos(std::uint64_t nanos)
{
    constexpr std::uint64_t nanosPerMicro = 1000;
    return Instant(Microseconds(static_cast<std::int64_t>(nanos / nanosPerMicro)));
}

void addUserTags(const AttributeSet &attributes, TelemetryItem &item)
{
    item.userId = attributes.text(OtlpKey::EndUserPseudoId);
    item.clientIp = attributes.text(OtlpKey::MicrosoftClientIp);
    if (std::string user = attributes.text(OtlpKey::EndUserId); !user.empty())
        item.context.emplace_back("user_AuthenticatedId", std::move(user));
    if (attributes.has(OtlpKey::SyntheticType))
        item.context.emplace_back("operation_SyntheticSource", "True");
}

int itemCountOfRate(const AttributeSet &attributes)
{
    constexpr double most = 1'000'000;
    const std::string text = attributes.text(OtlpKey::SampleRate);
    double rate = 100;
    std::from_chars(text.data(), text.data() + text.size(), rate);
    return rate > 0 ? static_cast<int>(std::clamp(std::round(100.0 / rate), 1.0, most)) : 1;
}

std::vector<std::pair<std::string, double>> measurementsOf(const AttributeSet &attributes)
{
    if (!attributes.has(OtlpKey::CustomMeasurements))
        return {};
    return numbersOfJson(attributes.text(OtlpKey::CustomMeasurements));
}

} // namespace qd::lab
