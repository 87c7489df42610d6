#include "commands/mcp/mcpsignoutcommand.h"

#include "output/errorreport.h"
#include "printabletext.h"

namespace qd {

McpSignOutCommand::McpSignOutCommand(const CliContext &context, McpServerConfig server, const QString &place)
    : m_context(context), m_server(std::move(server)), m_secrets(m_timers),
      m_signIn(context.streams, context.clock, m_timers, m_secrets, {.settings = {}, .browser = {}, .place = place})
{
}

void McpSignOutCommand::start()
{
    const QString server = authServerText(m_server.url);
    m_signIn.authorizer().setSettings(server, m_server.signIn);
    m_signIn.authorizer().setTls(server, m_server.tls);
    m_signIn.authorizer().forget(server, this, [this, server](const Result<bool> &forgotten) {
        if (!forgotten.has_value()) {
            emit finished(reportError(m_context.options, m_context.streams, forgotten.error()));
            return;
        }
        m_context.streams.complain((*forgotten ? QStringLiteral("The sign-in to %1 is forgotten.") : QStringLiteral("Nothing is kept for %1.")).arg(printableText(server)));
        emit finished(ExitCode::Healthy);
    });
}

} // namespace qd
