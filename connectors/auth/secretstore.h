#pragma once

#include "http/call.h"

#include <QObject>
#include <QString>

namespace qd {

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
