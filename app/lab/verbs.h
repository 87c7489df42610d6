#pragma once

#include "commandline.h"
#include "result.h"

#include <string>

namespace qd::lab {

/// What `decklab ca` prints; makes the authority when there is none yet.
Result<std::string> authorityText(const CommandLine &line);

/// What `decklab connection-string` prints, with its end of line.
Result<std::string> connectionStringText(const CommandLine &line);

} // namespace qd::lab
