#pragma once

#include <QtGlobal>

namespace qd::lab {

/// Blocks SIGINT, SIGTERM and SIGHUP in the calling thread and all it starts later, so that waitForEnd() gets them.
void blockEndSignals();

/// Returns when one of these signals came or the process `parent` is gone (0: no parent is watched).
void waitForEnd(qint64 parent);

} // namespace qd::lab
