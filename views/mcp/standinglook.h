#pragma once

#include "mcpoffermodel.h"
#include "widgets/statusglyph.h"

#include <QCoreApplication>

#include <optional>

namespace qd {

/// The mark and the word of how an offer stands to what was approved and scanned; nothing for None.
[[nodiscard]] inline std::optional<StateLook> standingLook(McpOffer::Standing standing)
{
    const auto look = [](Glyph glyph, StatusTone tone, const char *word) {
        return StateLook{.glyph = glyph, .tone = tone, .word = QCoreApplication::translate("qd::StandingLook", word)};
    };
    switch (standing) {
    case McpOffer::Standing::None: return std::nullopt;
    case McpOffer::Standing::Approved: return look(Glyph::Tick, StatusTone::Ok, "approved");
    case McpOffer::Standing::New: return look(Glyph::Plus, StatusTone::Info, "new");
    case McpOffer::Standing::Changed: return look(Glyph::Bang, StatusTone::Warn, "changed");
    case McpOffer::Standing::Broken: return look(Glyph::Cross, StatusTone::Crit, "changed");
    case McpOffer::Standing::Doubtful: return look(Glyph::Bang, StatusTone::Warn, "doubtful");
    case McpOffer::Standing::Suspicious: break;
    }
    return look(Glyph::Cross, StatusTone::Crit, "suspicious");
}

} // namespace qd
