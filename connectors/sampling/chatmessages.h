#pragma once

#include <nlohmann/json_fwd.hpp>

/// MCP's sampling messages as the messages of a chat, as OpenAI's API has them. Pure; any thread.
namespace qd::chatcodec {

/// The chat's messages for one message of sampling: a result of a tool is a message of its own there. What a chat has no
/// place for (links, blocks of a kind unknown) becomes the block's JSON as text, so that the model misses nothing.
[[nodiscard]] nlohmann::ordered_json chatMessages(const nlohmann::ordered_json &message);
/// The tools of a sampling request as functions; elements that are no tools are left out.
[[nodiscard]] nlohmann::ordered_json chatTools(const nlohmann::ordered_json &tools);

} // namespace qd::chatcodec
