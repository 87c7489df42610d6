#pragma once

#include "features/mcp/mcpdesk.h"
#include "gatewayservers.h"

#include <QObject>
#include <QPointer>
#include <QSet>

namespace qd {

class WatchedAccount;

/// The account's part of the bench: its gateway's servers with the key of the subscription that is chosen, in memory
/// alone, and the guard that calls through it pass. GUI thread.
class McpGateway final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpGateway)

public:
    /// `desk` is borrowed.
    explicit McpGateway(McpDesk &desk, QObject *parent = nullptr);

    void attach(WatchedAccount &account);
    void wireView();
    /// Looking at a server of the gateway connects to it, once: that only reads. Own servers wait for the operator's word.
    void greet(const McpServerState &state);
    [[nodiscard]] bool isReading() const { return m_gateway && m_gateway->isReading(); }

signals:
    /// The servers were read, or could not be.
    void changed();

private:
    void take(const QList<McpServerConfig> &servers);

    McpDesk &m_desk;
    QPointer<WatchedAccount> m_account;
    std::unique_ptr<GatewayServers> m_gateway;
    QSet<McpServerId> m_greeted; ///< gateway servers that were connected by themselves
};

} // namespace qd
