#pragma once

#include "features/mcp/mcpdesk.h"

#include <QObject>

namespace qd {

/// The page that holds two listings or two sessions against one another. GUI thread.
class McpCompare final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpCompare)

public:
    /// `desk` is borrowed.
    explicit McpCompare(McpDesk &desk, QObject *parent = nullptr);

    void wireView();

private:
    void onServerChosen();
    void showSources();
    void compare(const QString &source);
    void compareWithFile(const QString &name, const QByteArray &json);
    void openFile();

    McpDesk &m_desk;
};

} // namespace qd
