#pragma once

#include "arm/apimconnector.h"
#include "auth/secretstore.h"
#include "mcp/mcptypes.h"

#include <QObject>

#include <memory>
#include <optional>

namespace qd {

/// The MCP servers behind an account's gateway, and whose key they are called with: the first active subscription's
/// unless another is chosen. Keys go into the given store as "session.gateway-key.NAME", which must keep them in memory
/// alone. GUI thread.
class GatewayServers final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GatewayServers)

public:
    /// Both are borrowed and must outlive it.
    GatewayServers(ApimConnector &apim, SecretStore &keys, QObject *parent = nullptr);
    ~GatewayServers() override;

    /// Asks for gateway, servers and subscriptions; found() or failed() follows.
    void read();
    /// Another subscription's key from now on; found() or failed() follows. Before found(): what read() shall choose.
    void choose(const QString &subscription);

    /// Names of the active subscriptions, and the one whose key is used; empty while no key could be read.
    [[nodiscard]] const QStringList &subjects() const { return m_subjects; }
    [[nodiscard]] const QString &subject() const { return m_subject; }
    /// Why the servers are without a key, e.g. the right to read it is missing.
    [[nodiscard]] const std::optional<Error> &keyError() const { return m_keyError; }
    [[nodiscard]] bool isReading() const { return m_isReading; }

signals:
    /// The servers, with a reference to the key where there is one.
    void found(const QList<qd::McpServerConfig> &servers);
    void failed(const qd::Error &error);

private:
    void readApis();
    void readSubscriptions();
    void readKey();
    void finish(const QString &subject, const std::optional<Error> &keyError);
    void fail(const Error &error);

    ApimConnector &m_apim;
    SecretStore &m_keys;
    QUrl m_gateway;
    QList<ApimApi> m_apis;
    QStringList m_subjects;
    QString m_wanted;  ///< what was chosen, or empty
    QString m_subject;
    std::optional<Error> m_keyError;
    bool m_isReading = false;
    std::unique_ptr<QObject> m_context; ///< of what is being asked: a new question forgets the old
};

} // namespace qd
