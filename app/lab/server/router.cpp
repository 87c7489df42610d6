#include "server/router.h"

#include "server/azureerror.h"
#include "server/target.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace qd::lab {

namespace {

bool sameIgnoringCase(const std::string &a, const std::string &b)
{
    const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

HttpReply notAllowed(const std::string &allowed, const HttpRequest &request)
{
    HttpReply reply = azureError(405, "MethodNotAllowed", "The HTTP method is not supported on this path.", request);
    reply.headers.emplace_back("Allow", allowed);
    return reply;
}

} // namespace

std::optional<PathArguments> matchPath(const std::vector<std::string> &pattern, const std::vector<std::string> &path)
{
    if (pattern.size() != path.size())
        return std::nullopt;
    PathArguments arguments;
    for (size_t i = 0; i < path.size(); ++i) {
        const std::string &part = pattern[i];
        if (part.starts_with('{'))
            arguments[part.substr(1, part.size() - 2)] = path[i];
        else if (!sameIgnoringCase(part, path[i]))
            return std::nullopt;
    }
    return arguments;
}

void Router::add(std::string method, std::string_view pattern, Handler handler)
{
    m_routes.push_back({std::move(method), splitTarget(pattern).segments, std::move(handler)});
}

void Router::addPrefix(std::string segment, PrefixHandler handler)
{
    m_prefixes.emplace_back(std::move(segment), std::move(handler));
}

HttpReply Router::route(const HttpRequest &request) const
{
    for (const auto &[segment, handler] : m_prefixes)
        if (!request.segments.empty() && sameIgnoringCase(segment, request.segments.front()))
            return handler(request);
    const std::string method = request.method == "HEAD" ? "GET" : request.method;
    std::string allowed;
    for (const Route &route : m_routes) {
        const std::optional<PathArguments> arguments = matchPath(route.segments, request.segments);
        if (!arguments)
            continue;
        if (route.method == method)
            return route.handler(request, *arguments);
        allowed += (allowed.empty() ? "" : ", ") + route.method;
    }
    if (m_fallback)
        return m_fallback(request, {});
    if (!allowed.empty())
        return notAllowed(allowed, request);
    return azureError(404, "PathNotFoundError", "The requested path does not exist", request);
}

} // namespace qd::lab
