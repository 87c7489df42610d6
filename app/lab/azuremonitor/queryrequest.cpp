#include "azuremonitor/queryrequest.h"

#include "server/isotime.h"
#include "server/jsontext.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace qd::lab {

namespace {

using WireJson = nlohmann::json;

constexpr int maxQueryDepth = 16;
constexpr size_t maxQueryBytes = 2U << 20U;

QueryRequestProblem invalidJson()
{
    return {"InvalidJsonBody", "The request body is not valid JSON."};
}

std::string_view trimmedPart(std::string_view text)
{
    while (text.starts_with(' '))
        text.remove_prefix(1);
    while (text.ends_with(' '))
        text.remove_suffix(1);
    return text;
}

/// One preference such as "wait=60" or "include-render=true".
void applyPreference(std::string_view preference, QueryRequest &out)
{
    constexpr int maxWaitSeconds = 600;
    const size_t equals = preference.find('=');
    const std::string_view name = preference.substr(0, equals);
    const std::string_view value = equals == std::string_view::npos ? std::string_view("true") : preference.substr(equals + 1);
    if (name == "include-render")
        out.includeRender = value == "true";
    else if (name == "include-statistics")
        out.includeStatistics = value == "true";
    else if (name == "include-dataSources")
        out.includeDataSources = value == "true";
    else if (name == "include-permissions")
        out.includePermissions = value == "true";
    int seconds = 0;
    if (name == "wait" && std::from_chars(value.data(), value.data() + value.size(), seconds).ec == std::errc())
        out.wait = std::chrono::seconds(std::clamp(seconds, 1, maxWaitSeconds));
}

void applyPreferHeader(std::string_view header, QueryRequest &out)
{
    while (!header.empty()) {
        const size_t end = header.find_first_of(",;");
        applyPreference(trimmedPart(header.substr(0, end)), out);
        header = end == std::string_view::npos ? std::string_view() : header.substr(end + 1);
    }
}

/// Adds the names of a list of resources; false when it is something else.
bool readNames(const WireJson &body, const char *name, std::vector<std::string> &out)
{
    const auto found = body.find(name);
    if (found == body.end() || found->is_null())
        return true;
    if (!found->is_array())
        return false;
    for (const WireJson &element : *found) {
        if (!element.is_string())
            return false;
        out.push_back(element.get<std::string>());
    }
    return true;
}

std::optional<QueryRequestProblem> readOthers(const WireJson &body, QueryRequest &out)
{
    constexpr size_t mostResources = 100;
    for (const char *name : {"workspaces", "applications"})
        if (!readNames(body, name, out.others))
            return QueryRequestProblem{"InvalidJsonBody", std::string(name) + " has to be a list of texts."};
    if (out.others.size() > mostResources)
        return QueryRequestProblem{"TooManyResources", "A query may name at most 100 resources."};
    return std::nullopt;
}

/// The query, the timespan and the resources of a body.
std::optional<QueryRequestProblem> readBody(const std::string &body, QueryRequest &out, std::string &timespan)
{
    const WireJson parsed = jsonNestsTooDeep(body, maxQueryDepth) ? WireJson(WireJson::value_t::discarded) : WireJson::parse(body, nullptr, false);
    if (!parsed.is_object())
        return invalidJson();
    const auto text = [&parsed](const char *name) {
        const auto found = parsed.find(name);
        return found != parsed.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    out.query = text("query");
    timespan = text("timespan");
    const auto given = parsed.find("timespan");
    if (given != parsed.end() && !given->is_string() && !given->is_null())
        return QueryRequestProblem{"InvalidTimespan", "The timespan has to be a text."};
    return readOthers(parsed, out);
}

} // namespace

std::optional<TimeSpanRange> parseTimespan(std::string_view text, Instant now)
{
    const size_t slash = text.find('/');
    if (slash == std::string_view::npos) {
        const auto length = parseIsoDuration(text);
        return length ? std::optional(TimeSpanRange{now - *length, now}) : std::nullopt;
    }
    const std::string_view second = text.substr(slash + 1);
    const auto from = parseIsoTime(text.substr(0, slash));
    if (!from) { // "duration/end" is ISO 8601 as well
        const auto length = parseIsoDuration(text.substr(0, slash));
        const auto end = parseIsoTime(second);
        return length && end ? std::optional(TimeSpanRange{*end - *length, *end}) : std::nullopt;
    }
    if (const auto to = parseIsoTime(second))
        return TimeSpanRange{*from, *to};
    const auto length = parseIsoDuration(second);
    return length ? std::optional(TimeSpanRange{*from, *from + *length}) : std::nullopt;
}

std::variant<QueryRequest, QueryRequestProblem> decodeQueryRequest(const HttpRequest &request, Instant now)
{
    QueryRequest out;
    std::string timespan(request.parameter("timespan"));
    if (request.method == "POST") {
        std::string fromBody;
        if (auto problem = readBody(request.body, out, fromBody))
            return *problem;
        if (!fromBody.empty())
            timespan = fromBody;
    } else {
        out.query = validUtf8(request.parameter("query"));
    }
    if (out.query.empty() || out.query.size() > maxQueryBytes)
        return QueryRequestProblem{"QueryValidationError", "The query is missing or too long."};
    if (!timespan.empty()) {
        out.timespan = parseTimespan(timespan, now);
        if (!out.timespan)
            return QueryRequestProblem{"InvalidTimespan", "The timespan '" + validUtf8(timespan.substr(0, 100)) + "' is not valid."};
    }
    applyPreferHeader(request.header("prefer"), out);
    return out;
}

} // namespace qd::lab
