#pragma once

#include "error.h"
#include "mcp/collectionrun.h"
#include "mcp/mcpoperations.h"
#include "mcp/mcptypes.h"

/// Turns what a session gives into the answer that checks read: results in the shape that the protocol has, whatever
/// revision was spoken. Pure.
namespace qd::answers {

[[nodiscard]] collection::Answer ofTools(const QList<McpTool> &tools);          ///< {"tools": […]}, as the server wrote them
[[nodiscard]] collection::Answer ofPrompts(const QList<McpPrompt> &prompts);    ///< {"prompts": […]}
[[nodiscard]] collection::Answer ofResources(const QList<McpResource> &resources); ///< {"resources": […], "resourceTemplates": […]}
[[nodiscard]] collection::Answer ofCall(const McpCallResult &result);
[[nodiscard]] collection::Answer ofContents(const QList<McpContent> &contents); ///< {"contents": […]}
[[nodiscard]] collection::Answer ofMessages(const QList<McpContent> &messages); ///< {"messages": […]}
[[nodiscard]] collection::Answer ofCompletions(const McpCompletions &completions); ///< {"completion": {"values": […]}}
[[nodiscard]] collection::Answer ofNotification(const QString &method, const QString &params); ///< {"method": …, "params": …}
[[nodiscard]] collection::Answer ofNothing();                                   ///< {}
/// {"code": …, "message": …}
[[nodiscard]] collection::Answer ofError(const Error &error);

} // namespace qd::answers
