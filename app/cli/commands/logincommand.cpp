#include "commands/logincommand.h"

#include "accountsecret.h"
#include "output/errorreport.h"
#include "output/jsonwriter.h"

namespace qd {

LoginCommand::LoginCommand(const CliOptions &options, const CliStreams &streams, SecretStore &secrets)
    : m_options(options), m_streams(streams), m_secrets(secrets)
{
}

void LoginCommand::start()
{
    QMetaObject::invokeMethod(this, &LoginCommand::keep, Qt::QueuedConnection);
}

void LoginCommand::keep()
{
    const auto name = secretNameOf(m_options);
    if (!name) {
        report(name.error());
        return;
    }
    const auto secret = readSecret(m_streams);
    if (secret)
        m_secrets.write(*name, *secret, this, [this](const Result<void> &result) { report(result); });
    else
        report(secret.error());
}

void LoginCommand::report(const Result<void> &result)
{
    if (!result) {
        emit finished(reportError(m_options, m_streams, result.error()));
        return;
    }
    if (m_options.format == OutputFormat::Json)
        m_streams.print(json::account(QStringLiteral("kept"), m_options.tenant, m_options.clientId));
    else
        m_streams.print(QStringLiteral("the keyring has the client secret now\n"));
    emit finished(ExitCode::Healthy);
}

} // namespace qd
