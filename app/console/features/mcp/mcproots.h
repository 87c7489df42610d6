#pragma once

#include "features/mcp/mcpdesk.h"

#include <QObject>

namespace qd {

/// The folders that servers may know of, each server its own. GUI thread.
class McpRoots final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpRoots)

public:
    /// `desk` is borrowed.
    explicit McpRoots(McpDesk &desk, QObject *parent = nullptr);

    void wireView();

private:
    /// Of the chosen server.
    void edit();

    McpDesk &m_desk;
};

} // namespace qd
