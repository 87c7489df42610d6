#include "azuremonitor/metadatatext.h"

#include <span>
#include <utility>

namespace qd::lab {

namespace {

using Entry = std::pair<std::string_view, std::string_view>;

constexpr Entry tableTexts[] = {
    {"requests", "Calls that the application answered, such as a task given to an agent."},
    {"dependencies", "Calls that the application made: models, tools, databases, other services."},
    {"traces", "Log records."},
    {"exceptions", "Exceptions that the application reported, handled or not."},
    {"customEvents", "Events that the application named itself."},
    {"customMetrics", "Measurements that the application made, already summed up per interval."},
    {"availabilityResults", "Results of tests that call the application from outside."},
    {"pageViews", "Pages that browsers loaded."},
    {"browserTimings", "How long browsers took to load pages, by phase."},
    {"performanceCounters", "Counters of processes and machines."},
    {"AppRequests", "Calls that the application answered, such as a task given to an agent."},
    {"AppDependencies", "Calls that the application made: models, tools, databases, other services."},
    {"AppTraces", "Log records."},
    {"AppExceptions", "Exceptions that the application reported, handled or not."},
    {"AppEvents", "Events that the application named itself."},
    {"AppMetrics", "Measurements that the application made, already summed up per interval."},
    {"AppAvailabilityResults", "Results of tests that call the application from outside."},
    {"AppPageViews", "Pages that browsers loaded."},
    {"AppPerformanceCounters", "Counters of processes and machines."},
    {"ApiManagementGatewayLogs", "Calls through the API Management gateway."},
    {"ApiManagementGatewayLlmLog", "Model calls through the gateway, with their tokens."},
    {"ApiManagementGatewayMCPLog", "Tool calls through the gateway's MCP servers."},
    {"AzureActivity", "What was done to the subscription's resources, and by whom."},
};

constexpr Entry columnTexts[] = {
    {"timestamp", "When it happened, in UTC."},
    {"TimeGenerated", "When it happened, in UTC."},
    {"id", "Identifies the item; its children name it as their parent."},
    {"Id", "Identifies the item; its children name it as their parent."},
    {"name", "Name of the operation, call, event or metric."},
    {"Name", "Name of the operation, call, event or metric."},
    {"duration", "How long it took, in milliseconds."},
    {"DurationMs", "How long it took, in milliseconds."},
    {"success", "\"True\" or \"False\"."},
    {"Success", "Whether it ended well."},
    {"resultCode", "The protocol's code of the outcome, such as an HTTP status."},
    {"ResultCode", "The protocol's code of the outcome, such as an HTTP status."},
    {"performanceBucket", "The duration as one of eleven ranges."},
    {"PerformanceBucket", "The duration as one of eleven ranges."},
    {"target", "Whom the call went to."},
    {"Target", "Whom the call went to."},
    {"data", "The command of the call: a URL, a statement."},
    {"Data", "The command of the call: a URL, a statement."},
    {"type", "Kind of the dependency, or type of the exception."},
    {"DependencyType", "Kind of the dependency."},
    {"ExceptionType", "Type of the exception."},
    {"message", "The text of the record."},
    {"Message", "The text of the record."},
    {"severityLevel", "0 verbose, 1 information, 2 warning, 3 error, 4 critical."},
    {"SeverityLevel", "0 verbose, 1 information, 2 warning, 3 error, 4 critical."},
    {"problemId", "Groups exceptions of the same cause."},
    {"ProblemId", "Groups exceptions of the same cause."},
    {"value", "The measured value."},
    {"valueCount", "How many measurements are summed up."},
    {"valueSum", "Sum of the measurements."},
    {"valueMin", "The smallest measurement."},
    {"valueMax", "The largest measurement."},
    {"valueStdDev", "Standard deviation of the measurements."},
    {"Sum", "Sum of the measurements."},
    {"Min", "The smallest measurement."},
    {"Max", "The largest measurement."},
    {"customDimensions", "What the application added, by name; every value is text."},
    {"customMeasurements", "Numbers that the application added, by name."},
    {"Properties", "What the application added, by name; every value is text."},
    {"Measurements", "Numbers that the application added, by name."},
    {"operation_Id", "The trace that the item belongs to."},
    {"operation_ParentId", "The item that caused this one."},
    {"operation_Name", "Name of the operation at the start of the trace."},
    {"OperationId", "The trace that the item belongs to."},
    {"ParentId", "The item that caused this one."},
    {"OperationName", "Name of the operation at the start of the trace."},
    {"cloud_RoleName", "The service that sent the item."},
    {"cloud_RoleInstance", "The instance of the service that sent the item."},
    {"AppRoleName", "The service that sent the item."},
    {"AppRoleInstance", "The instance of the service that sent the item."},
    {"application_Version", "Build of the application."},
    {"AppVersion", "Build of the application."},
    {"user_Id", "The user, without a name."},
    {"UserId", "The user, without a name."},
    {"session_Id", "The user's session."},
    {"SessionId", "The user's session."},
    {"itemCount", "How many items this one stands for, because of sampling: counts are sum(itemCount)."},
    {"ItemCount", "How many items or measurements this one stands for."},
    {"itemType", "Kind of the item."},
    {"CorrelationId", "Ties the logs of one call together."},
    {"PromptTokens", "Tokens of the prompt."},
    {"CompletionTokens", "Tokens of the answer."},
    {"TotalTokens", "Tokens of prompt and answer."},
    {"ModelName", "The model that answered."},
    {"DeploymentName", "The deployment that was called."},
    {"ToolName", "The tool that was called."},
    {"ApimSubscriptionId", "Whose key the call came with."},
};

std::string_view descriptionIn(std::span<const Entry> texts, std::string_view name)
{
    for (const auto &[key, text] : texts)
        if (key == name)
            return text;
    return {};
}

} // namespace

std::string_view tableDescription(std::string_view table) { return descriptionIn(tableTexts, table); }

std::string_view columnDescription(std::string_view column) { return descriptionIn(columnTexts, column); }

} // namespace qd::lab
