#pragma once

#include "error.h"
#include "sourcehealth.h"

namespace qd {

/// What a failed round says about its source.
SourceState sourceStateOf(const Error &error);

/// True when the source gave no usable answer at all, so that the console is offline.
bool isUnreachable(const Error &error);

} // namespace qd
