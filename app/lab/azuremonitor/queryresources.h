#pragma once

#include "azuremonitor/metadatajson.h"
#include "entra/identity.h"
#include "kql/schema.h"

#include <string>
#include <vector>

namespace qd::lab {

/// Audiences that the query APIs take, all together: for a token that is good for all of the lab.
std::vector<std::string> queryAudiences();

/// Something that can be queried: its tables, and whose tokens are good for it.
struct QueryResource {
    std::string id; ///< app or workspace id
    std::vector<std::string> audiences;
    KqlSchema schema;
    MetadataSubject subject;
};

/// The lab's application, its workspace, and what resource ids stand for. Immutable; any thread.
class QueryResources
{
public:
    explicit QueryResources(const LabIdentity &identity);

    [[nodiscard]] const QueryResource &application() const { return m_application; }
    [[nodiscard]] const QueryResource &workspace() const { return m_workspace; }
    /// By /subscriptions/{id}[/resourceGroups/{name}[/providers/{namespace}/{type}/{name}]], split at its slashes: the
    /// application sees tables of both schemas, the gateway its own logs, everything above them the workspace. Null when
    /// the lab has no such resource.
    [[nodiscard]] const QueryResource *byResourceId(const std::vector<std::string> &segments) const;
    /// By name, id or resource id, as `workspaces` and `applications` of a request name them. Null when unknown.
    [[nodiscard]] const QueryResource *byAnyName(const std::string &name) const;

private:
    QueryResource m_application;
    QueryResource m_workspace;
    QueryResource m_component; ///< the application by its resource id
    QueryResource m_gateway;
    std::string m_subscriptionId;
};

} // namespace qd::lab
