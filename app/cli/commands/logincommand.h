#pragma once

#include "auth/secretstore.h"
#include "clioptions.h"
#include "clistreams.h"
#include "command.h"

namespace qd {

/// `login`: puts the client secret from standard input into the keyring, where sessions look for it. The secret goes
/// nowhere else. Usage, or SignIn when the keyring refuses it.
class LoginCommand final : public Command
{
    Q_OBJECT

public:
    /// References are borrowed.
    LoginCommand(const CliOptions &options, const CliStreams &streams, SecretStore &secrets);
    void start() override;

private:
    void keep();
    void report(const Result<void> &result);

    const CliOptions &m_options;
    const CliStreams &m_streams;
    SecretStore &m_secrets;
};

} // namespace qd
