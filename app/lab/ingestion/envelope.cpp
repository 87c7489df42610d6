#include "ingestion/envelope.h"

#include "ingestion/basedata.h"
#include "server/isotime.h"
#include "server/jsontext.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace qd::lab {

namespace {

using WireJson = nlohmann::json;

constexpr int maxDepth = 32;
constexpr int maxItemCount = 1'000'000;

bool equalIgnoringCase(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b, [](char x, char y) {
        return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y));
    });
}

std::string missing(std::string_view field, std::string_view type)
{
    return "109: Field '" + std::string(field) + "' on type '" + std::string(type)
        + "' is required but missing or empty. Expected: string, Actual: undefined";
}

int itemCountOf(const WireJson &envelope)
{
    const auto rate = envelope.find("sampleRate");
    if (rate == envelope.end() || !rate->is_number() || rate->get<double>() <= 0)
        return 1;
    return static_cast<int>(std::clamp(std::round(100.0 / rate->get<double>()), 1.0, double{maxItemCount}));
}

/// Tags that have a member of their own, and those that only the classic schema knows.
struct MemberTag {
    std::string_view tag;
    std::string TelemetryItem::*member;
};
constexpr std::array<MemberTag, 10> memberTags{{
    {"ai.operation.id", &TelemetryItem::operationId},
    {"ai.operation.parentId", &TelemetryItem::parentId},
    {"ai.operation.name", &TelemetryItem::operationName},
    {"ai.cloud.role", &TelemetryItem::roleName},
    {"ai.cloud.roleInstance", &TelemetryItem::roleInstance},
    {"ai.application.ver", &TelemetryItem::appVersion},
    {"ai.user.id", &TelemetryItem::userId},
    {"ai.session.id", &TelemetryItem::sessionId},
    {"ai.location.ip", &TelemetryItem::clientIp},
    {"ai.internal.sdkVersion", &TelemetryItem::sdkVersion},
}};
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> contextTags{{
    {"ai.operation.syntheticSource", "operation_SyntheticSource"},
    {"ai.user.authUserId", "user_AuthenticatedId"},
    {"ai.user.accountId", "user_AccountId"},
    {"ai.device.type", "client_Type"},
    {"ai.device.model", "client_Model"},
    {"ai.device.osVersion", "client_OS"},
}};

void applyTags(const WireJson &envelope, TelemetryItem &item)
{
    const auto tags = envelope.find("tags");
    if (tags == envelope.end() || !tags->is_object())
        return;
    for (const MemberTag &known : memberTags)
        item.*known.member = textOf(*tags, known.tag);
    for (const auto &[tag, column] : contextTags)
        if (std::string value = textOf(*tags, tag); !value.empty())
            item.context.emplace_back(column, std::move(value));
}

/// Decodes one envelope; the answer is why not, or empty.
std::string decodeEnvelope(const WireJson &envelope, std::string_view key, std::vector<TelemetryItem> &items)
{
    if (!envelope.is_object())
        return "100: Invalid envelope: a JSON object is expected";
    TelemetryItem base;
    base.instrumentationKey = textOf(envelope, "iKey");
    if (base.instrumentationKey.empty())
        return missing("iKey", "Envelope");
    if (!equalIgnoringCase(base.instrumentationKey, key))
        return "Invalid instrumentation key";
    const std::string time = textOf(envelope, "time");
    if (time.empty())
        return missing("time", "Envelope");
    const std::optional<Instant> at = parseIsoTime(time);
    if (!at)
        return "110: Field 'time' on type 'Envelope' is not a valid date and time";
    base.time = *at;
    base.itemCount = itemCountOf(envelope);
    applyTags(envelope, base);
    const auto data = envelope.find("data");
    if (data == envelope.end() || !data->is_object() || textOf(*data, "baseType").empty())
        return missing("baseType", "Data");
    return decodeBaseData(*data, std::move(base), items);
}

void decodeInto(const WireJson &envelope, std::string_view key, TrackBatch &batch)
{
    std::string refused = decodeEnvelope(envelope, key, batch.items);
    if (refused.empty())
        ++batch.accepted;
    else
        batch.errors.push_back({.index = batch.received, .message = std::move(refused)});
    ++batch.received;
}

void decodeLine(std::string_view line, std::string_view key, TrackBatch &batch)
{
    const WireJson envelope = jsonNestsTooDeep(line, maxDepth) ? WireJson(WireJson::value_t::discarded) : WireJson::parse(line, nullptr, false);
    if (!envelope.is_discarded())
        return decodeInto(envelope, key, batch);
    batch.errors.push_back({.index = batch.received, .message = "100: Invalid JSON"});
    ++batch.received;
}

std::string_view trimmed(std::string_view text)
{
    static constexpr std::string_view blank = " \t\r\n";
    const size_t from = text.find_first_not_of(blank);
    return from == std::string_view::npos ? std::string_view() : text.substr(from, text.find_last_not_of(blank) - from + 1);
}

TrackBatch unreadableBatch(std::string message)
{
    TrackBatch batch;
    batch.unreadable = true;
    batch.errors.push_back({.message = std::move(message)});
    return batch;
}

TrackBatch decodeArray(std::string_view body, std::string_view key)
{
    if (jsonNestsTooDeep(body, maxDepth))
        return unreadableBatch("100: Invalid JSON: nested too deep");
    const WireJson all = WireJson::parse(body, nullptr, false);
    if (!all.is_array())
        return unreadableBatch("100: Invalid JSON");
    TrackBatch batch;
    for (const WireJson &envelope : all)
        decodeInto(envelope, key, batch);
    return batch;
}

} // namespace

TrackBatch decodeTrack(std::string_view body, std::string_view instrumentationKey)
{
    static constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";
    if (body.starts_with(byteOrderMark))
        body.remove_prefix(byteOrderMark.size());
    body = trimmed(body);
    if (body.empty())
        return unreadableBatch("100: Empty body");
    if (body.front() == '[')
        return decodeArray(body, instrumentationKey);
    TrackBatch batch;
    while (!body.empty()) {
        const size_t end = body.find('\n');
        if (const std::string_view line = trimmed(body.substr(0, end)); !line.empty())
            decodeLine(line, instrumentationKey, batch);
        body = end == std::string_view::npos ? std::string_view() : body.substr(end + 1);
    }
    return batch;
}

} // namespace qd::lab
