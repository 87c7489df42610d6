#include "labresources.h"

#include <QtCore/qglobal.h>

/// Q_INIT_RESOURCE must stand outside any namespace.
static void initLabseed() { Q_INIT_RESOURCE(labseed); }

namespace qd {

void initLabResources() { initLabseed(); }

} // namespace qd
