#pragma once

#include "clioptions.h"
#include "clistreams.h"
#include "exitcode.h"
#include "verbgroup.h"

#include <QStringList>

#include <memory>
#include <variant>
#include <vector>

namespace qd {

/// Reads the arguments (without the program's name). Help and version are printed and end with Healthy; mistakes are
/// explained on the error stream and end with Usage. `groups` add
/// their verbs; when one of theirs was given the verb is CliVerb::Group.
std::variant<CliOptions, ExitCode> parseCommandLine(const QStringList &arguments, const CliStreams &streams,
                                                    const std::vector<std::unique_ptr<VerbGroup>> &groups = {});

} // namespace qd
