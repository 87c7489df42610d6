#pragma once

#include "clioptions.h"
#include "clistreams.h"
#include "exitcode.h"

#include <QString>

namespace qd {

/// Says what went wrong on the error stream (with a caret when the error points into `query`), with --json also as
/// JSON on the output; gives the code to end with.
ExitCode reportError(const CliOptions &options, const CliStreams &streams, const Error &error, const QString &query = {});

/// The same with a code that the verb has chosen.
void reportError(const CliOptions &options, const CliStreams &streams, const Error &error, ExitCode code);

/// On the error stream alone.
void complainOf(const CliStreams &streams, const Error &error, const QString &query = {});

} // namespace qd
