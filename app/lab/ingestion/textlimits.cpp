#include "ingestion/textlimits.h"

#include <algorithm>
#include <array>

namespace qd::lab {

namespace {

constexpr size_t maxPropertyBytes = 8192;
constexpr size_t maxContentBytes = 262144;
constexpr std::array<std::string_view, 7> contentKeys{
    "gen_ai.input.messages",    "gen_ai.output.messages",       "gen_ai.system_instructions",
    "gen_ai.tool.definitions",  "gen_ai.tool.call.arguments",   "gen_ai.tool.call.result",
    "gen_ai.evaluation.explanation"};

bool continuesCharacter(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

} // namespace

void cutBytes(std::string &text, size_t limit)
{
    if (text.size() <= limit)
        return;
    while (limit > 0 && continuesCharacter(text[limit]))
        --limit;
    text.resize(limit);
}

void cutUnits(std::string &text, size_t limit)
{
    if (text.size() <= limit)
        return;
    size_t units = 0;
    for (size_t i = 0; i < text.size(); ++i) {
        if (continuesCharacter(text[i]))
            continue;
        units += static_cast<unsigned char>(text[i]) >= 0xF0 ? 2U : 1U;
        if (units > limit)
            return text.resize(i);
    }
}

size_t propertyLimit(std::string_view key)
{
    return key.starts_with("gen_ai.") && std::ranges::find(contentKeys, key) != contentKeys.end() ? maxContentBytes : maxPropertyBytes;
}

} // namespace qd::lab
