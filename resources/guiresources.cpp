#include "guiresources.h"

#include <QtGlobal>

// Q_INIT_RESOURCE declares its function, so it must be used outside every namespace.
static void registerGuiResources()
{
    Q_INIT_RESOURCE(qd_fonts);
    Q_INIT_RESOURCE(qd_icons);
}

namespace qd {

void initGuiResources()
{
    registerGuiResources();
}

} // namespace qd
