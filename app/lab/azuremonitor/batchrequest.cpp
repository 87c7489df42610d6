#include "azuremonitor/batchrequest.h"

#include "azurearm/armpath.h"
#include "server/jsontext.h"
#include "server/target.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>

namespace qd::lab {

namespace {

using BatchJson = nlohmann::json;

constexpr size_t mostMembers = 100;
constexpr size_t membersAtOnce = 4;
constexpr size_t mostBatchBytes = 256U << 20U;
constexpr int maxBatchDepth = 16;

QueryRequestProblem badBatch(const std::string &message) { return {"InvalidJsonBody", message}; }

std::string batchText(const BatchJson &object, const char *name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::map<std::string, std::string> headersOf(const BatchJson &member)
{
    std::map<std::string, std::string> headers;
    const auto found = member.find("headers");
    if (found != member.end() && found->is_object())
        for (const auto &[name, value] : found->items())
            if (value.is_string())
                headers[foldedCase(name)] = value.get<std::string>();
    return headers;
}

/// Clients give the workspace beside a path that is only "/query", or all of it in the path.
std::string memberPath(const BatchJson &member)
{
    const std::string path = batchText(member, "path");
    const std::string workspace = batchText(member, "workspace");
    if (!workspace.empty())
        return "/workspaces/" + percentEncode(workspace) + path;
    if (const std::string app = batchText(member, "app"); !app.empty())
        return "/apps/" + percentEncode(app) + path;
    const std::string resource = batchText(member, "resource");
    return resource + path;
}

std::optional<BatchMember> batchMemberOf(const BatchJson &entry)
{
    if (!entry.is_object() || batchText(entry, "id").empty())
        return std::nullopt;
    BatchMember member{.id = batchText(entry, "id"), .path = memberPath(entry), .headers = headersOf(entry)};
    if (const std::string method = batchText(entry, "method"); !method.empty())
        member.method = method;
    const auto body = entry.find("body");
    if (body != entry.end())
        member.body = body->dump(-1, ' ', false, BatchJson::error_handler_t::replace);
    return member;
}

/// What members get whose batch has grown too large already.
HttpReply tooLarge()
{
    return {.status = 413, .body = R"({"error":{"message":"The batch's answer is too large.","code":"ResponseTooLarge"}})"};
}

std::string responseJson(const BatchMember &member, const HttpReply &reply)
{
    std::string headers = "{\"content-type\":" + jsonString(reply.contentType);
    for (const auto &[name, value] : reply.headers)
        headers += "," + jsonString(name) + ":" + jsonString(value);
    return "{\"id\":" + jsonString(member.id) + ",\"status\":" + std::to_string(reply.status) + ",\"headers\":" + headers + "},\"body\":"
        + (reply.body.empty() ? std::string("null") : reply.body) + "}";
}

} // namespace

std::variant<std::vector<BatchMember>, QueryRequestProblem> decodeBatch(const HttpRequest &request)
{
    const bool isDeep = jsonNestsTooDeep(request.body, maxBatchDepth);
    const BatchJson parsed = isDeep ? BatchJson(BatchJson::value_t::discarded) : BatchJson::parse(request.body, nullptr, false);
    const auto list = parsed.is_object() ? parsed.find("requests") : parsed.end();
    if (!parsed.is_object() || list == parsed.end() || !list->is_array())
        return badBatch("The request body has to hold a list of requests.");
    if (list->size() > mostMembers)
        return badBatch("A batch may hold at most 100 requests.");
    std::vector<BatchMember> members;
    for (const BatchJson &entry : *list) {
        std::optional<BatchMember> member = batchMemberOf(entry);
        if (!member)
            return badBatch("A request of a batch needs an id.");
        const auto isSame = [&member](const BatchMember &other) { return other.id == member->id; };
        if (std::any_of(members.begin(), members.end(), isSame))
            return badBatch("Two requests of the batch have the same id.");
        members.push_back(*std::move(member));
    }
    return members;
}

HttpRequest memberRequest(const HttpRequest &batch, const BatchMember &member)
{
    HttpRequest request = batch;
    const std::string path = member.path.starts_with("/v1/") ? member.path : "/v1/" + member.path;
    Target target = splitTarget(path);
    request.method = member.method;
    request.target = path;
    request.segments = std::move(target.segments);
    request.query = std::move(target.query);
    request.headers.erase("prefer");
    for (const auto &[name, value] : member.headers)
        if (name != "authorization")
            request.headers[name] = value;
    request.headers["content-type"] = "application/json";
    request.body = member.body;
    return request;
}

HttpReply runBatch(const std::vector<BatchMember> &members, const std::function<HttpReply(const BatchMember &)> &answer)
{
    std::atomic<size_t> next = 0;
    std::atomic<size_t> size = 0;
    std::vector<std::string> responses(members.size());
    const auto work = [&] {
        for (size_t i = next++; i < members.size(); i = next++) {
            responses[i] = responseJson(members[i], size > mostBatchBytes ? tooLarge() : answer(members[i]));
            size += responses[i].size();
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (size_t i = 1; i < std::min(membersAtOnce, members.size()); ++i)
            helpers.emplace_back(work);
        work();
    }
    HttpReply reply;
    reply.body = "{\"responses\":[";
    for (const std::string &response : responses)
        reply.body.append(&response == &responses.front() ? "" : ",").append(response);
    reply.body += "]}";
    return reply;
}

} // namespace qd::lab
