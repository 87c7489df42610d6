#include "commands/mcp/mcpsignoutcommand.h"

#include "mcpauth/mcpauthorizer.h"
#include "mcpauth/signinkeeper.h"
#include "output/errorreport.h"
#include "printabletext.h"

namespace qd {

McpSignOutCommand::McpSignOutCommand(const CliContext &context, McpServerConfig server, QString place)
    : m_context(context), m_server(std::move(server)), m_place(std::move(place)), m_secrets(m_timers)
{
}

void McpSignOutCommand::start()
{
    const QString server = authServerText(m_server.url);
    SignInKeeper(m_secrets, m_place).forgetAll(server, this, [this, server](const Result<void> &forgotten) {
        if (!forgotten) {
            emit finished(reportError(m_context.options, m_context.streams, forgotten.error()));
            return;
        }
        m_context.streams.complain(QStringLiteral("The sign-in to %1 is forgotten.").arg(printableText(server)));
        emit finished(ExitCode::Healthy);
    });
}

} // namespace qd
