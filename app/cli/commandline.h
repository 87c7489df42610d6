#pragma once

#include "clioptions.h"
#include "clistreams.h"
#include "exitcode.h"

#include <QStringList>

#include <variant>

namespace qd {

/// Reads the arguments (without the program's name). Help and version are printed and end with Healthy; mistakes are
/// explained on the error stream and end with Usage.
std::variant<CliOptions, ExitCode> parseCommandLine(const QStringList &arguments, const CliStreams &streams);

} // namespace qd
