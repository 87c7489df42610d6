#include "azurearm/paging.h"

#include "azurearm/armerror.h"
#include "azurearm/armpath.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <optional>

namespace qd::lab {

namespace {

/// The number of the query option; `fallback` when it is missing, nothing when it is none.
std::optional<size_t> countOption(const HttpRequest &request, const std::string &name, size_t fallback)
{
    const std::string_view text = request.parameter(name);
    if (text.empty())
        return fallback;
    size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::string nextLinkOf(const ArmRequest &request, size_t position)
{
    std::string link = request.baseUrl + request.scope + "?";
    for (const auto &[key, value] : request.http.query) {
        if (key != "$skiptoken" && key != "$skip")
            link += percentEncode(key) + "=" + percentEncode(value) + "&";
    }
    return link + "%24skiptoken=" + std::to_string(position);
}

HttpReply badPaging()
{
    return armError({400, "ValidationError", "One or more query options ($top, $skip, $skiptoken) are not valid."});
}

} // namespace

HttpReply pagedReply(const ArmRequest &request, const std::vector<Json> &items, PageStyle style)
{
    const std::optional<size_t> top = countOption(request.http, "$top", style.pageSize);
    const std::optional<size_t> skip = countOption(request.http, "$skip", 0);
    const std::optional<size_t> token = countOption(request.http, "$skiptoken", skip.value_or(0));
    if (!top || !skip || !token || *top == 0)
        return badPaging();
    const size_t first = std::min(*token, items.size());
    const size_t last = first + std::min({*top, style.pageSize, items.size() - first});
    Json body{{"value", Json::array()}};
    for (size_t i = first; i < last; ++i)
        body["value"].push_back(items[i]);
    if (style.hasCount)
        body["count"] = items.size();
    if (last < items.size())
        body["nextLink"] = nextLinkOf(request, last);
    else if (style.hasNullLink)
        body["nextLink"] = nullptr;
    return {.body = jsonBody(body)};
}

} // namespace qd::lab
