#pragma once

#include "auth/secretstore.h"
#include "mcp/mcptypes.h"

namespace qd {

/// A configuration with its references replaced, in memory for the length of a connection.
struct ResolvedMcpConfig {
    McpServerConfig config;
    QStringList secrets; ///< what must never be shown
};

/// Replaces "${env:X}", "${env:X:-default}" and "${secret:name}" in the address, in arguments, and in the values of headers and
/// environment.
/// What came from a variable is a secret, too, unless it is plainly harmless. Errors: ErrorKind::Invalid names the variable that
/// is not set; ErrorKind::Keychain comes from the store.
Call resolveReferences(const McpServerConfig &config, SecretStore &store, QObject *context, Completion<ResolvedMcpConfig> completion);

} // namespace qd
