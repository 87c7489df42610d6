#include "slo/slodefinition.h"

namespace qd {

QList<BurnPair> defaultBurnPairs()
{
    using std::chrono::hours;
    using std::chrono::minutes;
    return {{.longWindow = hours(1), .shortWindow = minutes(5), .factor = 14.4, .severity = BurnSeverity::Page},
            {.longWindow = hours(6), .shortWindow = minutes(30), .factor = 6, .severity = BurnSeverity::Page},
            {.longWindow = hours(24), .shortWindow = hours(2), .factor = 3, .severity = BurnSeverity::Ticket},
            {.longWindow = hours(72), .shortWindow = hours(6), .factor = 1, .severity = BurnSeverity::Ticket}};
}

} // namespace qd
