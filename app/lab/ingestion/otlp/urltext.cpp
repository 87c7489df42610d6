#include "ingestion/otlp/urltext.h"

#include <algorithm>
#include <cctype>

namespace qd::lab {

namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }

} // namespace

std::string pathOfUrl(std::string_view url)
{
    const size_t scheme = url.find("://");
    if (scheme == std::string_view::npos || scheme == 0 || url.size() == scheme + 3)
        return {};
    const size_t end = url.find_first_of("?#", scheme + 3);
    const std::string_view place = url.substr(scheme + 3, end == std::string_view::npos ? end : end - scheme - 3);
    const size_t slash = place.find('/');
    return slash == std::string_view::npos ? "/" : std::string(place.substr(slash));
}

std::string withoutDefaultPort(std::string url)
{
    const bool isSecure = url.starts_with("https://");
    if (!isSecure && !url.starts_with("http://"))
        return url;
    for (size_t colon = url.rfind(':'); colon != std::string::npos && colon > 6; colon = url.rfind(':', colon - 1)) {
        size_t end = colon + 1;
        while (end < url.size() && isDigit(url[end]))
            ++end;
        if (end == colon + 1)
            continue;
        const std::string_view port = std::string_view(url).substr(colon, end - colon);
        if (port == (isSecure ? ":443" : ":80"))
            url.erase(colon, end - colon);
        return url;
    }
    return url;
}

std::string urlOfSpan(const AttributeSet &attributes)
{
    using K = OtlpKey;
    if (!attributes.firstOf(K::HttpRequestMethod, K::HttpMethod))
        return {};
    if (const std::string full = attributes.text(K::UrlFull, K::HttpUrl); !full.empty())
        return full;
    const std::string scheme = attributes.text(K::UrlScheme, K::HttpScheme);
    const std::string target = attributes.text(K::UrlPath, K::UrlQuery, K::HttpTarget);
    if (scheme.empty() || target.empty())
        return {};
    if (const std::string host = attributes.text(K::ServerAddress, K::HttpHost); !host.empty())
        return scheme + "://" + host + target;
    const std::string port = attributes.text(K::ClientPort, K::ServerPort, K::NetPeerPort);
    const std::string peer = attributes.text(K::ClientAddress, K::NetPeerName, K::NetworkPeerAddress, K::NetPeerIp);
    return port.empty() || peer.empty() ? std::string() : scheme + "://" + peer + ":" + port + target;
}

std::string targetOfSpan(const AttributeSet &attributes)
{
    using K = OtlpKey;
    return attributes.text(K::PeerService, K::ServerAddress, K::HttpHost, K::UrlFull, K::HttpUrl, K::ClientAddress, K::NetPeerName,
                           K::NetworkPeerAddress, K::NetPeerIp);
}

} // namespace qd::lab
