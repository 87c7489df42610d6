#pragma once

#include "auth/keychainstore.h"
#include "command.h"
#include "mcp/configcodec.h"
#include "verbgroup.h"

#include <optional>

namespace qd {

/// `mcp import`: adds the servers of a client's configuration to the user's list; a server of the same name is replaced.
/// Secrets that stand in the file go to the keyring first; servers whose keys it refuses are left out and named.
class McpImportCommand final : public Command
{
    Q_OBJECT

public:
    /// `path`: the list.
    McpImportCommand(const CliContext &context, McpImport import, QString path);
    void start() override;

private:
    void storeNext();
    void refuse(const Error &error);
    void save();
    [[nodiscard]] ExitCode ending() const;
    void report() const;

    const CliContext m_context;
    McpImport m_import;
    const QString m_path;
    SystemTimers m_timers;
    KeychainStore m_secrets;
    qsizetype m_stored = 0;
    std::optional<Error> m_refusal; ///< of the keyring
};

} // namespace qd
