#pragma once

#include "features/mcp/mcpdesk.h"

#include <QObject>

namespace qd {

/// Signing in to protected servers, and forgetting it, as commands. GUI thread.
class McpSignIns final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpSignIns)

public:
    /// `desk` is borrowed.
    explicit McpSignIns(McpDesk &desk, QObject *parent = nullptr);

    void wireView();

private:
    /// What is kept goes first: somebody wants to be asked again.
    void signInAnew();
    void forget();
    void onForgotten(const McpServerId &id);

    McpDesk &m_desk;
    McpServerId m_anew; ///< to be connected to when its sign-in is forgotten
};

} // namespace qd
