#pragma once

#include "features/mcp/mcpdesk.h"

#include <QObject>
#include <QSet>

namespace qd {

/// What a server is told for the length of its connection: which resources one wants to hear of, and how much it should
/// log. As commands of the palette. GUI thread.
class McpSettings final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpSettings)

public:
    /// `desk` is borrowed.
    explicit McpSettings(McpDesk &desk, QObject *parent = nullptr);

private:
    void addCommands();
    void toggleSubscription();
    void setLogLevel(McpLogLevel level);
    void say(const QString &title, const QString &detail) const;

    McpDesk &m_desk;
    QSet<QString> m_subscribed; ///< server and address
};

} // namespace qd
