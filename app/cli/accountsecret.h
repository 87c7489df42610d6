#pragma once

#include "clioptions.h"
#include "clistreams.h"
#include "result.h"

namespace qd {

/// The name under which a session reads the secret of the account that --tenant and --client-id name. ErrorKind::Invalid
/// when one of them is missing, or when a lab is meant: labs bring their own secret.
Result<QString> secretNameOf(const CliOptions &options);

/// One line of the input without its line end, at most 16 KiB. From a terminal it is asked for and not echoed; the
/// terminal is put right again also when a signal ends the program. Blocks. ErrorKind::Invalid when there is nothing
/// in it, it is too long, or it is not text.
Result<QString> readSecret(const CliStreams &streams);

} // namespace qd
