#pragma once

#include "mcpauth/mcpauthsettings.h"
#include "mcpauth/signinkeeper.h"
#include "mcpauth/tokenclient.h"

namespace qd {

/// Whether the kept tokens were given to whom the settings name: by the same grant, to the same client where one is named,
/// and with the scopes that are asked for there.
[[nodiscard]] bool isKeptFor(const KeptSignIn &kept, const McpAuthSettings &settings);

/// The client that the kept tokens were given to: as it was registered, or with the settings' secret where they name it. An
/// empty id: nobody has written it down.
[[nodiscard]] oauth::ClientIdentity ownerOf(const KeptSignIn &kept, const McpAuthSettings &settings);

/// What `client` proves itself with: the settings' key is for the client that they name, and for no other.
[[nodiscard]] ClientProof proofOf(const oauth::ClientIdentity &client, const McpAuthSettings &settings);

} // namespace qd
