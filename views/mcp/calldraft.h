#pragma once

#include "mcp/toolform.h"

namespace qd {

/// What was typed for one offer, and which of its pages was open. A value.
struct CallDraft {
    bool isRaw = false;
    QString raw;
    QString meta; ///< of `raw`
    ToolValues values;
    QString base; ///< the arguments that the values were read from
    int page = 0;
};

} // namespace qd
