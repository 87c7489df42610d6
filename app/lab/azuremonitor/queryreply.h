#pragma once

#include "azuremonitor/metadatajson.h"
#include "azuremonitor/queryrequest.h"
#include "azuremonitor/queryrunner.h"
#include "server/httpreply.h"

namespace qd::lab {

/// The 200 of a query that ran: its tables, what the Prefer header asked for, and the partial error of a cut result.
HttpReply queryReply(QueryOutcome outcome, const QueryRequest &query, const MetadataSubject &subject);

} // namespace qd::lab
