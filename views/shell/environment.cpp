#include "shell/environment.h"

namespace qd {

QString environmentWord(Environment::Kind kind)
{
    switch (kind) {
    case Environment::Kind::Production:
        return QStringLiteral("PROD");
    case Environment::Kind::Staging:
        return QStringLiteral("STAGING");
    case Environment::Kind::Development:
        return QStringLiteral("DEV");
    case Environment::Kind::Lab:
        break;
    }
    return QStringLiteral("LAB");
}

StatusTone environmentTone(Environment::Kind kind)
{
    switch (kind) {
    case Environment::Kind::Production:
        return StatusTone::Crit;
    case Environment::Kind::Staging:
        return StatusTone::Warn;
    case Environment::Kind::Development:
        return StatusTone::Ok;
    case Environment::Kind::Lab:
        break;
    }
    return StatusTone::Info;
}

} // namespace qd
