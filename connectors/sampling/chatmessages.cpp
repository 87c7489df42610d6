#include "sampling/chatmessages.h"

#include <nlohmann/json.hpp>

#include <string>

namespace qd::chatcodec {

namespace {

using ChatJson = nlohmann::ordered_json;

std::string chatText(const ChatJson &object, const char *name)
{
    const auto member = object.find(name);
    return member != object.end() && member->is_string() ? member->get<std::string>() : std::string();
}

ChatJson textPart(std::string text) { return {{"type", "text"}, {"text", std::move(text)}}; }

/// "audio/x-wav; rate=8" is "wav".
std::string audioFormat(const std::string &mimeType)
{
    const std::string name = mimeType.substr(0, mimeType.find(';'));
    return name.find("wav") != std::string::npos ? "wav" : name == "audio/mpeg" ? "mp3" : name.substr(name.find('/') + 1);
}

ChatJson partOf(const ChatJson &block)
{
    const std::string type = chatText(block, "type");
    if (type == "text")
        return textPart(chatText(block, "text"));
    const std::string data = chatText(block, "data"), mimeType = chatText(block, "mimeType");
    if (type == "image")
        return {{"type", "image_url"}, {"image_url", {{"url", "data:" + mimeType + ";base64," + data}}}};
    if (type == "audio")
        return {{"type", "input_audio"}, {"input_audio", {{"data", data}, {"format", audioFormat(mimeType)}}}};
    return textPart(block.dump(-1, ' ', false, ChatJson::error_handler_t::replace));
}

ChatJson callOf(const ChatJson &block)
{
    const auto input = block.find("input");
    const std::string arguments = input != block.end() ? input->dump(-1, ' ', false, ChatJson::error_handler_t::replace) : "{}";
    return {{"id", chatText(block, "id")}, {"type", "function"}, {"function", {{"name", chatText(block, "name")}, {"arguments", arguments}}}};
}

/// A chat's tool message holds text alone.
ChatJson resultOf(const ChatJson &block)
{
    std::string text;
    const auto content = block.find("content");
    if (content != block.end() && content->is_array())
        for (const ChatJson &part : *content)
            text += (text.empty() ? "" : "\n") + chatText(partOf(part), "text");
    if (text.empty() && block.contains("structuredContent"))
        text = block["structuredContent"].dump(-1, ' ', false, ChatJson::error_handler_t::replace);
    return {{"role", "tool"}, {"tool_call_id", chatText(block, "toolUseId")}, {"content", text}};
}

/// One text is written as text: not every endpoint takes a list of parts.
ChatJson contentOf(const ChatJson &parts)
{
    if (parts.empty())
        return nullptr;
    return parts.size() == 1 && parts[0]["type"] == "text" ? parts[0]["text"] : parts;
}

} // namespace

ChatJson chatMessages(const ChatJson &message)
{
    const auto content = message.find("content");
    const ChatJson blocks = content == message.end() ? ChatJson::array() : content->is_array() ? *content : ChatJson::array({*content});
    ChatJson messages = ChatJson::array(), parts = ChatJson::array(), calls = ChatJson::array();
    for (const ChatJson &block : blocks) {
        const std::string type = block.is_object() ? chatText(block, "type") : std::string();
        if (type == "tool_result")
            messages.push_back(resultOf(block));
        else if (type == "tool_use")
            calls.push_back(callOf(block));
        else if (block.is_object())
            parts.push_back(partOf(block));
    }
    if (parts.empty() && calls.empty())
        return messages;
    messages.push_back({{"role", chatText(message, "role") == "assistant" ? "assistant" : "user"}, {"content", contentOf(parts)}});
    if (!calls.empty())
        messages.back()["tool_calls"] = calls;
    return messages;
}

ChatJson chatTools(const ChatJson &tools)
{
    ChatJson made = ChatJson::array();
    for (const ChatJson &tool : tools) {
        if (!tool.is_object() || chatText(tool, "name").empty())
            continue;
        ChatJson function{{"name", chatText(tool, "name")}};
        if (const std::string description = chatText(tool, "description"); !description.empty())
            function["description"] = description;
        if (const auto schema = tool.find("inputSchema"); schema != tool.end() && schema->is_object())
            function["parameters"] = *schema;
        made.push_back({{"type", "function"}, {"function", function}});
    }
    return made;
}

} // namespace qd::chatcodec
