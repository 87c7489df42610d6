#include "commands/mcp/cliconnections.h"

#include "mcp/shownhttp.h"
#include "printabletext.h"

#include <utility>

namespace qd {

CliConnections::CliConnections(const CliContext &context, const CliSignInChoice &choice)
    : m_choice(choice), m_streams(context.streams), m_secrets(m_timers), m_signIn(context.streams, context.clock, m_timers, m_secrets, choice), m_connector(context.clock, m_timers, m_secrets)
{
    m_connector.setAuthorizer(&m_signIn.authorizer());
}

McpServerConfig CliConnections::with(McpServerConfig config) const
{
    config.signIn = m_choice.over(config.signIn);
    if (const QString warning = shownhttp::tlsWarning(config); !warning.isEmpty())
        m_streams.complain(printableText(warning));
    return config;
}

} // namespace qd
