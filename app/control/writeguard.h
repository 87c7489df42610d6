#pragma once

#include "guard/writeaction.h"
#include "http/call.h"

#include <QObject>

namespace qd {

/// The only way to a write: checks the profile's protection and the write lease, asks for confirmation, and journals
/// the intent before anything is sent. Every controller that changes something remote is given one. GUI thread.
class WriteGuard
{
public:
    virtual ~WriteGuard() = default;

    /// Completes with a ticket when the action may be done now. Errors: Forbidden (no lease, and the operator did not
    /// take one), Cancelled (not confirmed), Internal (the journal cannot be written: nothing may be done).
    virtual Call admit(const WriteAction &action, QObject *context, Completion<WriteTicket> completion) = 0;
    /// Journals how the action of `ticket` ended. To be called once, on every way out.
    virtual void settle(WriteTicket ticket, const WriteOutcome &outcome) = 0;
};

} // namespace qd
