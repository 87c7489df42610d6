#pragma once

#include "ingestion/otlp/attributeset.h"

#include <string>
#include <string_view>

namespace qd::lab {

/// The path of an absolute URL, "/" when it has none; empty when the text is not an absolute URL.
std::string pathOfUrl(std::string_view url);

/// A URL without the port that its scheme has anyway; anything else as it is.
std::string withoutDefaultPort(std::string url);

/// The URL of an HTTP span as Microsoft's exporter puts it together: the full one, or scheme, host and target.
std::string urlOfSpan(const AttributeSet &attributes);

/// Whom a client span called: peer.service, server, URL or peer, in this order.
std::string targetOfSpan(const AttributeSet &attributes);

} // namespace qd::lab
