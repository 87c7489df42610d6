#pragma once

#include "azuremonitor/queryrequest.h"
#include "kql/schema.h"
#include "result.h"
#include "server/httprequest.h"

#include <optional>
#include <string>
#include <vector>

namespace qd::lab {

/// The tables that an events path names: one, or with "$all" every one.
struct EventTables {
    std::vector<const KqlTable *> tables;
    bool isAll = false;
};

/// What is asked of the events API, as KQL.
struct EventQuery {
    std::string rows;  ///< the events that are shown, with "id_" beside the table's own columns
    std::string count; ///< how many there are without skip and top; empty when that was not asked
    std::optional<TimeSpanRange> timespan;
    std::vector<std::string> selected; ///< paths; empty for everything
    bool isLimited = false; ///< the request named no limit and got the usual one
};

/// Reads $filter, $search, $orderby, $select, $skip, $top, $count and timespan. `eventId` asks for one event alone.
/// Errors: Query, also for $apply and for a $format that is not JSON.
Result<EventQuery> decodeEvents(const HttpRequest &request, const EventTables &tables, const std::string &eventId, Instant now);

} // namespace qd::lab
