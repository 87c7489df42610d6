#pragma once

#include "auth/secretsource.h"
#include "auth/secretstore.h"

namespace qd {

/// A secret given by the environment, a file or the lab; never written anywhere.
class FixedSecret final : public SecretSource
{
public:
    explicit FixedSecret(QString secret) : m_secret(std::move(secret)) {}
    Call secret(QObject *context, Completion<QString> completion) override;

private:
    QString m_secret;
};

/// A secret kept in a store under a name.
class StoredSecret final : public SecretSource
{
public:
    StoredSecret(SecretStore &store, QString name) : m_store(store), m_name(std::move(name)) {}
    Call secret(QObject *context, Completion<QString> completion) override
    {
        return m_store.read(m_name, context, std::move(completion));
    }

private:
    SecretStore &m_store;
    QString m_name;
};

} // namespace qd
