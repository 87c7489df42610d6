#pragma once

#include "azurearm/armjson.h"
#include "azurearm/armrequest.h"
#include "server/httpreply.h"

#include <vector>

namespace qd::lab {

/// How a provider writes its lists.
struct PageStyle {
    size_t pageSize = 100;
    bool hasCount = false;     ///< "count": all of them, as API Management
    bool hasNullLink = false;  ///< "nextLink":null on the last page, as App Service
};

/// {"value":[…]} with the part of `items` that $top, $skip and $skiptoken ask for. More left: nextLink is this request's
/// address with a $skiptoken. A $top, $skip or $skiptoken that is not a number: 400.
HttpReply pagedReply(const ArmRequest &request, const std::vector<Json> &items, PageStyle style = {});

} // namespace qd::lab
