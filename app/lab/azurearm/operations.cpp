#include "azurearm/operations.h"

#include "azurearm/armjson.h"
#include "azurearm/armpath.h"
#include "azurearm/armtime.h"
#include "server/guid.h"

#include <nlohmann/json.hpp>

#include <charconv>

namespace qd::lab {

namespace {

constexpr int pollSeconds = 1;
/// How many polls a link outlives: a reply may get lost on its way, but a client that never follows is found out.
constexpr uint64_t linksAlive = 8;
/// Base64url characters of the certificate that App Service puts into its links.
constexpr size_t certificateLength = 4600;
constexpr size_t hashLength = 43;
constexpr size_t signatureLength = 342;

const char *statusName(ArmOperation::Status status)
{
    switch (status) {
    case ArmOperation::Status::Running: return "InProgress";
    case ArmOperation::Status::Succeeded: return "Succeeded";
    case ArmOperation::Status::Failed: return "Failed";
    case ArmOperation::Status::Canceled: return "Canceled";
    }
    return "Failed";
}

HttpReply unknownOperation(const std::string &id)
{
    return armError({404, "ResourceNotFound", "The operation '" + id + "' was not found."});
}

/// `length` characters that look like what a certificate or a hash is encoded to.
std::string fillerText(const std::string &seed, size_t length)
{
    std::string text;
    for (uint64_t block = 0; text.size() < length; ++block)
        text += derivedHex(block, seed);
    text.resize(length);
    return text;
}

std::optional<uint64_t> linkNumber(std::string_view text)
{
    uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(value) : std::nullopt;
}

} // namespace

ArmOperations::ArmOperations(const Clock &clock, std::string subscriptionId, std::string location)
    : m_clock(clock), m_subscriptionId(std::move(subscriptionId)), m_location(std::move(location)), m_key(randomGuid())
{
}

std::string ArmOperations::begin(std::string name, std::string resourceId, ResultMaker result)
{
    Entry entry{.operation = {.id = randomGuid(), .name = std::move(name), .resourceId = std::move(resourceId),
                              .started = m_clock.now()},
                .result = std::move(result)};
    const std::string id = entry.operation.id;
    const std::lock_guard lock(m_mutex);
    m_entries.emplace(id, std::move(entry));
    return id;
}

void ArmOperations::setPercent(const std::string &id, int percent)
{
    const std::lock_guard lock(m_mutex);
    if (const auto found = m_entries.find(id); found != m_entries.end())
        found->second.operation.percent = percent;
}

void ArmOperations::succeed(const std::string &id) { end(id, ArmOperation::Status::Succeeded, {}); }

void ArmOperations::fail(const std::string &id, ArmFailure failure)
{
    end(id, ArmOperation::Status::Failed, std::move(failure));
}

void ArmOperations::end(const std::string &id, ArmOperation::Status status, ArmFailure failure)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(id);
    if (found == m_entries.end() || found->second.operation.status != ArmOperation::Status::Running)
        return;
    ArmOperation &operation = found->second.operation;
    operation.status = status;
    operation.percent = status == ArmOperation::Status::Succeeded ? 100 : operation.percent;
    operation.ended = m_clock.now();
    operation.failure = std::move(failure);
}

std::optional<ArmOperations::Entry> ArmOperations::entryOf(const std::string &id) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(id);
    return found == m_entries.end() ? std::nullopt : std::optional(found->second);
}

std::optional<ArmOperation> ArmOperations::find(const std::string &id) const
{
    const std::optional<Entry> entry = entryOf(id);
    return entry ? std::optional(entry->operation) : std::nullopt;
}

