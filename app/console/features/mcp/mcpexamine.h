#pragma once

#include "features/mcp/mcpdesk.h"
#include "mcpdoctor.h"

#include <QHash>
#include <QObject>

namespace qd {

/// The doctor's page: examines the chosen server, keeps what was found of each. GUI thread.
class McpExamine final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpExamine)

public:
    /// `desk` is borrowed.
    explicit McpExamine(McpDesk &desk, QObject *parent = nullptr);

    void wireView();
    /// Goes to the page and begins.
    void start();

private:
    void examine();
    void begin(const McpServerConfig &config, bool isAgreed);
    void onChanged();
    void show();

    McpDesk &m_desk;
    McpDoctor m_doctor;
    McpServerId m_patient; ///< whom the doctor is with, or was
    QHash<McpServerId, QList<doctor::Finding>> m_findings;
};

} // namespace qd
