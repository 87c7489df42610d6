#pragma once

#include "http/call.h"

#include <QObject>
#include <QString>

namespace qd {

/// Hands out one account's secret when it is needed. GUI thread.
class SecretSource
{
public:
    virtual ~SecretSource() = default;
    virtual Call secret(QObject *context, Completion<QString> completion) = 0;
};

} // namespace qd
