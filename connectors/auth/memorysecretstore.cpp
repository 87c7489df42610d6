#include "auth/memorysecretstore.h"

namespace qd {

Call MemorySecretStore::read(const QString &name, QObject *context, Completion<QString> completion)
{
    const auto state = CallState<QString>::create(context, std::move(completion));
    if (const auto found = m_secrets.constFind(name); found != m_secrets.constEnd())
        state->finish(*found);
    else
        state->finish(Error{.kind = ErrorKind::Keychain, .message = QStringLiteral("No secret is kept for this account."), .detail = noSuchSecret});
    return state->handle();
}

Call MemorySecretStore::write(const QString &name, const QString &secret, QObject *context, Completion<void> completion)
{
    const auto state = CallState<void>::create(context, std::move(completion));
    m_secrets.insert(name, secret);
    state->finish({});
    return state->handle();
}

Call MemorySecretStore::remove(const QString &name, QObject *context, Completion<void> completion)
{
    const auto state = CallState<void>::create(context, std::move(completion));
    m_secrets.remove(name);
    state->finish({});
    return state->handle();
}

} // namespace qd
