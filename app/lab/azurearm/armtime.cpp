#include "azurearm/armtime.h"

#include <array>
#include <cstdio>

namespace qd::lab {

namespace {

std::string textOf(Instant at, const char *format, int64_t fraction)
{
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(std::chrono::floor<Seconds>(at - day));
    std::array<char, 64> text{};
    const int size = std::snprintf(text.data(), text.size(), format, static_cast<int>(date.year()),
                                   static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                                   static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                                   static_cast<int>(time.seconds().count()), static_cast<long long>(fraction));
    return {text.data(), static_cast<size_t>(size)};
}

int64_t microsecondsOf(Instant at) { return (at - std::chrono::floor<Seconds>(at)).count(); }

} // namespace

std::string armTime(Instant at) { return textOf(at, "%04d-%02u-%02uT%02d:%02d:%02d.%06lld0Z", microsecondsOf(at)); }

std::string webTime(Instant at) { return textOf(at, "%04d-%02u-%02uT%02d:%02d:%02d.%03lldZ", microsecondsOf(at) / 1000); }

} // namespace qd::lab
