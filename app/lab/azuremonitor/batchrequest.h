#pragma once

#include "azuremonitor/queryrequest.h"
#include "server/httpreply.h"
#include "server/httprequest.h"

#include <functional>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace qd::lab {

/// One query of a batch.
struct BatchMember {
    std::string id;
    std::string method = "POST";
    std::string path;                           ///< "/workspaces/{id}/query", "/apps/{id}/query" or "/subscriptions/…/query"
    std::map<std::string, std::string> headers; ///< names in lower case
    std::string body;                           ///< JSON
};

/// The members of POST /v1/$batch: {"requests":[{"id","headers","body","path","method","workspace"}]}, at most 100.
std::variant<std::vector<BatchMember>, QueryRequestProblem> decodeBatch(const HttpRequest &request);

/// The member as a request of its own, with the batch's token.
HttpRequest memberRequest(const HttpRequest &batch, const BatchMember &member);

/// Answers a few members at a time; 200 whatever their answers are. They are listed in the members' order, which Azure does
/// not promise, but on which Microsoft's own client for JavaScript relies.
HttpReply runBatch(const std::vector<BatchMember> &members, const std::function<HttpReply(const BatchMember &)> &answer);

} // namespace qd::lab
