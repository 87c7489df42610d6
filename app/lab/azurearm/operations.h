#pragma once

#include "azurearm/armerror.h"
#include "azurearm/armrequest.h"
#include "clock.h"
#include "server/httpreply.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace qd::lab {

/// Something that goes on after its request was answered.
struct ArmOperation {
    enum class Status { Running, Succeeded, Failed, Canceled };
    std::string id;
    std::string name;        ///< what runs, e.g. "SwapSiteSlots"
    std::string resourceId;  ///< of the resource that it changes
    Status status = Status::Running;
    int percent = 0;
    Instant started{};
    Instant ended{};
    ArmFailure failure;      ///< of a failed one
    uint64_t links = 0;      ///< rotating links made so far
};

/// All long-running operations of the lab, both styles (azure facts 5): status documents behind Azure-AsyncOperation,
/// and App Service's Location, which is 5-6 kB long and changes with every poll. Any thread.
class ArmOperations
{
public:
    /// What a poll of a finished operation's Location answers.
    using ResultMaker = std::function<HttpReply(const ArmRequest &)>;

    ArmOperations(const Clock &clock, std::string subscriptionId, std::string location);

    /// Starts one; `result` is asked for at every poll after success.
    std::string begin(std::string name, std::string resourceId, ResultMaker result);
    void setPercent(const std::string &id, int percent);
    void succeed(const std::string &id);
    void fail(const std::string &id, ArmFailure failure);
    [[nodiscard]] std::optional<ArmOperation> find(const std::string &id) const;

    /// Adds Azure-AsyncOperation, Location and Retry-After to the reply that starts an operation.
    void addStatusHeaders(const ArmRequest &request, const std::string &id, HttpReply &reply) const;
    /// The status document.
    [[nodiscard]] HttpReply statusReply(const ArmRequest &request, const std::string &provider) const;
    /// The Location of addStatusHeaders(): 202 until the operation ends, then its result.
    [[nodiscard]] HttpReply resultReply(const ArmRequest &request) const;

    /// 202, no body, and only a Location below `path` (which ends in the operation's id): App Service's way.
    HttpReply rotatingReply(const ArmRequest &request, const std::string &path, const std::string &id);
    /// A poll of such a Location: 202 with the next one, 404 for one that is not ours or too old, at the end the result
    /// or the failure.
    HttpReply rotatingPoll(const ArmRequest &request, const std::string &path, const std::string &id);

private:
    struct Entry {
        ArmOperation operation;
        ResultMaker result;
    };
    void end(const std::string &id, ArmOperation::Status status, ArmFailure failure);
    [[nodiscard]] std::optional<Entry> entryOf(const std::string &id) const;
    [[nodiscard]] std::string linkText(const ArmRequest &request, const std::string &path, const std::string &id,
                                       uint64_t number) const;
    [[nodiscard]] std::string signatureOf(const std::string &id, uint64_t number) const;

    const Clock &m_clock;
    const std::string m_subscriptionId;
    const std::string m_location; ///< as in paths: "westeurope"
    const std::string m_key;
    mutable std::mutex m_mutex;
    std::map<std::string, Entry> m_entries;
};

} // namespace qd::lab
