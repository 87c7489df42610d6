#pragma once

#include <QString>

namespace qd {

/// Where the local state is, and what tests change about it.
struct StateOptions {
    QString folder;
    int busyTimeoutMs = 5000; ///< how long another process may hold the file
    int maxPages = 0;         ///< of 4 KiB; 0: as many as the disk has
};

/// $QD_STATE_DIR, or "quarterdeck" in the user's folder for application data: the same for console and deckctl.
QString defaultStateFolder();

} // namespace qd
