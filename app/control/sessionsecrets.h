#pragma once

#include "auth/keychainstore.h"
#include "auth/memorysecretstore.h"

namespace qd {

/// The keyring, but for names that begin with "session.", which live in memory alone and end with the process: keys of
/// the gateway are never written anywhere. GUI thread.
class SessionSecrets final : public SecretStore
{
public:
    explicit SessionSecrets(Timers &timers) : m_keychain(timers) {}

    Call read(const QString &name, QObject *context, Completion<QString> completion) override { return storeOf(name).read(name, context, std::move(completion)); }
    Call write(const QString &name, const QString &secret, QObject *context, Completion<void> completion) override
    {
        return storeOf(name).write(name, secret, context, std::move(completion));
    }
    Call remove(const QString &name, QObject *context, Completion<void> completion) override { return storeOf(name).remove(name, context, std::move(completion)); }

private:
    SecretStore &storeOf(const QString &name)
    {
        return name.startsWith(QLatin1String("session.")) ? static_cast<SecretStore &>(m_memory) : m_keychain;
    }

    MemorySecretStore m_memory;
    KeychainStore m_keychain;
};

} // namespace qd
