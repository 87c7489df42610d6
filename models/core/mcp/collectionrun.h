#pragma once

#include "clock.h"
#include "error.h"
#include "mcp/collection.h"

#include <optional>

/// What comes of running a collection. Texts for people are bounded, and known secrets in them are masked.
namespace qd::collection {

/// What a server answered to one step. Holds what it said in full: not for showing.
struct Answer {
    QString status = QStringLiteral("ok"); ///< "ok", "toolError", "error" (of JSON-RPC), "timeout", "failed"
    QString code;             ///< of a JSON-RPC error, e.g. "-32602"
    QString text;             ///< every piece of text, a line each; the message of an error
    QByteArray result;        ///< JSON; of an error an object with `code` and `message`
    QStringList warnings;     ///< e.g. what breaks the tool's output schema
    int progress = 0;         ///< how often progress was told
    Milliseconds elapsed{0};
};

struct CheckOutcome {
    QString what;     ///< "$.sum equals 3"
    bool isMet = false;
    QString actual;   ///< what was there, or why it could not be told
};

struct StepResult {
    enum class Outcome { Passed, Failed, Skipped };
    qsizetype step = 0;             ///< index in the collection
    std::optional<qsizetype> row;   ///< index among the step's rows
    QString name;
    QString what;                   ///< "call get-sum"
    Outcome outcome = Outcome::Passed;
    QString reason;                 ///< why it was skipped or failed, when no check says so
    QList<CheckOutcome> checks;
    std::optional<Error> error;     ///< what the call ended with
    Milliseconds elapsed{0};
    QString request;                ///< messages as they were on the wire
    QString response;
    QStringList notes = {};         ///< what is no failure and should be known, e.g. that a question of the server had no answer
};

/// How a run ended, from best to worst.
enum class Ending { Passed, Failed, ProtocolError, Unreachable, SignIn, Cancelled };

struct RunResult {
    QString name;
    QList<StepResult> steps;
    Ending ending = Ending::Passed;
    Milliseconds elapsed{0};
    QStringList notes = {};         ///< the collection's, and what is wrong with it for this server
    [[nodiscard]] qsizetype count(StepResult::Outcome outcome) const
    {
        qsizetype found = 0;
        for (const StepResult &step : steps)
            found += step.outcome == outcome ? 1 : 0;
        return found;
    }
};

} // namespace qd::collection
