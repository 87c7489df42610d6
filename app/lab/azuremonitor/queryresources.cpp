#include "azuremonitor/queryresources.h"

#include "azurearm/armnames.h"
#include "azurearm/armpath.h"
#include "server/target.h"

#include <iterator>
#include <utility>

namespace qd::lab {

namespace {

constexpr std::string_view labGroup = "contoso-agents";

ResourceFacts factsOf(const LabIdentity &identity)
{
    const QString group = QStringLiteral("/subscriptions/%1/resourceGroups/contoso-agents/providers/")
                              .arg(QString::fromStdString(identity.subscriptionId));
    return {.appId = QString::fromStdString(identity.appId),
            .appName = group + QStringLiteral("microsoft.insights/components/contoso-agents"),
            .resourceId = group.toLower() + QStringLiteral("microsoft.insights/components/contoso-agents"),
            .workspaceId = QString::fromStdString(identity.workspaceId),
            .subscriptionId = QString::fromStdString(identity.subscriptionId)};
}

MetadataSubject subjectOf(const LabIdentity &identity, bool isWorkspace)
{
    const std::string group = ArmNames{.subscriptionId = identity.subscriptionId}.groupId() + "/providers/";
    return {.isWorkspace = isWorkspace,
            .id = isWorkspace ? identity.workspaceId : identity.appId,
            .name = std::string(labGroup),
            .resourceId = group + (isWorkspace ? "microsoft.operationalinsights/workspaces/" : "microsoft.insights/components/")
                + std::string(labGroup),
            .region = "westeurope"};
}

std::vector<std::string> applicationAudiences()
{
    return {"https://api.applicationinsights.io", "https://api.applicationinsights.azure.com"};
}

std::vector<std::string> workspaceAudiences()
{
    return {"https://api.loganalytics.io", "https://api.loganalytics.azure.com"};
}

KqlSchema bothSchemas(const KqlSchema &classic, const KqlSchema &workspace)
{
    KqlSchema both = workspace;
    both.tables.insert(classic.tables);
    return both;
}

KqlSchema gatewaySchema(const KqlSchema &workspace)
{
    KqlSchema own;
    for (const KqlTable &table : workspace.tables)
        if (table.name.startsWith(QStringLiteral("ApiManagement")) || table.name == QStringLiteral("AzureActivity"))
            own.tables.insert(table.name, table);
    return own;
}

bool isSameName(const std::string &name, const QueryResource &resource)
{
    return sameName(name, resource.id) || sameName(name, resource.subject.name) || sameName(name, resource.subject.resourceId);
}

} // namespace

std::vector<std::string> queryAudiences()
{
    std::vector<std::string> all = applicationAudiences();
    for (std::string &audience : workspaceAudiences())
        all.push_back(std::move(audience));
    return all;
}

QueryResources::QueryResources(const LabIdentity &identity)
    : m_application{identity.appId, applicationAudiences(), telemetrySchema(TelemetrySchema::Classic, factsOf(identity)), subjectOf(identity, false)},
      m_workspace{identity.workspaceId, workspaceAudiences(), telemetrySchema(TelemetrySchema::Workspace, factsOf(identity)),
                  subjectOf(identity, true)},
      m_component{identity.appId, queryAudiences(), bothSchemas(m_application.schema, m_workspace.schema), m_application.subject},
      m_gateway{identity.workspaceId, workspaceAudiences(), gatewaySchema(m_workspace.schema), m_workspace.subject},
      m_subscriptionId(identity.subscriptionId)
{
}

const QueryResource *QueryResources::byResourceId(const std::vector<std::string> &segments) const
{
    constexpr size_t ofGroup = 4;
    constexpr size_t ofResource = 8;
    const auto has = [&segments](size_t at, std::string_view word) { return sameName(segments[at], word); };
    const size_t size = segments.size();
    if ((size != 2 && size != ofGroup && size != ofResource) || !has(0, "subscriptions") || !has(1, m_subscriptionId))
        return nullptr;
    if (size >= ofGroup && (!has(2, "resourceGroups") || !has(3, labGroup)))
        return nullptr;
    if (size < ofResource)
        return &m_workspace;
    if (!has(4, "providers"))
        return nullptr;
    const std::string type = foldedCase(segments[5] + "/" + segments[6]);
    if (type == "microsoft.apimanagement/service")
        return has(7, ArmNames{}.apim) ? &m_gateway : nullptr;
    if (!has(7, labGroup))
        return nullptr;
    return type == "microsoft.insights/components" ? &m_component : type == "microsoft.operationalinsights/workspaces" ? &m_workspace : nullptr;
}

const QueryResource *QueryResources::byAnyName(const std::string &name) const
{
    if (name.starts_with("/"))
        return byResourceId(splitTarget(name).segments);
    for (const QueryResource *resource : {&m_workspace, &m_application})
        if (isSameName(name, *resource))
            return resource;
    return nullptr;
}

} // namespace qd::lab
