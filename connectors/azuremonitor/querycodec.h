#pragma once

#include "azuremonitor/monitorconnector.h"

#include <QByteArray>

namespace qd {

/// The JSON body of a query request.
[[nodiscard]] QByteArray encodeMonitorQuery(const MonitorQuery &query);

/// Where the query is posted: {endpoint}/v1/apps/{id}/query or {endpoint}/v1/workspaces/{id}/query.
[[nodiscard]] QUrl monitorQueryUrl(const MonitorTarget &target);

/// Where the target tells its tables: the same path with "metadata" at its end.
[[nodiscard]] QUrl monitorMetadataUrl(const MonitorTarget &target);

} // namespace qd
