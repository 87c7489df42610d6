#pragma once

#include "auth/secretstore.h"
#include "clock.h"
#include "http/httpclient.h"
#include "http/timers.h"
#include "mcp/mcpsession.h"

#include <memory>

namespace qd {

/// Sessions over stdio, Streamable HTTP and the old HTTP+SSE. Its sessions must go before it; processes that are still ending
/// when it goes end without it, and an HTTP session whose end is still being told is told of no more. GUI thread.
class DefaultMcpConnector final : public McpConnector
{
    Q_DISABLE_COPY_MOVE(DefaultMcpConnector)

public:
    /// All references are borrowed. `secrets` resolves "${secret:name}".
    DefaultMcpConnector(const Clock &clock, Timers &timers, SecretStore &secrets, HttpClientOptions options = {});
    ~DefaultMcpConnector() override;

    /// Who signs in to protected servers; borrowed, before the first session. Null: nobody.
    void setAuthorizer(class McpAuthorizer *authorizer) { m_authorizer = authorizer; }

    /// Keeps in this file which era servers were found to speak; before the first session. Without it they are asked anew by
    /// each program.
    void keepEras(const QString &path);

    std::unique_ptr<McpSession> makeSession(const McpServerConfig &config) override;
    /// Processes and HTTP sessions that are still being ended.
    [[nodiscard]] bool isEnding() const;
    /// HTTP sessions whose end was told to a server that has not answered yet: of what ends, this alone needs us.
    [[nodiscard]] bool isTakingLeave() const;

private:
    [[nodiscard]] std::unique_ptr<class McpChannel> makeChannel(const McpServerConfig &resolved);

    const Clock &m_clock;
    Timers &m_timers;
    SecretStore &m_secrets;
    HttpClientOptions m_options;
    class McpAuthorizer *m_authorizer = nullptr;
    std::shared_ptr<QObject> m_endings; ///< has a child for each process
    std::shared_ptr<QObject> m_leaves; ///< and this one for each HTTP session
    std::shared_ptr<class EraMemory> m_eras;
    std::shared_ptr<class GroupKeeper> m_keeper;
};

} // namespace qd
