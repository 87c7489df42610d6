#pragma once

#include "mcp/mcptypes.h"
#include "result.h"

#include <QSet>

namespace qd {

/// Variables and headers, by name and value.
using ConfigPairs = QSet<std::pair<QString, QString>>;

/// What a client's configuration file holds.
struct McpImport {
    struct Secret {
        QString name;  ///< as in "${secret:name}"
        QString value; ///< to be put into the secret store and forgotten
        QString server = {}; ///< whose it is
        QString what = {};   ///< where it stood: "variable API_KEY"
    };
    QList<McpServerConfig> servers;
    QList<Secret> secrets; ///< were written in clear in the file; the servers refer to them
    QStringList notes;     ///< what was changed or left out, a sentence each
    bool isOwnList = false; ///< the product's own file: nobody puts secrets of it away, so they are read where they stand
};

/// Reads the `mcpServers` of Claude, Cursor, Windsurf, Gemini and others, VS Code's `servers` with `inputs`, Codex' TOML, and
/// a server.json of the MCP registry; comments and trailing commas are welcome. At most 1 MiB and 500 servers. Errors: Decode, with line and column.
[[nodiscard]] Result<McpImport> decodeMcpConfig(const QByteArray &text, bool isOwnList = false);

/// The keyring took none of these: their servers leave the import, each with a sentence that says what to do.
void leaveOutRefused(McpImport &import, const QList<McpImport::Secret> &refused);

/// A sentence for each server of the import that stands in the list already and is replaced by it.
[[nodiscard]] QStringList replacementNotes(const McpImport &import, const QList<McpServerConfig> &list);

/// The same shape for other clients: `mcpServers` with references in the place of secrets; unknown members are kept.
/// `standing`: what somebody wrote into the file in clear before, and is left there.
[[nodiscard]] QByteArray encodeMcpConfig(const QList<McpServerConfig> &servers, const ConfigPairs &standing = {});

} // namespace qd
