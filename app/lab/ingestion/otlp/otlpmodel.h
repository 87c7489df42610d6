#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qd::lab {

enum class OtlpSignal { Traces, Metrics, Logs };

/// An attribute's value. Lists and maps arrive as JSON text; bytes as they are. Views are good while the record is shown.
struct OtlpValue {
    enum class Kind : std::uint8_t { None, Text, Boolean, Integer, Real, JsonText, Bytes };
    Kind kind = Kind::None;
    std::string_view text; ///< Text, JsonText, Bytes
    std::int64_t integer = 0; ///< Integer, Boolean (0 or 1)
    double real = 0;
};

struct OtlpAttribute {
    std::string_view key;
    OtlpValue value;
};
using OtlpAttributes = std::vector<OtlpAttribute>;

/// Ids are lower-case hex, empty when absent. Times are nanoseconds since 1970, 0 when absent.
struct OtlpEvent {
    std::uint64_t time = 0;
    std::string_view name;
    OtlpAttributes attributes;
};

struct OtlpLink {
    std::string traceId;
    std::string spanId;
};

struct OtlpSpan {
    enum class Kind { Unspecified, Internal, Server, Client, Producer, Consumer };
    enum class Status { Unset, Ok, Error };
    std::string traceId;
    std::string spanId;
    std::string parentId;
    std::string_view name;
    Kind kind = Kind::Unspecified;
    Status status = Status::Unset;
    std::uint64_t start = 0;
    std::uint64_t end = 0;
    OtlpAttributes attributes;
    std::vector<OtlpEvent> events;
    std::vector<OtlpLink> links;
};

struct OtlpLog {
    std::string traceId;
    std::string spanId;
    std::uint64_t time = 0;
    std::uint64_t observedTime = 0;
    int severity = 0; ///< OpenTelemetry's 1…24
    OtlpValue body;
    OtlpAttributes attributes;
};

/// One data point of a metric, whatever the metric's type: a gauge and a sum have one value, the others a distribution.
struct OtlpPoint {
    enum class Type { Gauge, Sum, Distribution };
    std::string_view scope;
    std::string_view metric;
    Type type = Type::Gauge;
    bool isCumulative = false;
    bool isMonotonic = true;
    std::uint64_t start = 0;
    std::uint64_t time = 0;
    double sum = 0;
    std::uint64_t count = 1;
    std::optional<double> min;
    std::optional<double> max;
    std::vector<double> bounds;
    std::vector<std::uint64_t> buckets; ///< one more than bounds, or none
    bool hasNoValue = false;            ///< the sender says that it has nothing to say
    OtlpAttributes attributes;
};

/// Takes what a decoder reads, record by record; each is good only during the call. A resource stands for all records
/// until the next one.
class OtlpReceiver
{
public:
    virtual ~OtlpReceiver() = default;
    virtual void takeResource(const OtlpAttributes &resource) = 0;
    virtual void takeSpan(const OtlpSpan &span) = 0;
    virtual void takeLog(const OtlpLog &record) = 0;
    virtual void takePoint(const OtlpPoint &point) = 0;
};

/// How deep lists and maps in an attribute may nest.
constexpr int maxOtlpDepth = 32;

} // namespace qd::lab
