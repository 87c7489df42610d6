#include "chaos/chaosfault.h"

#include <array>
#include <utility>

namespace qd {

namespace {

constexpr std::array chaosModes{std::pair(ChaosMode::Off, "off"), std::pair(ChaosMode::Throttle, "throttle"),
                                std::pair(ChaosMode::Malformed, "malformed"), std::pair(ChaosMode::Outage, "outage")};

} // namespace

QString chaosModeName(ChaosMode mode)
{
    for (const auto &[known, name] : chaosModes)
        if (known == mode)
            return QString::fromLatin1(name);
    return {};
}

std::optional<ChaosMode> chaosModeFromName(QStringView name)
{
    for (const auto &[mode, known] : chaosModes)
        if (name == QLatin1StringView(known))
            return mode;
    return std::nullopt;
}

QString chaosModeMeaning(ChaosMode mode)
{
    switch (mode) {
    case ChaosMode::Off: return QStringLiteral("nothing is injected");
    case ChaosMode::Throttle: return QStringLiteral("models answer 429 with Retry-After");
    case ChaosMode::Malformed: return QStringLiteral("tool arguments fail schema validation");
    case ChaosMode::Outage: return QStringLiteral("gateway and tools answer 503");
    }
    return {};
}

QString chaosFaultText(const ChaosFault &fault)
{
    const QString whom = fault.tenant == QLatin1StringView("*") ? QStringLiteral("all tenants") : fault.tenant;
    return QStringLiteral("%1, %2 % of %3").arg(chaosModeName(fault.mode)).arg(fault.percent).arg(whom);
}

} // namespace qd
