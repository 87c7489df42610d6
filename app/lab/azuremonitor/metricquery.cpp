#include "azuremonitor/metricquery.h"

#include "azuremonitor/odatafields.h"
#include "azuremonitor/odatafilter.h"

#include <cstddef>

namespace qd::lab {

namespace {

std::string aggregate(const std::string &name, const MetricDefinition &metric)
{
    if (name == "count")
        return "sum(" + metric.weight + ")";
    if (name == "sum")
        return "sum(" + metric.total + ")";
    if (name == "avg")
        return "sum(" + metric.total + ") * 1.0 / sum(" + metric.weight + ")";
    if (name == "unique")
        return "dcount(" + metric.least + ")";
    return name + "(" + (name == "min" ? metric.least : metric.most) + ")";
}

Error noDimension(const std::string &name)
{
    return {.kind = ErrorKind::Query,
            .message = QString::fromStdString("There is no dimension '" + name.substr(0, 100) + "'"),
            .vendorCode = QStringLiteral("BadSegment")};
}

/// What follows `by`: the segments, and the interval's start.
Result<std::string> groups(const MetricRequest &request, const KqlTable &table, bool hasIntervals)
{
    std::string out;
    for (size_t i = 0; i < request.segments.size(); ++i) {
        const auto field = kqlField(request.segments[i], table);
        if (!field)
            return noDimension(request.segments[i]);
        out += (out.empty() ? "" : ", ") + ("segment" + std::to_string(i)) + " = tostring(" + *field + ")";
    }
    if (hasIntervals)
        out += std::string(out.empty() ? "" : ", ") + "start_ = bin(" + table.timeColumn.toStdString() + ", "
            + std::to_string(request.interval.count()) + "microsecond)";
    return out;
}

} // namespace

Result<std::string> metricKql(const MetricRequest &request, const KqlTable &table, bool hasIntervals)
{
    std::string kql = request.metric.table;
    if (!request.metric.where.empty())
        kql += " | where " + request.metric.where;
    if (!request.filter.empty()) {
        const Result<std::string> condition = kqlCondition(request.filter, table);
        if (!condition)
            return condition.error();
        kql += " | where " + *condition;
    }
    const Result<std::string> by = groups(request, table, hasIntervals);
    if (!by)
        return by.error();
    kql += " | summarize rows_ = count()";
    for (const std::string &name : request.aggregations)
        kql += ", value_" + name + " = " + aggregate(name, request.metric);
    kql += by->empty() ? std::string() : " by " + *by;
    if (!hasIntervals && !request.segments.empty())
        kql += " | top " + std::to_string(request.top) + " by value_" + request.orderBy + (request.isUpward ? " asc" : " desc");
    return kql;
}

} // namespace qd::lab
