#include "commands/logoutcommand.h"

#include "accountsecret.h"
#include "output/errorreport.h"
#include "output/jsonwriter.h"

namespace qd {

LogoutCommand::LogoutCommand(const CliOptions &options, const CliStreams &streams, SecretStore &secrets)
    : m_options(options), m_streams(streams), m_secrets(secrets)
{
}

void LogoutCommand::start()
{
    QMetaObject::invokeMethod(this, &LogoutCommand::look, Qt::QueuedConnection);
}

void LogoutCommand::look()
{
    const auto name = secretNameOf(m_options);
    if (!name) {
        report(name.error());
        return;
    }
    m_secrets.read(*name, this, [this, kept = *name](const Result<QString> &found) {
        if (found)
            m_secrets.remove(kept, this, [this](const Result<void> &result) { report(result); });
        else
            report(found.error());
    });
}

void LogoutCommand::report(const Result<void> &result)
{
    if (!result) {
        emit finished(reportError(m_options, m_streams, result.error()));
        return;
    }
    if (m_options.format == OutputFormat::Json)
        m_streams.print(json::account(QStringLiteral("removed"), m_options.tenant, m_options.clientId));
    else
        m_streams.print(QStringLiteral("the client secret is no longer in the keyring\n"));
    emit finished(ExitCode::Healthy);
}

} // namespace qd
