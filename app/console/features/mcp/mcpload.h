#pragma once

#include "features/mcp/mcpdesk.h"
#include "loadprobe.h"
#include "mcp/load/loadpage.h"

#include <QHash>
#include <QObject>

namespace qd {

/// The load probe's page: makes the call in the form over and over on connections of its own, asked and told once; keeps what
/// was measured of each server. One run at a time. GUI thread.
class McpLoad final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpLoad)

public:
    /// `desk` is borrowed.
    explicit McpLoad(McpDesk &desk, QObject *parent = nullptr);

    void wireView();

private:
    /// What would be called: the tool in the form, and its arguments as JSON.
    struct Target {
        QString tool;
        QString arguments;
        QString obstacle; ///< why it cannot be; empty: it can
    };

    [[nodiscard]] Target target() const;
    [[nodiscard]] QString obstacleOf(const McpServerState &state) const;
    void ask(load::Plan plan);
    void begin(const McpServerConfig &config, const load::Plan &plan);
    void take(LoadShown::State state, const QString &problem);
    void show();

    McpDesk &m_desk;
    LoadProbe m_probe;
    McpServerId m_server; ///< that is called, or was
    QHash<McpServerId, LoadShown> m_shown;
    Call m_question;
};

} // namespace qd
