#pragma once

#include "mcpserver/labtool.h"
#include "server/httpreply.h"
#include "server/httprequest.h"

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace qd::lab {

/// A real MCP server over Streamable HTTP, legacy revisions up to 2025-11-25: sessions, tools/list, tools/call with
/// validated arguments, ping, batches in the revision that had them. Answers in JSON, offers no GET stream. Any thread.
class McpServer
{
public:
    /// Probability, 0 to 1, that a call of the tool fails now.
    using FailureOf = std::function<double(const std::string &tool)>;

    McpServer(std::string name, std::vector<LabTool> tools, FailureOf failureOf);
    [[nodiscard]] const std::string &name() const { return m_name; }
    [[nodiscard]] const std::vector<LabTool> &tools() const { return m_tools; }
    HttpReply handle(const HttpRequest &request);

private:
    HttpReply post(const HttpRequest &request);
    HttpReply initialize(const Json &message);
    HttpReply answerAll(const Json &body, const std::string &revision);
    Json answer(const Json &message, const std::string &revision);
    Json list() const;
    Json call(const Json &message, const std::string &revision);
    [[nodiscard]] bool failsNow(const std::string &tool);

    const std::string m_name;
    const std::vector<LabTool> m_tools;
    const FailureOf m_failureOf;
    std::mutex m_mutex;
    std::map<std::string, std::string> m_sessions; ///< revision by session id
    std::vector<std::string> m_oldest;             ///< session ids, oldest first
    uint64_t m_lots = 0;
};

} // namespace qd::lab
