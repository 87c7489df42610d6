#pragma once

#include <QColor>

#include <array>

namespace qd {

/// The looks the console has. HighContrast relies on shape and border where colour would not carry.
enum class ThemeId { Light, Dark, HighContrast };

/// What a glyph, chip or bar says by colour; the shape says it too.
enum class StatusTone { Ok, Info, Warn, Crit, Unknown, Chaos };
inline constexpr size_t statusToneCount = 6;

/// Trace and chart colours by role, the same everywhere.
enum class SeriesRole { Agent, Model, Tool, Gateway, Policy, Evaluation, Dependency, Other };
inline constexpr size_t seriesRoleCount = 8;

/// One status: its fill, the text that may stand on the fill, a soft background, and an outline (invalid when none).
struct StatusColours {
    QColor fill;
    QColor onFill;
    QColor soft;
    QColor outline;
};

/// Every colour of one theme. Words are drawn in text, text2 or text3; never in a status colour.
struct Tokens {
    QColor canvas;
    QColor surface;
    QColor raised;
    QColor border;
    QColor borderStrong;
    QColor text;
    QColor text2;
    QColor text3; ///< captions, never values
    QColor accent; ///< links, focus ring
    QColor onAccent;
    QColor selection;
    QColor onSelection;
    QColor zebra;
    std::array<StatusColours, statusToneCount> statuses;
    std::array<QColor, seriesRoleCount> seriesColours;
    QColor diffRemoved;
    QColor diffAdded;
    bool isDark = false;
    bool isHighContrast = false;
    int radiusBar = 2;
    int radiusControl = 4;
    int radiusPanel = 6;

    [[nodiscard]] const StatusColours &status(StatusTone tone) const { return statuses[static_cast<size_t>(tone)]; }
    [[nodiscard]] QColor series(SeriesRole role) const { return seriesColours[static_cast<size_t>(role)]; }
};

/// The tokens of a theme; lives as long as the program.
const Tokens &tokensOf(ThemeId id);

/// Spacing scale, in device-independent pixels.
namespace space {
inline constexpr int xxs = 2;
inline constexpr int xs = 4;
inline constexpr int s = 8;
inline constexpr int m = 12;
inline constexpr int l = 16;
inline constexpr int xl = 24;
inline constexpr int xxl = 32;
} // namespace space

/// Heights of recurring rows, in device-independent pixels.
namespace height {
inline constexpr int rowCompact = 22;
inline constexpr int row = 26;
inline constexpr int rowComfortable = 32;
inline constexpr int tableHeader = 28;
inline constexpr int button = 28;
inline constexpr int toolbar = 40;
inline constexpr int topBar = 44;
inline constexpr int statusBar = 28;
} // namespace height

/// The SLO tile and its sparkline, in device-independent pixels.
namespace tile {
inline constexpr int minWidth = 228;
inline constexpr int minHeight = 132;
inline constexpr int gap = 8;
inline constexpr int sparklineMinWidth = 56;
} // namespace tile

} // namespace qd
