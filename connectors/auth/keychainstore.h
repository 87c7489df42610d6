#pragma once

#include "auth/secretstore.h"
#include "http/timers.h"

#include <QHash>

#include <memory>

namespace qd {

/// The desktop's keyring through QtKeychain; never falls back to plain text. A job that waits (a keyring that asks its
/// user to unlock it) ends after 15 s. A secret that the keyring refused is kept in memory for this session, and the
/// write still reports the refusal. A locked keyring answers "not found": callers must not conclude that the account
/// has no secret.
class KeychainStore final : public SecretStore
{
public:
    static constexpr Milliseconds jobTimeout{15000};

    explicit KeychainStore(Timers &timers, QString service = QStringLiteral("quarterdeck"));
    ~KeychainStore() override;

    /// Who writes tells of what is refused: no line in the log.
    void leaveRefusalsToWriter() { m_hasWarned = true; }
    Call read(const QString &name, QObject *context, Completion<QString> completion) override;
    Call write(const QString &name, const QString &secret, QObject *context, Completion<void> completion) override;
    Call remove(const QString &name, QObject *context, Completion<void> completion) override;

private:
    Timers &m_timers;
    QString m_service;
    QHash<QString, QString> m_session; ///< what the keyring refused
    bool m_hasWarned = false;          ///< of that: once is enough
    QObject m_guard;                   ///< context of everything that comes back to this object
};

} // namespace qd
