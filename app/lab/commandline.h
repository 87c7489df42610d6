#pragma once

#include "laboptions.h"

#include <variant>

namespace qd::lab {

/// What decklab was told on its command line.
struct CommandLine {
    LabOptions options;
    bool json = false; ///< print one line of JSON when ready
};

/// The command line, or the exit code after help or a usage error (2) was printed.
std::variant<CommandLine, int> parseCommandLine(int argc, char **argv);

} // namespace qd::lab
