// What the gateway costs: tools/list and tools/call of an MCP server, asked directly and through the gateway with an
// allowlist policy, in turns on kept-alive connections in one run. Prints microseconds (median) and the ratios; ends with 1
// when tools/call is over the target of 1.3. Usage: bench_gateway [URL]; URL is a real MCP server with a tool "echo" (as
// server-everything); without one the lab's own server in the same process is asked, which is the hardest floor.
#include "lab.h"

#include <httplib.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

using namespace qd;
using namespace qd::lab;

namespace {

constexpr int rounds = 1000;
constexpr double targetRatio = 1.3;

/// The server that is asked, and one of its tools.
struct Target {
    std::string base;
    std::string path;
    std::string api;
    std::string call;
};

constexpr const char *policyBody = R"json({"properties":{"format":"rawxml","value":"<policies><inbound><base/><set-variable name=\"allow\" value=\"[&quot;lookup_order&quot;,&quot;echo&quot;]\"/><set-variable name=\"stop\" value=\"@{ var body = context.Request.Body.As<JToken>(preserveContent: true); var allowed = JArray.Parse((string)context.Variables[\"allow\"]).Select(t => (string)t).ToList(); var messages = body is JArray ? (JArray)body : new JArray(body); foreach (JToken m in messages) { if (((string)m[\"method\"] ?? string.Empty).Equals(\"tools/call\", StringComparison.OrdinalIgnoreCase) && !allowed.Contains((string)m[\"params\"][\"name\"])) { return \"no\"; } } return string.Empty; }\"/><choose><when condition=\"@((string)context.Variables[\"stop\"] != string.Empty)\"><return-response><set-status code=\"200\"/></return-response></when></choose></inbound></policies>"}})json";

/// One way to the server: a kept-alive client with its session.
struct Way {
    httplib::Client client;
    std::string path;
    httplib::Headers headers{{"Accept", "application/json, text/event-stream"}};
    std::vector<double> micros;

    Way(const std::string &base, std::string to) : client(base), path(std::move(to)) { client.set_keep_alive(true); client.set_tcp_nodelay(true); }
    httplib::Result post(const std::string &body) { return client.Post(path, headers, body, "application/json"); }
    void open()
    {
        const auto reply = post(R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"b","version":"1"}}})");
        if (!reply || reply->status != 200) {
            std::fprintf(stderr, "%s does not answer: %d\n", path.c_str(), reply ? reply->status : 0);
            std::exit(2);
        }
        headers.emplace("Mcp-Session-Id", reply->get_header_value("Mcp-Session-Id"));
    }
    void timeOne(const std::string &body)
    {
        const auto from = std::chrono::steady_clock::now();
        const auto reply = post(body);
        if (!reply || reply->status != 200 || reply->body.find("\"result\"") == std::string::npos)
            std::exit(2);
        micros.push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - from).count());
    }
    [[nodiscard]] double median()
    {
        std::nth_element(micros.begin(), micros.begin() + rounds / 2, micros.end());
        return micros[rounds / 2];
    }
};

double ratioOf(const char *name, Way &direct, Way &through, const std::string &body)
{
    direct.micros.clear();
    through.micros.clear();
    for (int i = 0; i < rounds; ++i) {
        direct.timeOne(body);
        through.timeOne(body);
    }
    const double ratio = through.median() / direct.median();
    std::printf("%-10s direct %7.1f us   through the gateway %7.1f us   ratio %.2f\n", name, direct.median(), through.median(), ratio);
    return ratio;
}

Target targetOf(const LabInfo &info, const std::string &url)
{
    if (url.empty())
        return {info.endpoint.toStdString(), "/servers/mcp-orders.contoso.example/mcp", "mcp-orders.contoso.example",
                R"({"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"lookup_order","arguments":{"orderId":"SO-4711","include":["lines"]}}})"};
    const size_t path = url.find('/', url.find("//") + 2);
    return {url.substr(0, path), url.substr(path), "everything",
            R"({"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"echo","arguments":{"message":"hello"}}})"};
}

/// Puts the policy on the server's API and returns a tenant's key; empty when the lab refuses.
std::string prepare(const LabInfo &info, const Target &target)
{
    const std::string root = "/subscriptions/" + info.subscriptionId.toStdString() + "/resourceGroups/" + info.resourceGroup.toStdString()
        + "/providers/Microsoft.ApiManagement/service/" + info.apimName.toStdString();
    httplib::Client arm(info.endpoint.toStdString());
    const httplib::Headers bearer{{"Authorization", "Bearer " + info.bearerToken.toStdString()}};
    const auto put = arm.Put(root + "/apis/" + target.api + "/policies/policy?api-version=2024-05-01", bearer, policyBody, "application/json");
    const auto secret = arm.Post(root + "/subscriptions/northwind/listSecrets?api-version=2024-05-01", bearer, "", "application/json");
    if (!put || put->status != 201 || !secret || secret->status != 200) {
        std::fprintf(stderr, "policy: %s\n", put ? put->body.c_str() : "no answer");
        return {};
    }
    return secret->body.substr(secret->body.find("\"primaryKey\": \"") + 15, 32);
}

} // namespace

int main(int argc, char **argv)
{
    LabOptions options;
    options.fleet = false;
    options.live = false;
    options.throttle = false;
    const std::string url = argc > 1 ? argv[1] : "";
    if (!url.empty())
        options.mcpUpstreams = {QStringLiteral("everything=") + QString::fromStdString(url)};
    const auto lab = Lab::start(options);
    if (!lab)
        return 2;
    const LabInfo &info = (*lab)->info();
    const Target target = targetOf(info, url);
    const std::string key = prepare(info, target);
    if (key.empty())
        return 2;
    Way direct(target.base, target.path);
    Way through(info.gatewayUrl.toStdString(), "/" + target.api + "/mcp");
    through.headers.emplace("Ocp-Apim-Subscription-Key", key);
    direct.open();
    through.open();
    (void)ratioOf("tools/list", direct, through, R"({"jsonrpc":"2.0","id":2,"method":"tools/list"})");
    return ratioOf("tools/call", direct, through, target.call) <= targetRatio ? 0 : 1;
}
