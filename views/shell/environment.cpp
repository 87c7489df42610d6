#include "shell/environment.h"

namespace qd {

QString environmentWord(EnvironmentKind kind)
{
    switch (kind) {
    case EnvironmentKind::Production:
        return QStringLiteral("PROD");
    case EnvironmentKind::Staging:
        return QStringLiteral("STAGING");
    case EnvironmentKind::Development:
        return QStringLiteral("DEV");
    case EnvironmentKind::Lab:
        break;
    }
    return QStringLiteral("LAB");
}

StatusTone environmentTone(EnvironmentKind kind)
{
    switch (kind) {
    case EnvironmentKind::Production:
        return StatusTone::Crit;
    case EnvironmentKind::Staging:
        return StatusTone::Warn;
    case EnvironmentKind::Development:
        return StatusTone::Ok;
    case EnvironmentKind::Lab:
        break;
    }
    return StatusTone::Info;
}

} // namespace qd
