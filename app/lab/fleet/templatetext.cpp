#include "fleet/templatetext.h"

#include "fleet/rng.h"

#include <array>

namespace qd::lab {

namespace {

constexpr std::array<const char *, 6> templateProducts{"espresso machine", "standing desk", "trail shoes",
                                                       "noise-cancelling headset", "rain jacket", "bike computer"};
constexpr std::array<const char *, 6> templateCities{"Oslo", "Lisbon", "Graz", "Utrecht", "Gdynia", "Turin"};

template<size_t Count>
const char *pickText(const std::array<const char *, Count> &texts, uint64_t hash)
{
    return texts[hash % Count];
}

std::string placeholderValue(std::string_view name, uint64_t hash)
{
    if (name == "order")
        return std::to_string(10'000 + hash % 90'000);
    if (name == "sku")
        return "SKU-" + std::to_string(100 + hash / 7 % 900);
    if (name == "n")
        return std::to_string(1 + hash / 11 % 9);
    if (name == "product")
        return pickText(templateProducts, hash / 13);
    if (name == "city")
        return pickText(templateCities, hash / 17);
    return {};
}

} // namespace

std::string fillTemplate(std::string_view text, uint64_t task)
{
    const uint64_t hash = mixBits(task);
    std::string filled;
    filled.reserve(text.size() + 16);
    while (!text.empty()) {
        const size_t open = text.find('{');
        filled.append(text.substr(0, open));
        if (open == std::string_view::npos)
            break;
        text.remove_prefix(open + 1);
        const size_t close = text.find('}');
        const std::string value = close == std::string_view::npos ? std::string() : placeholderValue(text.substr(0, close), hash);
        if (value.empty()) {
            filled.push_back('{');
            continue;
        }
        filled.append(value);
        text.remove_prefix(close + 1);
    }
    return filled;
}

} // namespace qd::lab
