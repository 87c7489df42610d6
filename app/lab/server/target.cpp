#include "server/target.h"

namespace qd::lab {

namespace {

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/// "http://host/path" (a proxy's form of the target) without scheme and host.
std::string_view withoutOrigin(std::string_view target)
{
    if (!target.starts_with("http://") && !target.starts_with("https://"))
        return target;
    const size_t path = target.find('/', target.find("//") + 2);
    return path == std::string_view::npos ? std::string_view("/") : target.substr(path);
}

} // namespace

std::string percentDecode(std::string_view text, bool plusIsSpace)
{
    std::string out;
    out.reserve(text.size());
    for (size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '%' && i + 2 < text.size() && hexDigit(text[i + 1]) >= 0 && hexDigit(text[i + 2]) >= 0;
        if (escape) {
            out.push_back(static_cast<char>(hexDigit(text[i + 1]) * 16 + hexDigit(text[i + 2])));
            i += 2;
        } else {
            out.push_back(plusIsSpace && text[i] == '+' ? ' ' : text[i]);
        }
    }
    return out;
}

std::multimap<std::string, std::string> decodeQuery(std::string_view text)
{
    std::multimap<std::string, std::string> out;
    while (!text.empty()) {
        const size_t end = text.find('&');
        const std::string_view pair = text.substr(0, end);
        const size_t equals = pair.find('=');
        const std::string_view value = equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);
        if (!pair.empty())
            out.emplace(percentDecode(pair.substr(0, equals), true), percentDecode(value, true));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return out;
}

Target splitTarget(std::string_view target)
{
    target = withoutOrigin(target.substr(0, target.find('#')));
    const size_t question = target.find('?');
    Target out;
    if (question != std::string_view::npos)
        out.query = decodeQuery(target.substr(question + 1));
    std::string_view path = target.substr(0, question);
    while (!path.empty()) {
        const size_t slash = path.find('/');
        const std::string_view segment = path.substr(0, slash);
        if (!segment.empty())
            out.segments.push_back(percentDecode(segment, false));
        path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
    }
    return out;
}

} // namespace qd::lab
