#pragma once

#include "server/httpreply.h"
#include "server/httprequest.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace qd::lab {

/// Values of a pattern's {names}.
using PathArguments = std::map<std::string, std::string>;
using Handler = std::function<HttpReply(const HttpRequest &, const PathArguments &)>;

/// The values of the pattern's {names}, or nothing when the path does not fit. Fixed segments compare case-insensitively.
std::optional<PathArguments> matchPath(const std::vector<std::string> &pattern, const std::vector<std::string> &path);

/// Finds the handler of a request by method and path pattern such as "/v1/apps/{id}/query". Fixed segments compare
/// case-insensitively, as Azure's do. Filled before the server starts; route() is then safe from any thread.
class Router
{
public:
    using PrefixHandler = std::function<HttpReply(const HttpRequest &)>;

    void add(std::string method, std::string_view pattern, Handler handler);
    /// Everything whose first segment is `segment`, whatever its method.
    void addPrefix(std::string segment, PrefixHandler handler);
    /// Takes every request that no route takes, whatever its path and method.
    void setFallback(Handler handler) { m_fallback = std::move(handler); }
    /// The handler's reply; 404 in Azure's shape for an unknown path, 405 with Allow for a known one. HEAD is served as GET.
    [[nodiscard]] HttpReply route(const HttpRequest &request) const;

private:
    struct Route {
        std::string method;
        std::vector<std::string> segments;
        Handler handler;
    };
    std::vector<Route> m_routes;
    Handler m_fallback;
    std::vector<std::pair<std::string, PrefixHandler>> m_prefixes;
};

} // namespace qd::lab
