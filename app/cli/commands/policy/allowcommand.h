#pragma once

#include "allowcontroller.h"
#include "clioptions.h"
#include "clistreams.h"
#include "command.h"
#include "commands/policy/policyrequest.h"
#include "guard/cliguard.h"

namespace qd {

/// `allow show|plan|apply|prove` of one MCP server. A proof that fails ends with Critical, an apply that found another
/// version with Conflict.
class AllowCommand final : public Command
{
    Q_OBJECT

public:
    /// References are borrowed.
    AllowCommand(const CliOptions &options, const CliStreams &streams, const Clock &clock, Session &session, AllowRequest request);
    void start() override;

private:
    void onLoaded();
    void decide();
    void show();
    void plan();
    void onApplied(bool isDone);
    void onProved();
    void fail(const Error &error);
    [[nodiscard]] const AllowServer &server() const { return *m_store.openServer(); }
    [[nodiscard]] bool isJson() const { return m_options.format == OutputFormat::Json; }

    const CliOptions &m_options;
    const CliStreams &m_streams;
    const AllowRequest m_request;
    CliGuard m_guard;
    AllowStore m_store;
    AllowController m_controller;
};

} // namespace qd
