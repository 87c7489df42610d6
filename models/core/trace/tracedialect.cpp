#include "trace/tracedialect.h"

namespace qd {

namespace {

QString latin(const char *text) { return QString::fromLatin1(text); }

TraceDialect classicTraceDialect()
{
    return {.requests = latin("requests"), .dependencies = latin("dependencies"), .exceptions = latin("exceptions"),
            .logs = latin("traces"), .events = latin("customEvents"), .time = latin("timestamp"),
            .operation = latin("operation_Id"), .parent = latin("operation_ParentId"), .id = latin("id"),
            .name = latin("name"), .success = latin("success"), .code = latin("resultCode"), .duration = latin("duration"),
            .bag = latin("customDimensions"), .service = latin("cloud_RoleName"), .instance = latin("cloud_RoleInstance"),
            .target = latin("target"), .type = latin("type"), .data = latin("data"), .url = latin("url"),
            .message = latin("message"), .severity = latin("severityLevel"), .exceptionType = latin("type"),
            .outerMessage = latin("outerMessage")};
}

TraceDialect workspaceTraceDialect()
{
    return {.requests = latin("AppRequests"), .dependencies = latin("AppDependencies"), .exceptions = latin("AppExceptions"),
            .logs = latin("AppTraces"), .events = latin("AppEvents"), .time = latin("TimeGenerated"),
            .operation = latin("OperationId"), .parent = latin("ParentId"), .id = latin("Id"), .name = latin("Name"),
            .success = latin("Success"), .code = latin("ResultCode"), .duration = latin("DurationMs"),
            .bag = latin("Properties"), .service = latin("AppRoleName"), .instance = latin("AppRoleInstance"),
            .target = latin("Target"), .type = latin("DependencyType"), .data = latin("Data"), .url = latin("Url"),
            .message = latin("Message"), .severity = latin("SeverityLevel"), .exceptionType = latin("ExceptionType"),
            .outerMessage = latin("OuterMessage")};
}

} // namespace

const TraceDialect &traceDialect(TelemetrySchema schema)
{
    static const TraceDialect classic = classicTraceDialect();
    static const TraceDialect workspace = workspaceTraceDialect();
    return schema == TelemetrySchema::Classic ? classic : workspace;
}

} // namespace qd
