#pragma once

#include "error.h"
#include "http/call.h"

#include <QObject>
#include <QString>

namespace qd {

/// Error::detail of a name under which nothing is kept, as opposed to a store that does not answer.
inline constexpr QLatin1String noSuchSecret("no such secret");
[[nodiscard]] inline bool isNoSuchSecret(const Error &error) { return error.kind == ErrorKind::Keychain && error.detail == noSuchSecret; }

/// Keeps secrets by name. Errors are ErrorKind::Keychain. GUI thread.
class SecretStore
{
public:
    virtual ~SecretStore() = default;
    virtual Call read(const QString &name, QObject *context, Completion<QString> completion) = 0;
    virtual Call write(const QString &name, const QString &secret, QObject *context, Completion<void> completion) = 0;
    virtual Call remove(const QString &name, QObject *context, Completion<void> completion) = 0;
};

} // namespace qd
