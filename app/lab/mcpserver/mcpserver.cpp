#include "mcpserver/mcpserver.h"

#include "server/guid.h"
#include "server/jsontext.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace qd::lab {

namespace {

constexpr std::array<const char *, 4> revisions{"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"};
constexpr size_t mostSessions = 1000;
constexpr size_t mostBatch = 100;
constexpr int deepestMessage = 64;

bool isRevision(const std::string &text) { return std::find(revisions.begin(), revisions.end(), text) != revisions.end(); }

std::string dumped(const Json &value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json rpcError(const Json &id, int code, const std::string &message)
{
    return {{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", code}, {"message", message}}}};
}

Json rpcResult(const Json &id, Json result) { return {{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}}; }

HttpReply jsonReply(int status, const Json &body)
{
    HttpReply reply;
    reply.status = status;
    reply.body = dumped(body);
    reply.contentType = "application/json";
    return reply;
}

HttpReply refusal(int status, const std::string &message) { return jsonReply(status, rpcError(nullptr, -32000, message)); }

Json idOf(const Json &message)
{
    const bool isUsable = message.is_object() && message.contains("id") && (message["id"].is_string() || message["id"].is_number());
    return isUsable ? message["id"] : Json(nullptr);
}

bool isRequest(const Json &message) { return message.is_object() && message.contains("method") && message.contains("id"); }

std::string methodOf(const Json &message)
{
    return message.is_object() && message.contains("method") && message["method"].is_string() ? message["method"].get<std::string>() : std::string();
}

Json toolError(const std::string &text)
{
    return {{"content", Json::array({{{"type", "text"}, {"text", text}}})}, {"isError", true}};
}

} // namespace

McpServer::McpServer(std::string name, std::vector<LabTool> tools, FailureOf failureOf)
    : m_name(std::move(name)), m_tools(std::move(tools)), m_failureOf(std::move(failureOf))
{
}

HttpReply McpServer::handle(const HttpRequest &request)
{
    if (request.method == "POST")
        return post(request);
    const std::string session(request.header("mcp-session-id"));
    if (request.method == "DELETE") {
        const std::lock_guard lock(m_mutex);
        std::erase(m_oldest, session);
        return m_sessions.erase(session) > 0 ? HttpReply{.status = 200, .body = {}, .headers = {}} : refusal(404, "Session not found");
    }
    HttpReply reply = refusal(405, "Method not allowed: this server offers no event stream");
    reply.headers.emplace_back("Allow", "POST, DELETE");
    return reply;
}

HttpReply McpServer::post(const HttpRequest &request)
{
    const std::string_view accept = request.header("accept");
    if (!accept.empty() && accept.find("application/json") == std::string_view::npos && accept.find("*/*") == std::string_view::npos)
        return refusal(406, "Not Acceptable: client must accept application/json");
    if (jsonNestsTooDeep(request.body, deepestMessage))
        return jsonReply(400, rpcError(nullptr, -32700, "Parse error: nested too deep"));
    const Json body = Json::parse(request.body, nullptr, false);
    if (body.is_discarded())
        return jsonReply(400, rpcError(nullptr, -32700, "Parse error"));
    if (methodOf(body) == "initialize" && isRequest(body))
        return initialize(body);
    const std::string session(request.header("mcp-session-id"));
    std::string revision;
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_sessions.find(session);
        if (found != m_sessions.end())
            revision = found->second;
    }
    if (revision.empty())
        return session.empty() ? refusal(400, "Bad Request: Mcp-Session-Id header is required") : refusal(404, "Session not found");
    const std::string version(request.header("mcp-protocol-version"));
    if (!version.empty() && !isRevision(version))
        return refusal(400, "Bad Request: Unsupported protocol version " + version);
    return answerAll(body, revision);
}

HttpReply McpServer::initialize(const Json &message)
{
    const Json params = message.value("params", Json::object());
    const bool hasVersion = params.is_object() && params.contains("protocolVersion") && params["protocolVersion"].is_string();
    if (!hasVersion)
        return jsonReply(200, rpcError(idOf(message), -32602, "Invalid params: protocolVersion is required"));
    const std::string wanted = params["protocolVersion"].get<std::string>();
    const std::string revision = isRevision(wanted) ? wanted : revisions.front();
    const std::string session = randomGuid();
    {
        const std::lock_guard lock(m_mutex);
        if (m_oldest.size() >= mostSessions) {
            m_sessions.erase(m_oldest.front());
            m_oldest.erase(m_oldest.begin());
        }
        m_sessions[session] = revision;
        m_oldest.push_back(session);
    }
    HttpReply reply = jsonReply(200, rpcResult(idOf(message), {{"protocolVersion", revision},
                                                               {"capabilities", {{"tools", {{"listChanged", false}}}}},
                                                               {"serverInfo", {{"name", m_name}, {"title", m_name}, {"version", QD_VERSION}}},
                                                               {"instructions", "Tools of the simulated fleet."}}));
    reply.headers.emplace_back("Mcp-Session-Id", session);
    return reply;
}

HttpReply McpServer::answerAll(const Json &body, const std::string &revision)
{
    if (!body.is_array()) {
        if (!isRequest(body))
            return methodOf(body).empty() && !(body.is_object() && (body.contains("result") || body.contains("error")))
                ? jsonReply(400, rpcError(idOf(body), -32600, "Invalid Request"))
                : HttpReply{.status = 202, .body = {}, .headers = {}};
        return jsonReply(200, answer(body, revision));
    }
    if (revision != "2025-03-26")
        return jsonReply(400, rpcError(nullptr, -32600, "Invalid Request: revision " + revision + " has no batches"));
    if (body.empty() || body.size() > mostBatch)
        return jsonReply(400, rpcError(nullptr, -32600, "Invalid Request: the size of the batch"));
    Json answers = Json::array();
    for (const Json &message : body)
        if (isRequest(message))
            answers.push_back(answer(message, revision));
    if (answers.empty())
        return {.status = 202, .body = {}, .headers = {}};
    return jsonReply(200, answers);
}

Json McpServer::answer(const Json &message, const std::string &revision)
{
    const std::string method = methodOf(message);
    if (message.value("jsonrpc", Json()) != "2.0")
        return rpcError(idOf(message), -32600, "Invalid Request: jsonrpc must be 2.0");
    if (method == "ping")
        return rpcResult(idOf(message), Json::object());
    if (method == "tools/list")
        return rpcResult(idOf(message), list());
    if (method == "tools/call")
        return call(message, revision);
    return rpcError(idOf(message), -32601, "Method not found");
}

Json McpServer::list() const
{
    Json tools = Json::array();
    for (const LabTool &tool : m_tools)
        tools.push_back(tool.definition());
    return {{"tools", std::move(tools)}};
}

Json McpServer::call(const Json &message, const std::string &revision)
{
    const Json params = message.value("params", Json::object());
    const bool hasName = params.is_object() && params.contains("name") && params["name"].is_string();
    const std::string name = hasName ? params["name"].get<std::string>() : std::string();
    const auto tool = std::find_if(m_tools.begin(), m_tools.end(), [&](const LabTool &one) { return one.name() == name; });
    if (tool == m_tools.end())
        return rpcError(idOf(message), -32602, "Unknown tool: " + name.substr(0, 200));
    const Json arguments = params.value("arguments", Json::object());
    const std::string violation = tool->violation(arguments);
    if (!violation.empty()) // an input the model can repair: a result of the tool, not a protocol error
        return rpcResult(idOf(message), toolError("Invalid arguments: " + violation));
    if (failsNow(name))
        return rpcResult(idOf(message), toolError("The service behind " + name + " answered 503."));
    const std::string text = tool->result(arguments);
    Json result{{"content", Json::array({{{"type", "text"}, {"text", text}}})}, {"isError", false}};
    const Json structured = Json::parse(text, nullptr, false);
    if (structured.is_object() && revision >= "2025-06-18")
        result["structuredContent"] = structured;
    return rpcResult(idOf(message), std::move(result));
}

bool McpServer::failsNow(const std::string &tool)
{
    const double failure = m_failureOf ? m_failureOf(tool) : 0;
    const std::lock_guard lock(m_mutex);
    m_lots = m_lots * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<double>(m_lots >> 11U) / 9007199254740992.0 < failure;
}

} // namespace qd::lab
