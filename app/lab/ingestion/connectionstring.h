#pragma once

#include "entra/identity.h"

#include <QString>

namespace qd::lab {

/// What Microsoft's exporters are configured with to send to the lab at `endpoint` ("https://127.0.0.1:41235").
QString connectionString(const LabIdentity &identity, const QString &endpoint);

} // namespace qd::lab
