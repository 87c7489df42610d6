#pragma once

#include <QFont>

namespace qd {

/// The type scale. Caption: axes; Table: tables; Body: prose and labels; then panel title, view title, tile value, wall.
enum class TextSize { Caption, Table, Body, PanelTitle, ViewTitle, TileValue, Wall };
enum class TextWeight { Regular, Medium, SemiBold };

/// Pixels at 96 dpi of one step of the scale.
int pixelSize(TextSize size);

/// Inter in the given step; falls back to the system's sans serif when the bundled fonts are not loaded.
QFont uiFont(TextSize size = TextSize::Body, TextWeight weight = TextWeight::Regular);

/// JetBrains Mono: tables of numbers, timers, identifiers, query text. All its digits are equally wide.
QFont monoFont(TextSize size = TextSize::Table, TextWeight weight = TextWeight::Regular);

/// monoFont() sized in points, which is all that Scintilla's editors read; as large on a screen of any resolution.
QFont editorFont(TextSize size = TextSize::Table);

/// Loads the bundled font files once. False when one of them was refused; text then shows in a system font.
bool loadBundledFonts();

} // namespace qd
