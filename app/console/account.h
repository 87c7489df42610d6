#pragma once

#include "consoleoptions.h"
#include "session.h"

namespace qd {

/// The session that --connect names: a LabInfo from a file or standard input. Fails with the place of the mistake.
Result<std::unique_ptr<Session>> connectFromFile(const ConsoleOptions &options, const Clock &clock);

/// The session of the account that the options spell out; its secret comes from $QD_CLIENT_SECRET or the keyring.
std::unique_ptr<Session> connectToAccount(const ConsoleOptions &options, const Clock &clock);

} // namespace qd
