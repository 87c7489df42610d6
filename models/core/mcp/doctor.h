#pragma once

#include "clock.h"
#include "error.h"
#include "mcp/mcptypes.h"

#include <QList>
#include <QString>

#include <optional>

/// The connection doctor: which step of reaching an MCP server fails, and what mends it. Pure.
namespace qd::doctor {

enum class Step {
    Address,    ///< the URL itself
    Proxy,
    Dns,
    Tcp,
    Tls,
    Http,       ///< what kind of answer comes
    Auth,
    Command,    ///< the program is found
    Executable,
    Consent,    ///< the command was agreed to; which variables it gets
    Start,
    FirstLine,  ///< what it writes first is a message
    ErrorText,  ///< what it writes on its error stream
    Era,
    Handshake,  ///< initialize or server/discover
    List        ///< the first list
};

enum class State { Waiting, Running, Ok, Failed, Skipped };

/// What deckctl ends with.
enum class Ending { Well, BadInput, SignIn, Unreachable, Protocol };

struct Finding {
    Step step = Step::Address;
    State state = State::Waiting;
    Milliseconds elapsed{0};
    QString found; ///< what there is, or why it was skipped
    QString fix;   ///< of Failed: one sentence
    std::optional<Ending> ending = {}; ///< of Failed: where its cause tells more than the step
    bool operator==(const Finding &) const = default;
};

/// The steps of one server in their order, all waiting.
[[nodiscard]] QList<Finding> stepsOf(const McpServerConfig &config);
/// The step that failed; nothing failed, or it is not finished: null.
[[nodiscard]] const Finding *failureIn(const QList<Finding> &findings);
/// Every step is over.
[[nodiscard]] bool isOver(const QList<Finding> &findings);

/// "dns", "error-text": a word for JSON.
[[nodiscard]] QString stepName(Step step);
/// "Name lookup": for people.
[[nodiscard]] QString stepTitle(Step step);
[[nodiscard]] QString stateName(State state);

/// What an HTTP server said to a message that every MCP server understands or refuses in JSON-RPC.
struct Answer {
    int status = 0;
    QString mediaType;
    QString location;  ///< of a redirect
    QString challenge; ///< WWW-Authenticate
    QString server;    ///< the header
    bool isRpc = false; ///< the body is JSON-RPC, or a stream of events
    QString body;      ///< its beginning
};

/// The step Http: Ok when something answers that speaks JSON-RPC or asks for a sign-in.
[[nodiscard]] Finding judgeAnswer(const Answer &answer, const McpServerConfig &config);
/// The step Auth: from the same answer.
[[nodiscard]] Finding judgeAuth(const Answer &answer, const McpServerConfig &config);
/// One sentence on how to mend the failure of a step.
[[nodiscard]] QString fixFor(Step step, const Error &error, const McpServerConfig &config);
/// Steps before the protocol say it by themselves; from then on it is the error's kind, as for every other verb.
[[nodiscard]] Ending endingOf(Step step, const Error &error);
[[nodiscard]] Ending endingOf(const QList<Finding> &findings);

} // namespace qd::doctor
