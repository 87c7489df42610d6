#pragma once

#include "laboptions.h"

#include <variant>

namespace qd::lab {

/// What decklab was told on its command line.
struct CommandLine {
    enum class Verb { Run, Authority, ConnectionString, OAuth };
    Verb verb = Verb::Run;
    LabOptions options;
    bool json = false; ///< print one line of JSON when ready
    bool isPlaceGiven = false; ///< the TLS port was named, so no running lab needs to be asked
    QStringList oauthVariants; ///< which protected MCP servers; empty: all
    QString infoFile;          ///< of the lab whose connection string is wanted; empty: one that runs
};

/// The command line, or the exit code after help or a usage error (2) was printed.
std::variant<CommandLine, int> parseCommandLine(int argc, char **argv);

} // namespace qd::lab
