#pragma once

#include "auth/memorysecretstore.h"

#include <QHash>

namespace qd::test {

/// A keychain that can be locked, and that another program may write to at the wrong moment.
class MoodySecrets final : public SecretStore
{
public:
    Call read(const QString &name, QObject *context, Completion<QString> completion) override
    {
        const auto state = CallState<QString>::create(context, std::move(completion));
        if (isLocked || stale.contains(name))
            state->finish(isLocked ? Result<QString>(locked()) : Result<QString>(stale.take(name)));
        else
            return m_inner.read(name, context, [state](const Result<QString> &text) { state->finish(text); });
        return state->handle();
    }
    Call write(const QString &name, const QString &secret, QObject *context, Completion<void> completion) override
    {
        return isLocked ? refuse(context, std::move(completion)) : m_inner.write(name, secret, context, std::move(completion));
    }
    Call remove(const QString &name, QObject *context, Completion<void> completion) override
    {
        return isLocked ? refuse(context, std::move(completion)) : m_inner.remove(name, context, std::move(completion));
    }
    bool isLocked = false;
    QHash<QString, QString> stale; ///< what is read of a name once, instead of what is there

private:
    static Error locked() { return {.kind = ErrorKind::Keychain, .message = QStringLiteral("The keyring is locked.")}; }
    static Call refuse(QObject *context, Completion<void> completion)
    {
        const auto state = CallState<void>::create(context, std::move(completion));
        state->finish(locked());
        return state->handle();
    }
    MemorySecretStore m_inner;
};

} // namespace qd::test
