#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qd::lab {

/// The open end of a reply whose body is still being made.
class BodySink
{
public:
    virtual ~BodySink() = default;
    /// Sends bytes; false when the caller is gone.
    virtual bool write(std::string_view bytes) = 0;
    /// False when the caller is gone; costs a system call.
    [[nodiscard]] virtual bool isOpen() = 0;
};

/// What a handler answers. The server adds the request ids, the date and compression. With `stream`, it is called after
/// the head was sent, makes the body in chunks and returns at its end; `body` is then ignored.
struct HttpReply {
    int status = 200;
    std::string body;
    std::string contentType = "application/json; charset=utf-8";
    std::vector<std::pair<std::string, std::string>> headers;
    std::function<void(BodySink &)> stream = nullptr;
};

} // namespace qd::lab
