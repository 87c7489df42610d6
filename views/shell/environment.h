#pragma once

#include "theme/tokens.h"

#include <QString>

namespace qd {

/// How careful to be here.
enum class EnvironmentKind { Production, Staging, Development, Lab };

/// What the window is connected to and as whom: the edge, the chip and the first words of the top bar.
struct ConnectionLabel {
    EnvironmentKind kind = EnvironmentKind::Lab;
    QString profile;  ///< e.g. "contoso-agents / westeurope"
    QString identity; ///< who am I, e.g. "signed in as operator@contoso"
    bool operator==(const ConnectionLabel &) const = default;
};

/// "PROD", "STAGING", "DEV", "LAB".
QString environmentWord(EnvironmentKind kind);
StatusTone environmentTone(EnvironmentKind kind);

} // namespace qd
