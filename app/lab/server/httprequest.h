#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qd::lab {

/// One request as the handlers see it: target already split, decoded and with repeated slashes collapsed, body already
/// decompressed. A value; names of headers are lower case, query keys keep their case.
struct HttpRequest {
    std::string method;
    std::string target; ///< raw, as it came
    std::vector<std::string> segments;
    std::multimap<std::string, std::string> query;
    std::map<std::string, std::string> headers;
    std::vector<std::pair<std::string, std::string>> headerLines; ///< all of them, spelt as they came
    std::string body;
    std::string remoteAddress;
    bool isSecure = false; ///< it came by TLS
    std::string requestId; ///< ours, also the correlation id of error bodies

    /// The header's value, or empty. `name` in lower case.
    [[nodiscard]] std::string_view header(const std::string &name) const
    {
        const auto found = headers.find(name);
        return found == headers.end() ? std::string_view() : std::string_view(found->second);
    }
    /// The first value of the query key, or empty.
    [[nodiscard]] std::string_view parameter(const std::string &name) const
    {
        const auto found = query.find(name);
        return found == query.end() ? std::string_view() : std::string_view(found->second);
    }
};

} // namespace qd::lab
