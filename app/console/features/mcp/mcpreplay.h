#pragma once

#include "features/mcp/mcpexplorer.h"

#include <QObject>

#include <optional>

namespace qd {

class McpGateway;

/// A call of a trace that is to be made again here: finds its server, connects, fills the call in. GUI thread.
class McpReplay final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpReplay)

public:
    /// All are borrowed.
    McpReplay(McpDesk &desk, McpExplorer &explorer, McpGateway &gateway, QObject *parent = nullptr);

    void start(const QString &server, const QString &tool, const QString &arguments);
    /// Goes as far as it can.
    void goOn();
    [[nodiscard]] bool isWaiting() const { return m_wanted.has_value(); }

private:
    struct Wanted {
        McpServerId server;
        QString tool;
        QString arguments;
    };
    void sayUnknown();

    McpDesk &m_desk;
    McpExplorer &m_explorer;
    McpGateway &m_gateway;
    std::optional<Wanted> m_wanted;
};

} // namespace qd
