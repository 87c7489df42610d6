#pragma once

#include "clock.h"
#include "result.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace qd::lab {

/// Which Application Insights table an item lands in.
enum class ItemKind { Request, Dependency, Trace, Exception, Event, Metric, Availability };

/// Attribute values are strings, as Microsoft's exporter sends them (azure facts 3.4). Kept sorted by key.
using Properties = std::vector<std::pair<std::string, std::string>>;

/// One telemetry record, in the vocabulary of the classic schema (azure facts 3.1); fields that a kind does not have
/// stay empty. Sources: the Breeze decoder and the fleet simulation. A value, UTF-8.
struct TelemetryItem {
    ItemKind kind = ItemKind::Request;
    Instant time{};
    std::string id;
    std::string name;
    std::string type;            ///< dependency type, exception type
    std::string target;
    std::string data;
    std::string url;
    std::string resultCode;
    std::string message;         ///< trace, exception, availability
    std::string details;         ///< exception: JSON array of parsed stacks
    std::string location;        ///< availability
    std::optional<bool> success;
    double durationMs = 0;
    std::optional<int> severity; ///< 0 Verbose … 4 Critical
    double metricSum = 0;
    double metricMin = 0;
    double metricMax = 0;
    int metricCount = 1;
    Properties properties;
    std::vector<std::pair<std::string, double>> measurements;
    std::string operationId;
    std::string parentId;
    std::string operationName;
    std::string roleName;
    std::string roleInstance;
    std::string appVersion;
    std::string userId;
    std::string sessionId;
    std::string clientIp;
    std::string sdkVersion;
    std::string instrumentationKey;
    Properties context;          ///< rarely filled columns by classic name, e.g. user_AuthenticatedId, method
    int itemCount = 1;           ///< 1 / sampling rate
};

/// Takes batches of telemetry. Implementations are safe to call from any thread.
class TelemetrySink
{
public:
    virtual ~TelemetrySink() = default;
    /// Takes all of the items or, with an error, none: the sender may send the same items again. Each sender logs its losses.
    virtual Result<void> accept(std::vector<TelemetryItem> items) = 0;
};

} // namespace qd::lab