void ArmOperations::addStatusHeaders(const ArmRequest &request, const std::string &id, HttpReply &reply) const
{
    // The provider's name is the segment behind the last "providers".
    std::string provider;
    for (size_t i = 0; i + 1 < request.http.segments.size(); ++i)
        if (sameName(request.http.segments[i], "providers"))
            provider = request.http.segments[i + 1];
    const std::string base = request.baseUrl + "/subscriptions/" + m_subscriptionId + "/providers/" + provider + "/locations/"
        + m_location;
    const std::string tail = id + "?api-version=" + request.apiVersion;
    reply.headers.emplace_back("Azure-AsyncOperation", base + "/operationsStatuses/" + tail);
    reply.headers.emplace_back("Location", base + "/operationResults/" + tail);
    reply.headers.emplace_back("Retry-After", std::to_string(pollSeconds));
}

HttpReply ArmOperations::statusReply(const ArmRequest &request, const std::string &provider) const
{
    const std::string &id = request.name("operation");
    const std::optional<ArmOperation> operation = find(id);
    if (!operation)
        return unknownOperation(id);
    Json body{{"id", "/subscriptions/" + m_subscriptionId + "/providers/" + provider + "/locations/" + m_location
                         + "/operationsStatuses/" + id},
              {"name", id}, {"status", statusName(operation->status)}, {"startTime", armTime(operation->started)}};
    if (operation->status != ArmOperation::Status::Running)
        body["endTime"] = armTime(operation->ended);
    body["percentComplete"] = operation->percent;
    if (operation->status == ArmOperation::Status::Failed)
        body["error"] = {{"code", operation->failure.code}, {"message", operation->failure.message}};
    HttpReply reply{.body = jsonBody(body)};
    if (operation->status == ArmOperation::Status::Running)
        reply.headers.emplace_back("Retry-After", std::to_string(pollSeconds));
    return reply;
}

HttpReply ArmOperations::resultReply(const ArmRequest &request) const
{
    const std::string &id = request.name("operation");
    const std::optional<Entry> entry = entryOf(id);
    if (!entry)
        return unknownOperation(id);
    if (entry->operation.status == ArmOperation::Status::Succeeded)
        return entry->result ? entry->result(request) : HttpReply{.status = 204};
    if (entry->operation.status == ArmOperation::Status::Failed)
        return armError(entry->operation.failure);
    HttpReply reply{.status = 202};
    addStatusHeaders(request, id, reply);
    return reply;
}

std::string ArmOperations::signatureOf(const std::string &id, uint64_t number) const
{
    return fillerText(m_key + id + std::to_string(number), signatureLength);
}

std::string ArmOperations::linkText(const ArmRequest &request, const std::string &path, const std::string &id,
                                    uint64_t number) const
{
    return request.baseUrl + path + "?api-version=" + request.apiVersion + "&t=" + std::to_string(number)
        + "&c=" + fillerText(m_key, certificateLength) + "&s=" + signatureOf(id, number)
        + "&h=" + fillerText(id + std::to_string(number), hashLength);
}

HttpReply ArmOperations::rotatingReply(const ArmRequest &request, const std::string &path, const std::string &id)
{
    uint64_t number = 0;
    {
        const std::lock_guard lock(m_mutex);
        if (const auto found = m_entries.find(id); found != m_entries.end())
            number = ++found->second.operation.links;
    }
    HttpReply reply{.status = 202};
    reply.headers.emplace_back("Location", linkText(request, path, id, number));
    return reply;
}

HttpReply ArmOperations::rotatingPoll(const ArmRequest &request, const std::string &path, const std::string &id)
{
    const std::optional<Entry> entry = entryOf(id);
    const std::optional<uint64_t> number = linkNumber(request.http.parameter("t"));
    const bool isOurs = entry && number && request.http.parameter("s") == signatureOf(id, *number);
    if (!isOurs || *number + linksAlive <= entry->operation.links)
        return armError({404, "NotFound", "Cannot find the operation with the given link, or the link has expired."},
                        ArmErrorStyle::Web);
    switch (entry->operation.status) {
    case ArmOperation::Status::Running: return rotatingReply(request, path, id);
    case ArmOperation::Status::Succeeded: return entry->result(request);
    default: return armError(entry->operation.failure, ArmErrorStyle::Web);
    }
}

} // namespace qd::lab
