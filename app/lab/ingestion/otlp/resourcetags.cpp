#include "ingestion/otlp/resourcetags.h"

#include "ingestion/otlp/otlpvalue.h"

#include <array>

namespace qd::lab {

namespace {

std::string resourceText(const OtlpAttributes &resource, std::string_view key)
{
    for (auto each = resource.rbegin(); each != resource.rend(); ++each) // the last one counts
        if (each->key == key)
            return isOtlpTruthy(&each->value) ? otlpText(each->value) : std::string();
    return {};
}

std::string roleName(const OtlpAttributes &resource)
{
    static constexpr std::array<std::string_view, 6> workloads{"k8s.deployment.name", "k8s.replicaset.name", "k8s.statefulset.name",
                                                               "k8s.job.name",        "k8s.cronjob.name",    "k8s.daemonset.name"};
    std::string service = resourceText(resource, "service.name");
    const std::string space = resourceText(resource, "service.namespace");
    const bool isNamed = !service.empty() && !service.starts_with("unknown_service");
    if (!service.empty() && !space.empty())
        service = space + "." + service;
    if (isNamed)
        return service;
    for (const std::string_view workload : workloads)
        if (std::string name = resourceText(resource, workload); !name.empty())
            return name;
    return service;
}

std::string roleInstance(const OtlpAttributes &resource)
{
    for (const char *key : {"k8s.pod.name", "service.instance.id", "host.name"}) // an exporter takes its own host's name
        if (std::string name = resourceText(resource, key); !name.empty())
            return name;
    return {};
}

/// "nodejs:otel2.10.0:otlp", in the manner of Microsoft's "node20:otel2.10.0:ext1.0.0".
std::string sdkOf(const OtlpAttributes &resource)
{
    const std::string language = resourceText(resource, "telemetry.sdk.language");
    const std::string version = resourceText(resource, "telemetry.sdk.version");
    return (language.empty() ? "" : language + ":") + (version.empty() ? "" : "otel" + version + ":") + "otlp";
}

} // namespace

TelemetryItem itemOfResource(const OtlpAttributes &resource, const std::string &instrumentationKey)
{
    TelemetryItem item;
    item.roleName = roleName(resource);
    item.roleInstance = roleInstance(resource);
    item.appVersion = resourceText(resource, "service.version");
    item.sdkVersion = sdkOf(resource);
    item.instrumentationKey = instrumentationKey;
    if (std::string model = resourceText(resource, "device.model.name"); !model.empty())
        item.context.emplace_back("client_Model", std::move(model));
    return item;
}

} // namespace qd::lab
