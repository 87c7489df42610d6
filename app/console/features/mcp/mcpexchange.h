#pragma once

#include "features/mcp/mcpdesk.h"
#include "mcp/configcodec.h"
#include "mcp/configexport.h"

#include <QObject>

namespace qd {

class ExportDialog;

/// Servers that come and go by files and by hand: import, adding one, export in the way of another client. GUI thread.
class McpExchange final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpExchange)

public:
    /// `desk` is borrowed.
    explicit McpExchange(McpDesk &desk, QObject *parent = nullptr);

    void wireView();
    void importFile();
    void addServer();
    /// The chosen one.
    void editServer();
    /// The user's own servers, or that one alone.
    void exportServers(const McpServerId &only = {});

private:
    void take(const Result<McpImport> &import, const QString &name);
    void show(ExportDialog &dialog, const QList<McpServerConfig> &servers);
    void save(McpConfigShape shape, const QByteArray &text);

    McpDesk &m_desk;
};

} // namespace qd
