#pragma once

#include "theme/tokens.h"

#include <QString>

namespace qd {

/// Where the window is connected to, as everything that must not be mistaken: the edge and the chip are drawn from it.
struct Environment {
    enum class Kind { Production, Staging, Development, Lab };
    Kind kind = Kind::Lab;
    QString profile;  ///< e.g. "contoso-agents / westeurope"
    QString identity; ///< who am I, e.g. "signed in as operator@contoso"
    bool operator==(const Environment &) const = default;
};

/// "PROD", "STAGING", "DEV", "LAB".
QString environmentWord(Environment::Kind kind);
StatusTone environmentTone(Environment::Kind kind);

} // namespace qd
