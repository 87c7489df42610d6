#pragma once

#include "http/callstate.h"
#include "writeguard.h"

#include <QList>

#include <optional>
#include <utility>

namespace qd::test {

/// A WriteGuard that admits everything, or refuses everything with `refusal`, and remembers what it was asked.
class OpenGuard final : public WriteGuard
{
public:
    QList<WriteAction> admitted;
    QList<std::pair<WriteTicket, WriteOutcome>> settled;
    std::optional<Error> refusal;

    Call admit(const WriteAction &action, QObject *context, Completion<WriteTicket> completion) override
    {
        const auto state = CallState<WriteTicket>::create(context, std::move(completion));
        if (refusal) {
            state->finish(*refusal);
        } else {
            admitted.append(action);
            state->finish(WriteTicket{admitted.size()});
        }
        return state->handle();
    }
    void settle(WriteTicket ticket, const WriteOutcome &outcome) override { settled.append({ticket, outcome}); }
};

} // namespace qd::test
