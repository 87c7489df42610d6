#include "fleet/itemfactory.h"

#include "fleet/names.h"
#include "fleet/rng.h"

#include <algorithm>

namespace qd::lab {

namespace {

/// Keep ids of operations, conversations and loose items apart from those of spans.
constexpr uint64_t operationHighSalt = 0x6f70686967680001ULL;
constexpr uint64_t operationLowSalt = 0x6f706c6f77000002ULL;
constexpr uint64_t conversationSalt = 0x636f6e7600000003ULL;
constexpr uint64_t looseSalt = 0x6c6f6f7365000004ULL;

uint64_t mixThree(uint64_t seed, uint64_t number, uint64_t salt)
{
    return mixBits(mixBits(mixBits(seed) ^ number) ^ salt);
}

} // namespace

std::string hexText(uint64_t value)
{
    constexpr const char *digits = "0123456789abcdef";
    std::string text(16, '0');
    for (size_t i = 16; i-- > 0; value >>= 4)
        text[i] = digits[value & 0xf];
    return text;
}

void sortProperties(Properties &properties)
{
    std::sort(properties.begin(), properties.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
}

TelemetryItem ItemFactory::instanceItem(ItemKind kind, Instant time, size_t slot, int instance, size_t build) const
{
    TelemetryItem item;
    item.kind = kind;
    item.time = time;
    item.roleName = m_scenario.role;
    item.roleInstance = m_scenario.instancePrefix + '-' + m_scenario.slotList[slot].name + '-' + std::to_string(instance);
    item.appVersion = m_scenario.builds[build].version;
    item.sdkVersion = labSdkVersion;
    item.clientIp = "0.0.0.0"; // what Application Insights keeps of an address by default
    return item;
}

TelemetryItem ItemFactory::taskItem(ItemKind kind, const TaskRun &run, double atMs, std::string parent) const
{
    TelemetryItem item = instanceItem(kind, run.at(atMs), 0, run.instance, run.build);
    item.operationId = operationId(run);
    item.operationName = "POST /chat";
    item.parentId = std::move(parent);
    return item;
}

std::string ItemFactory::operationId(const TaskRun &run) const
{
    return hexText(mixThree(m_seed, run.number, operationHighSalt)) + hexText(mixThree(m_seed, run.number, operationLowSalt));
}

std::string ItemFactory::spanId(const TaskRun &run, uint64_t span) const
{
    return hexText(mixThree(m_seed, run.number, span));
}

std::string ItemFactory::conversationId(const TaskRun &run) const
{
    return "conv_" + hexText(mixThree(m_seed, run.number, conversationSalt));
}

std::string ItemFactory::looseId(uint64_t number) const { return hexText(mixThree(m_seed, number, looseSalt)); }

} // namespace qd::lab
