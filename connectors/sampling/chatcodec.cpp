#include "sampling/chatcodec.h"

#include "mcp/jsonslice.h"
#include "sampling/chatmessages.h"

#include <nlohmann/json.hpp>

#include <array>
#include <string>
#include <utility>

namespace qd::chatcodec {

namespace {

using ChatBody = nlohmann::ordered_json;

/// Nothing that is nested without end: the arguments of a call are JSON inside a text, which nobody has looked at before.
ChatBody readJson(const QByteArray &text)
{
    return jsonslice::isJson(text) ? ChatBody::parse(text.cbegin(), text.cend(), nullptr, false) : ChatBody(ChatBody::value_t::discarded);
}

std::string writeJson(const ChatBody &value) { return value.dump(-1, ' ', false, ChatBody::error_handler_t::replace); }

QString memberOf(const ChatBody &object, const char *name)
{
    const auto member = object.is_object() ? object.find(name) : object.end();
    return member != object.end() && member->is_string() ? QString::fromStdString(member->get<std::string>()) : QString();
}

Error badReply(const char *what)
{
    return {.kind = ErrorKind::Decode, .message = QStringLiteral("The model's endpoint gave an answer that is no chat completion."), .detail = QLatin1String(what)};
}

ChatBody messagesOf(const McpSamplingRequest &request, const ChatBody &messages)
{
    ChatBody made = ChatBody::array();
    if (!request.systemPrompt.isEmpty())
        made.push_back({{"role", "system"}, {"content", request.systemPrompt.toStdString()}});
    for (const ChatBody &message : messages)
        if (message.is_object())
            for (ChatBody &one : chatMessages(message))
                made.push_back(std::move(one));
    return made;
}

void addTools(const McpSamplingRequest &request, ChatBody *body)
{
    const ChatBody tools = readJson(request.tools.toUtf8());
    if (!tools.is_array() || tools.empty())
        return;
    (*body)["tools"] = chatTools(tools);
    const QString mode = memberOf(readJson(request.toolChoice.toUtf8()), "mode");
    if (mode == u"auto" || mode == u"required" || mode == u"none")
        (*body)["tool_choice"] = mode.toStdString();
}

/// OpenAI's word for why the model stopped in MCP's words; others as they are.
QString stopReason(const QString &finish)
{
    static constexpr std::array<std::pair<const char *, const char *>, 3> words{{{"stop", "endTurn"}, {"length", "maxTokens"}, {"tool_calls", "toolUse"}}};
    for (const auto &[theirs, ours] : words)
        if (finish == QLatin1String(theirs))
            return QString::fromLatin1(ours);
    return finish.isEmpty() ? QStringLiteral("endTurn") : finish;
}

ChatBody toolUse(const ChatBody &call)
{
    const auto function = call.is_object() ? call.find("function") : call.end();
    if (function == call.end() || !function->is_object())
        return nullptr;
    ChatBody input = readJson(memberOf(*function, "arguments").toUtf8());
    return {{"type", "tool_use"}, {"id", memberOf(call, "id").toStdString()}, {"name", memberOf(*function, "name").toStdString()},
            {"input", input.is_object() ? std::move(input) : ChatBody::object()}};
}

/// Blocks of an answer that calls tools; empty when it calls none.
QString blocksOf(const ChatBody &message, const QString &text)
{
    const auto calls = message.find("tool_calls");
    if (calls == message.end() || !calls->is_array() || calls->empty())
        return {};
    ChatBody blocks = ChatBody::array();
    if (!text.isEmpty())
        blocks.push_back({{"type", "text"}, {"text", text.toStdString()}});
    for (const ChatBody &call : *calls)
        if (const ChatBody block = toolUse(call); block.is_object())
            blocks.push_back(block);
    return QString::fromStdString(writeJson(blocks));
}

} // namespace

Result<QByteArray> encodeChat(const McpSamplingRequest &request, const QString &model)
{
    const ChatBody params = readJson(request.raw.toUtf8());
    const auto messages = params.is_object() ? params.find("messages") : params.end();
    if (messages == params.end() || !messages->is_array())
        return Error{.kind = ErrorKind::Decode, .message = QStringLiteral("The server's question has no messages.")};
    ChatBody body{{"model", model.toStdString()}, {"messages", messagesOf(request, *messages)}};
    if (request.maxTokens > 0)
        body["max_tokens"] = request.maxTokens;
    if (request.temperature)
        body["temperature"] = *request.temperature;
    for (const QString &stop : request.stopSequences)
        body["stop"].push_back(stop.toStdString());
    addTools(request, &body);
    return QByteArray::fromStdString(writeJson(body));
}

Result<McpSamplingAnswer> decodeChat(const QByteArray &body)
{
    const ChatBody reply = readJson(body);
    const auto choices = reply.is_object() ? reply.find("choices") : reply.end();
    if (choices == reply.end() || !choices->is_array() || choices->empty() || !choices->front().is_object())
        return badReply("choices");
    const ChatBody &choice = choices->front();
    const auto message = choice.find("message");
    if (message == choice.end() || !message->is_object())
        return badReply("choices[0].message");
    const QString text = memberOf(*message, "content");
    return McpSamplingAnswer{.text = text.isEmpty() ? memberOf(*message, "refusal") : text,
                             .content = blocksOf(*message, text),
                             .model = memberOf(reply, "model"),
                             .stopReason = stopReason(memberOf(choice, "finish_reason"))};
}

} // namespace qd::chatcodec
