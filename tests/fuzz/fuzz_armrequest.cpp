#include "appservice/siterequest.h"
#include "azurearm/activityfilter.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace qd::lab;

/// Any bytes as what clients send to Resource Manager: no crash, and what is accepted keeps the limits.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const std::string_view body(reinterpret_cast<const char *>(data), size);
    const auto settings = decodeSettingsBody(body);
    if (const auto *accepted = std::get_if<AppSettings>(&settings); accepted && accepted->contains(""))
        __builtin_trap();
    (void)decodeStickyBody(body);
    (void)decodeTargetSlot(body);
    const qd::Instant now{qd::Seconds(1795262400)};
    const auto filter = parseActivityFilter(body, now);
    if (filter && filter->from < now - std::chrono::days(90))
        __builtin_trap();
    return 0;
}
