#pragma once

#include "clioptions.h"
#include "clistreams.h"
#include "clock.h"
#include "command.h"
#include "result.h"

#include <functional>
#include <memory>

namespace CLI {
class App;
}

namespace qd {

class Session;

/// What a verb is given to work with. References are borrowed and outlive the command.
struct CliContext {
    const CliOptions &options;
    const CliStreams &streams;
    const Clock &clock;
};

/// The verbs of one part of the product, e.g. `chaos run|status|stop-all`: their options, and the commands they become.
class VerbGroup
{
public:
    /// Makes the command; the session is null when needsSession() is false.
    using CommandMaker = std::function<std::unique_ptr<Command>(Session *session)>;

    virtual ~VerbGroup() = default;
    /// Adds the sub-command with its verbs; parsing writes into this object.
    virtual void addTo(CLI::App &app) = 0;
    /// One of its verbs was given.
    [[nodiscard]] virtual bool isChosen() const = 0;
    [[nodiscard]] virtual bool needsSession() const { return true; }
    /// Checks what was typed before anything is contacted. ErrorKind::Invalid ends with Usage.
    virtual Result<CommandMaker> prepare(const CliContext &context) = 0;
};

} // namespace qd
