#pragma once

#include "clock.h"
#include "guard/writeaction.h"
#include "http/call.h"

#include <QObject>
#include <QString>

namespace qd {

/// What the operator is asked.
struct ConfirmRequest {
    WriteAction action;
    ConfirmLevel level = ConfirmLevel::Diff; ///< of the action and the profile, the stricter one
    QString environment;                     ///< "prod": what is typed at ConfirmLevel::TypedName
    bool needsLease = false;                 ///< agreeing also takes a write lease
    Milliseconds lease{0};                   ///< how long that lease would be
};

/// Asks the operator. The console opens a sheet, deckctl reads options or the terminal, tests answer at once.
class ConfirmService
{
public:
    virtual ~ConfirmService() = default;
    /// True: agreed. Cancelling the call takes the question back.
    virtual Call ask(const ConfirmRequest &request, QObject *context, Completion<bool> completion) = 0;
};

} // namespace qd
