#pragma once

#include "features/mcp/mcpexplorer.h"

#include <QObject>
#include <QTemporaryDir>

#include <functional>
#include <memory>

namespace qd {

/// What is done with pieces of results, each at the operator's word alone: saving bytes, playing sounds, reading what a
/// link names, opening a web address. GUI thread.
class McpContents final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpContents)

public:
    /// Both are borrowed.
    McpContents(McpDesk &desk, McpExplorer &explorer, QObject *parent = nullptr);

    void wireView();
    /// Shows the whole address and where it goes; opens it in the browser when that is agreed to.
    void openAddress(const QString &url, const McpServerId &server, std::function<void(bool)> then = {});

private:
    void save(const McpContent &part);
    void play(const McpContent &part);

    McpDesk &m_desk;
    McpExplorer &m_explorer;
    std::unique_ptr<QTemporaryDir> m_sounds; ///< handed to a player; goes with the program
};

} // namespace qd
