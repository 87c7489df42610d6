#include "help/helpresources.h"

#include <QtCore/qglobal.h>

/// Q_INIT_RESOURCE must stand outside any namespace.
static void initHelpData() { Q_INIT_RESOURCE(helpdata); }

namespace qd {

void initHelpResources() { initHelpData(); }

} // namespace qd
