#include "dataresources.h"

#include <QtCore/qglobal.h>

/// Q_INIT_RESOURCE must stand outside any namespace.
static void initSloData()
{
    Q_INIT_RESOURCE(slodata);
    Q_INIT_RESOURCE(ratedata);
    Q_INIT_RESOURCE(querydata);
    Q_INIT_RESOURCE(collectiondata);
}

namespace qd {

void initDataResources() { initSloData(); }

} // namespace qd
