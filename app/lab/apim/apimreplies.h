#pragma once

#include "azurearm/armjson.h"
#include "policy/place.h"
#include "server/httpreply.h"
#include "server/httprequest.h"

#include <string>
#include <vector>

namespace qd::lab {

/// A resource with its ETag.
HttpReply apimReply(int status, const Json &body, const std::string &etag);
/// 404 in API Management's words.
HttpReply apimNotFound(const std::string &what);
/// 400 ValidationError with one detail a fault.
HttpReply apimInvalid(const std::vector<policy::Fault> &faults, const std::string &target = "representation");
HttpReply apimInvalid(const std::string &message, const std::string &target);
/// 200 without a body, only the ETag: what HEAD answers.
HttpReply apimHead(const std::string &etag);

} // namespace qd::lab
