#include "mcpscript.h"

#include <nlohmann/json.hpp>

namespace qd::test {

namespace {

using json = nlohmann::ordered_json;

json text(const std::string &value) { return {{"content", {{{"type", "text"}, {"text", value}}}}}; }

json objectSchema(const json &properties, const json &required)
{
    return {{"type", "object"}, {"properties", properties}, {"required", required}};
}

json tool(const char *name, const json &schema, const json &extra = json::object())
{
    json made{{"name", name}, {"description", std::string("The tool ") + name}, {"inputSchema", schema}};
    made.update(extra);
    return made;
}

json numberSchema() { return objectSchema({{"sum", {{"type", "number"}}}}, {"sum"}); }

/// With a pattern that runs away on some notes.
json notedSchema() { return objectSchema({{"sum", {{"type", "number"}}}, {"note", {{"pattern", "^(a+)+$"}}}}, {"sum"}); }

json firstTools()
{
    const json none = objectSchema(json::object(), json::array());
    return {tool("echo", objectSchema({{"text", {{"type", "string"}}}}, {"text"}), {{"annotations", {{"readOnlyHint", true}}}, {"x-unknown", 1.50}}),
            tool("add", objectSchema({{"a", {{"type", "number"}}}, {"b", {{"type", "number"}}}}, {"a", "b"}), {{"outputSchema", notedSchema()}}),
            tool("lie", none, {{"outputSchema", numberSchema()}}), tool("fail", none)};
}

json secondTools(const McpScript &script)
{
    const json none = objectSchema(json::object(), json::array());
    return {tool("slow", none), tool("never", none), tool("wild", none), tool("image", none),
            tool("job", none, {{"execution", {{"taskSupport", "required"}}}}), tool("page", none),
            tool("region", objectSchema({{"region", {{"type", "string"}, {"x-mcp-header", script.paramHeader.toStdString()}}}}, json::array())),
            tool("ask", objectSchema({{"method", {{"type", "string"}}}, {"params", {{"type", "object"}}}}, {"method"}))};
}

json callTool(const std::string &name, const json &arguments)
{
    if (name == "echo")
        return text(arguments.value("text", ""));
    if (name == "add") {
        const double sum = arguments.value("a", 0.0) + arguments.value("b", 0.0);
        json result = text(std::to_string(sum));
        result["structuredContent"] = {{"sum", sum}};
        if (arguments.contains("note"))
            result["structuredContent"]["note"] = arguments["note"];
        return result;
    }
    if (name == "lie") {
        json result = text("a lie");
        result["structuredContent"] = {{"sum", "three"}};
        return result;
    }
    if (name == "fail") {
        json result = text("the disk is full");
        result["isError"] = true;
        return result;
    }
    if (name == "wild")
        return text("<b>bold</b><img src=x onerror=alert(1)>\x1b[31mred\x07 \xe2\x80\xae");
    if (name == "image")
        return {{"content", {{{"type", "image"}, {"mimeType", "image/png"}, {"data", "iVBORw0KGgo="}}}}};
    return text("done");
}

json taskOf(int steps)
{
    return {{"taskId", "job-1"}, {"status", steps < 3 ? "working" : "completed"}, {"statusMessage", "step " + std::to_string(steps)},
            {"ttl", 60000}, {"pollInterval", 100}, {"pollIntervalMs", 100}};
}

json initializeResult(const McpScript &script)
{
    const json offers{{"tools", {{"listChanged", true}}}, {"prompts", json::object()}, {"resources", {{"subscribe", true}}}, {"completions", json::object()},
                      {"tasks", {{"requests", {{"tools", {{"call", json::object()}}}}}}}};
    return {{"protocolVersion", script.revision.toStdString()},
            {"capabilities", script.offersNothing ? json::object() : offers},
            {"serverInfo", {{"name", "script"}, {"title", "A script"}, {"version", "1.2.3"}}},
            {"instructions", "Be kind."}};
}

json listTools(const json &params, const McpScript &script)
{
    const std::string cursor = params.value("cursor", "");
    if (script.manyTools > 0) {
        json tools = json::array();
        for (int i = 0; i < script.manyTools; ++i)
            tools.push_back(tool(("tool-" + std::to_string(i)).c_str(), objectSchema(json::object(), json::array())));
        return {{"tools", tools}};
    }
    if (script.endlessPages)
        return {{"tools", firstTools()}, {"nextCursor", cursor + "x"}};
    return cursor.empty() ? json{{"tools", firstTools()}, {"nextCursor", "two"}} : json{{"tools", secondTools(script)}};
}

std::optional<json> resultOf(const std::string &method, const json &params, const McpScript &script)
{
    if (method == "initialize")
        return initializeResult(script);
    if (method == "tools/list") {
        json list = listTools(params, script);
        if (!script.echoDescription.isEmpty() && list["tools"][0]["name"] == "echo")
            list["tools"][0]["description"] = script.echoDescription.toStdString();
        return list;
    }
    if (method == "tools/call")
        return callTool(params.value("name", ""), params.value("arguments", json::object()));
    if (method == "prompts/list")
        return json{{"prompts", {{{"x-weight", 2.50}, {"name", "greet"}, {"arguments", {{{"x-shape", "short"}, {"name", "who"}, {"required", true}}}}}}}};
    if (method == "prompts/get")
        return json{{"messages", {{{"role", "user"}, {"content", {{"type", "text"}, {"text", "Hello " + params["arguments"].value("who", "")}}}}}}};
    if (method == "completion/complete")
        return json{{"completion", {{"values", {params["argument"].value("value", "") + "1", params.dump()}}, {"total", 7}, {"hasMore", true}}}};
    if (method == "ping" || method == "resources/subscribe" || method == "resources/unsubscribe" || method == "logging/setLevel")
        return json::object();
    if (method == "tasks/list")
        return json{{"tasks", {taskOf(1)}}};
    if (method == "tasks/result")
        return text("the job is done");
    if (method == "tasks/cancel")
        return taskOf(1);
    if (method == "resources/list")
        return json{{"resources", {{{"x-shelf", {{"row", 3}}}, {"uri", "demo://one"}, {"name", "one"}, {"mimeType", "text/plain"}, {"size", 14}}}}};
    if (method == "resources/read")
        return json{{"contents", {{{"uri", params.value("uri", "")}, {"text", "content of one"}}}}};
    return std::nullopt;
}

bool isKnownTool(const std::string &name, const McpScript &script)
{
    for (const json &list : {firstTools(), secondTools(script)})
        for (const json &entry : list)
            if (entry["name"] == name)
                return true;
    return false;
}

QByteArray bytes(const json &message) { return QByteArray::fromStdString(message.dump()); }

QByteArray failure(const json &id, int code, const char *message)
{
    return bytes({{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", code}, {"message", message}}}});
}

/// What the token of a call says of the job that it began.
QByteArray tokenOf(const json &params)
{
    const json meta = params.value("_meta", json::object());
    return meta.contains("progressToken") ? bytes(meta["progressToken"]) : QByteArray();
}

QByteArrayList jobNotes(const QByteArray &token, int step)
{
    if (token.isEmpty())
        return {};
    return {bytes({{"jsonrpc", "2.0"}, {"method", "notifications/progress"}, {"params", {{"progressToken", json::parse(token.toStdString())}, {"progress", step}, {"total", 3}}}})};
}

QByteArrayList progressNotes(const json &params)
{
    QByteArrayList notes;
    if (params.contains("_meta") && params["_meta"].contains("progressToken"))
        for (int step = 1; step <= 3; ++step)
            notes << bytes({{"jsonrpc", "2.0"},
                            {"method", "notifications/progress"},
                            {"params", {{"progressToken", params["_meta"]["progressToken"]}, {"progress", step}, {"total", 3}, {"message", "step"}}}});
    return notes;
}

} // namespace

/// The client's answer to the question ends the call that it was asked in.
QByteArrayList McpScript::takeAnswer(const QByteArray &message)
{
    const json answer = json::parse(message.cbegin(), message.cend());
    if (!answer.contains("id") || answer["id"] != "ask-1" || m_asking.isEmpty())
        return {};
    const json id = json::parse(m_asking.cbegin(), m_asking.cend());
    m_asking.clear();
    return {bytes({{"jsonrpc", "2.0"}, {"id", id}, {"result", text(answer[answer.contains("result") ? "result" : "error"].dump())}})};
}

QByteArrayList McpScript::answer(const QByteArray &message)
{
    m_seen.append(message);
    return isModern && (!isLegacy || message.contains("io.modelcontextprotocol/protocolVersion") || message.contains("\"notifications/cancelled\""))
        ? answerModern(message) : answerLegacy(message);
}

QByteArrayList McpScript::answerLegacy(const QByteArray &message)
{
    const json request = json::parse(message.cbegin(), message.cend(), nullptr, false);
    if (request.is_object() && !request.contains("method"))
        return takeAnswer(message);
    if (!request.is_object())
        return {};
    const std::string method = request["method"];
    if (method == "notifications/initialized")
        m_isInitialized = true;
    if (!request.contains("id"))
        return {};
    const json id = wrongIds && method != "initialize" ? json("nobody's") : request["id"];
    if (method == refusedMethod)
        return {failure(id, 42, "Not today")};
    if (!m_isInitialized && method != "initialize" && method != "ping")
        return {failure(id, -32600, "not initialized")};
    const json params = request.value("params", json::object());
    const std::string name = params.value("name", "");
    if (method == "tools/call" && !isKnownTool(name, *this))
        return {failure(id, -32602, "Unknown tool")};
    if (method == "tools/call" && name == "never")
        return {};
    if (method == "tools/call" && name == "ask") {
        m_asking = bytes(request["id"]);
        const json question = params.value("arguments", json::object());
        QByteArrayList asked{bytes({{"jsonrpc", "2.0"}, {"id", "ask-1"}, {"method", question["method"]}, {"params", question.value("params", json::object())}})};
        if (question.value("withdraw", false))
            asked << bytes({{"jsonrpc", "2.0"}, {"method", "notifications/cancelled"}, {"params", {{"requestId", "ask-1"}}}});
        return asked;
    }
    if (method == "tools/call" && name == "job") {
        if (!params.contains("task"))
            return {failure(id, -32601, "This tool is a task")};
        m_jobSteps = 1;
        m_jobToken = tokenOf(params);
        return {bytes({{"jsonrpc", "2.0"}, {"id", id}, {"result", {{"task", taskOf(m_jobSteps)}}}})};
    }
    if (method == "tasks/result" && keepsResults)
        return {};
    if (method == "tasks/get") {
        const QByteArray task = bytes({{"jsonrpc", "2.0"}, {"id", id}, {"result", taskOf(m_jobSteps += jobNeverEnds ? 0 : 1)}});
        return jobNotes(m_jobToken, m_jobSteps) << task;
    }
    if (method == "tools/call" && name == "page" && !m_isVisited) {
        m_isVisited = true;
        const json page{{"mode", "url"}, {"elicitationId", "page-1"}, {"url", "https://id.example/visit"}, {"message", "Please visit"}};
        const QByteArray refusal = bytes({{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", -32042}, {"message", "Visit first"}, {"data", {{"elicitations", {page}}}}}}});
        if (params.contains("arguments") && params["arguments"].contains("quiet")) // never says that the page was done with
            return {refusal};
        return {refusal, bytes({{"jsonrpc", "2.0"}, {"method", "notifications/elicitation/complete"}, {"params", {{"elicitationId", "page-1"}}}})};
    }
    const auto result = resultOf(method, params, *this);
    if (!result)
        return {failure(id, -32601, "Method not found")};
    QByteArrayList answers = method == "tools/call" && name == "slow" ? progressNotes(params) : QByteArrayList();
    return answers << bytes({{"jsonrpc", "2.0"}, {"id", id}, {"result", *result}});
}


namespace {

const char *const modernRevision = "2026-07-28";
const char *const scriptState = "\"state \\u00e9 \\/ kept\"";

json discovery(const McpScript &script)
{
    if (script.discovered.isEmpty())
        return json::object();
    return {{"supportedVersions", json::parse(script.discovered.cbegin(), script.discovered.cend())},
            {"capabilities", {{"tools", {{"listChanged", true}}}, {"prompts", json::object()}, {"resources", {{"subscribe", true}}},
                              {"completions", json::object()}, {"logging", json::object()}, {"extensions", {{"io.modelcontextprotocol/tasks", json::object()}}}}},
            {"instructions", "Be modern."}, {"ttlMs", 0}, {"cacheScope", "private"},
            {"_meta", {{"io.modelcontextprotocol/serverInfo", {{"name", "script"}, {"title", "A script"}, {"version", "1.2.3"}}}}}};
}

bool isGone(const std::string &method)
{
    return method == "initialize" || method == "ping" || method == "logging/setLevel" || method == "resources/subscribe" || method == "resources/unsubscribe"
        || method == "tasks/list" || method == "tasks/result";
}

/// The state goes out with escapes that a client must not rewrite.
QByteArray question(const json &id, const json &asked, bool isTwice)
{
    const json result{{"resultType", "input_required"},
                      {"inputRequests", {{"q1", {{"method", asked["method"]}, {"params", asked.value("params", json::object())}}}}}};
    QByteArray text = bytes({{"jsonrpc", "2.0"}, {"id", id}, {"result", result}});
    if (isTwice)
        text.replace("\"inputRequests\":{", "\"inputRequests\":{\"q1\":{\"method\":\"roots/list\"},");
    return text.chopped(2) + ",\"requestState\":" + scriptState + "}}";
}

} // namespace

QByteArrayList McpScript::answerModern(const QByteArray &message)
{
    const json request = json::parse(message.cbegin(), message.cend(), nullptr, false);
    if (!request.is_object() || !request.contains("method") || !request.contains("id"))
        return {};
    const json id = wrongIds && request["method"] != "server/discover" ? json("nobody's") : request["id"];
    const std::string method = request["method"];
    const json params = request.value("params", json::object());
    const json meta = params.value("_meta", json::object());
    if (meta.value("io.modelcontextprotocol/protocolVersion", "") != modernRevision || !meta.contains("io.modelcontextprotocol/clientCapabilities"))
        return {bytes({{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", -32022}, {"message", "Unsupported protocol version"}, {"data", {{"supported", {modernRevision}}}}}}})};
    const auto reply = [&id, &method, this](json result, const char *type = "complete") {
        result["resultType"] = type;
        if (ttlMs > 0 && (method.ends_with("/list") || method == "resources/read"))
            result["ttlMs"] = ttlMs;
        return bytes({{"jsonrpc", "2.0"}, {"id", id}, {"result", result}});
    };
    const std::string name = params.value("name", "");
    if (method == "server/discover" && versionRefusals > 0) {
        --versionRefusals;
        const json named{{"supported", json::parse(supported.cbegin(), supported.cend())}, {"requested", modernRevision}};
        return {bytes({{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", -32022}, {"message", "Unsupported protocol version"}, {"data", named}}}})};
    }
    if (method == "server/discover")
        return {reply(discovery(*this))};
    if (isGone(method))
        return {failure(id, -32601, "Method not found")};
    if (method == "subscriptions/listen" && deafToTasks && params["notifications"].contains("taskIds"))
        return {failure(id, -32602, "No word of tasks")};
    if (method == "subscriptions/listen")
        return {bytes({{"jsonrpc", "2.0"}, {"method", "notifications/subscriptions/acknowledged"},
                       {"params", {{"_meta", {{"io.modelcontextprotocol/subscriptionId", id}}}, {"notifications", params["notifications"]}}}})};
    if (method == "tools/call" && !isKnownTool(name, *this))
        return {failure(id, -32602, "Unknown tool")};
    if (method == "tools/call" && name == "never")
        return {};
    if (method == "tools/call" && name == "ask" && (asksForEver || !params.contains("inputResponses")))
        return {question(id, params.value("arguments", json::object()), asksTwice)};
    if (method == "tools/call" && name == "ask")
        return {reply(text(params["inputResponses"]["q1"].dump() + (message.contains(QByteArray(QByteArray("\"requestState\":") + scriptState)) ? " kept" : " lost")))};
    if (method == "tools/call" && name == "job") {
        m_jobSteps = 1;
        m_jobToken = tokenOf(params);
        return {reply(taskOf(m_jobSteps), "task")};
    }
    if (method == "tasks/update")
        return {reply(json::object())};
    if (method == "tasks/get" && params.value("taskId", "") != "job-1")
        return {failure(id, -32602, "Unknown task")};
    if (method == "tasks/get") {
        json task = taskOf(m_jobSteps += jobNeverEnds ? 0 : 1);
        if (m_jobSteps >= 3)
            task["result"] = text("the job is done");
        else if (jobAsks)
            task.update({{"status", "input_required"}, {"inputRequests", {{"q1", {{"method", "roots/list"}}}}}});
        return jobNotes(m_jobToken, m_jobSteps) << reply(task);
    }
    const auto result = resultOf(method, params, *this);
    if (!result)
        return {failure(id, -32601, "Method not found")};
    QByteArrayList answers = method == "tools/call" && name == "slow" ? progressNotes(params) : QByteArrayList();
    return answers << reply(*result, method == "tools/call" && name == "wild" ? "surprise" : "complete");
}

} // namespace qd::test
