#pragma once

#include <string>
#include <utility>
#include <vector>

namespace qd::lab {

/// What a handler answers. The server adds the request ids, the date and compression.
struct HttpReply {
    int status = 200;
    std::string body;
    std::string contentType = "application/json; charset=utf-8";
    std::vector<std::pair<std::string, std::string>> headers;
};

} // namespace qd::lab
