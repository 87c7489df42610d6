#pragma once

#include "ingestion/otlp/otlpmapper.h"
#include "ingestion/textlimits.h"
#include "server/jsontext.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace qd::fuzz {

inline void require(bool holds)
{
    if (!holds)
        __builtin_trap();
}

/// What the store relies on, whatever was posted.
inline void checkOtlpItem(const lab::TelemetryItem &item)
{
    for (const std::string *text : {&item.id, &item.name, &item.type, &item.target, &item.data, &item.url, &item.resultCode, &item.message,
                                    &item.details, &item.operationName, &item.roleName, &item.clientIp})
        require(lab::validUtf8(*text) == *text);
    for (size_t i = 0; i < item.properties.size(); ++i) {
        const auto &[key, value] = item.properties[i];
        require(lab::validUtf8(value) == value && value.size() <= lab::propertyLimit(key));
        require(i == 0 || item.properties[i - 1].first < key);
    }
    require(std::isfinite(item.durationMs) && item.durationMs >= 0);
    require(item.kind != lab::ItemKind::Metric || (std::isfinite(item.metricSum) && item.metricCount >= 0));
}

/// The first byte says which signal the rest is. Posted twice, since metrics remember.
template<typename Decode>
void fuzzOtlp(const std::uint8_t *data, size_t size, Decode decode)
{
    if (size == 0)
        return;
    const auto signal = static_cast<lab::OtlpSignal>(data[0] % 3);
    const std::string_view body(reinterpret_cast<const char *>(data) + 1, size - 1);
    lab::DeltaTracker tracker(1'000'000, 8);
    for (int i = 0; i < 2; ++i) {
        lab::DeltaTracker::Update deltas(tracker);
        lab::OtlpMapper mapper("00000000-0000-0000-0000-0000000000ab", Instant(), &deltas);
        const std::string wrong = decode(signal, body, mapper);
        for (const lab::TelemetryItem &item : mapper.takeItems())
            if (wrong.empty())
                checkOtlpItem(item);
        if (i == 0 && wrong.empty())
            deltas.keep();
    }
}

} // namespace qd::fuzz
