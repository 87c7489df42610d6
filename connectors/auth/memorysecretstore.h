#pragma once

#include "auth/secretstore.h"
#include "http/callstate.h"

#include <QHash>

namespace qd {

/// Keeps secrets for the life of the process only: tests, and machines without a keyring.
class MemorySecretStore final : public SecretStore
{
public:
    Call read(const QString &name, QObject *context, Completion<QString> completion) override;
    Call write(const QString &name, const QString &secret, QObject *context, Completion<void> completion) override;
    Call remove(const QString &name, QObject *context, Completion<void> completion) override;

private:
    QHash<QString, QString> m_secrets;
};

} // namespace qd
