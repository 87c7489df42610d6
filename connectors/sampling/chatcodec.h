#pragma once

#include "mcp/mcpoperations.h"
#include "result.h"

/// Sampling (MCP, sampling/createMessage) by way of an endpoint that speaks OpenAI's chat completions. Pure; any thread.
namespace qd::chatcodec {

/// The body of POST …/chat/completions. The server's hints do not choose the model: the one who pays does.
/// Errors: Decode, when the request's own JSON cannot be read.
[[nodiscard]] Result<QByteArray> encodeChat(const McpSamplingRequest &request, const QString &model);
/// The endpoint's first choice as the server wants it: text, or blocks when the model calls tools.
/// Errors: Decode.
[[nodiscard]] Result<McpSamplingAnswer> decodeChat(const QByteArray &body);

} // namespace qd::chatcodec
