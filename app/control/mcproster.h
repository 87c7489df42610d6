#pragma once

#include "auth/secretstore.h"
#include "mcp/configcodec.h"
#include "mcp/serverlist.h"
#include "mcpbenchstore.h"

#include <QObject>

#include <memory>

namespace qd {

/// Which servers the bench has: the user's own, in a file, and those of the account's gateway, for this session. Also
/// knows which commands may be started. GUI thread.
class McpRoster final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpRoster)

public:
    /// `store` and `secrets` are borrowed; `path` is the file of the user's list.
    McpRoster(McpBenchStore &store, SecretStore &secrets, QString path, QObject *parent = nullptr);

    /// Reads the user's list; failed() tells when it cannot be read.
    void load();
    /// Servers of a client's configuration; imported() or failed() follows.
    void import(const QByteArray &text);
    /// The same of one that was read already.
    void take(const McpImport &import);
    /// Puts one server into the list, in place of the one of that name.
    void put(const McpServerConfig &config);
    void remove(const McpServerId &id);
    /// What a server of the user's list may know of this machine's folders; its connection stays.
    void setRoots(const McpServerId &id, const QList<McpRoot> &roots);
    /// The user's own servers.
    [[nodiscard]] const QList<McpServerConfig> &own() const { return m_list.servers; }

    /// A server for this session only, in place of the one of that name.
    void addPassing(const McpServerConfig &config);
    void removePassing();

    /// Whether exactly this command was agreed to.
    [[nodiscard]] bool isConsented(const McpServerConfig &config) const;
    /// False when it could not be kept; failed() has told why.
    [[nodiscard]] bool consent(const McpServerConfig &config);

signals:
    /// Another server comes in its place, or none: whatever is connected under that name must end.
    void aboutToReplace(const qd::McpServerId &id);
    void rootsChanged(const qd::McpServerId &id);
    void imported(const QStringList &notes);
    void failed(const qd::Error &error);

private:
    void storeSecrets(const std::shared_ptr<McpImport> &import, qsizetype next);
    void finishImport(const McpImport &import);
    void replace(const McpServerConfig &config);
    [[nodiscard]] bool save();

    McpBenchStore &m_store;
    SecretStore &m_secrets;
    const QString m_path;
    McpServerList m_list;
};

} // namespace qd
