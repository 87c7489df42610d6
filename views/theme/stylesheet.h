#pragma once

#include "theme/tokens.h"

#include <QString>

namespace qd {

/// The application's style sheet: only what a palette cannot say (radii, focus rings, thin scroll bars, and the looks
/// that widgets ask for by the dynamic property "qdRole").
///
/// qdRole values. QPushButton: "primary", "flat". QLabel: "secondary", "caption", "panelTitle", "viewTitle", "mono",
/// "chip". QFrame and QWidget: "panel", "bar" (surface with a lower border), "raised".
QString styleSheet(const Tokens &tokens);

} // namespace qd
