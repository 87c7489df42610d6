#pragma once

#include "mcpauth/metadata.h"
#include "mcpauth/weburl.h"

#include <QStringList>

namespace qd::oauth {

/// Where the metadata of a protected resource may be when the server did not say (RFC 9728 section 3.1): with the path of the
/// server, then the root. The root is asked only when there is nothing at the first (checklist row 50). Pure, any thread.
[[nodiscard]] QStringList resourceMetadataUrls(const WebUrl &server);

/// Where the metadata of an authorization server may be, in the order in which it is asked (RFC 8414 section 3.1, OpenID
/// Connect Discovery section 4; checklist row 51).
[[nodiscard]] QStringList serverMetadataUrls(const WebUrl &issuer);

/// The endpoints of revision 2025-03-26 when there is no metadata at all: fixed paths at the server's origin. That revision
/// made S256 a duty, so it is taken as given.
[[nodiscard]] ServerMetadata fixedEndpoints(const WebUrl &server);

} // namespace qd::oauth
