#pragma once

#include "auth/secretstore.h"
#include "clioptions.h"
#include "clistreams.h"
#include "command.h"

namespace qd {

/// `logout`: takes the client secret out of the keyring. A locked keyring claims to have removed what it still holds, so
/// the secret is looked for first: SignIn when the keyring does not show it.
class LogoutCommand final : public Command
{
    Q_OBJECT

public:
    /// References are borrowed.
    LogoutCommand(const CliOptions &options, const CliStreams &streams, SecretStore &secrets);
    void start() override;

private:
    void look();
    void report(const Result<void> &result);

    const CliOptions &m_options;
    const CliStreams &m_streams;
    SecretStore &m_secrets;
};

} // namespace qd
