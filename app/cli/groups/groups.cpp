#include "groups/groups.h"

#include "groups/changesverbs.h"
#include "groups/costverbs.h"
#include "groups/auditverbs.h"
#include "groups/chaosverbs.h"
#include "groups/policyverbs.h"
#include "groups/queryverbs.h"
#include "groups/traceverbs.h"
#include "groups/rollbackverbs.h"
#include "groups/mcpverbs.h"

namespace qd {

std::vector<std::unique_ptr<VerbGroup>> makeVerbGroups()
{
    std::vector<std::unique_ptr<VerbGroup>> groups;
    groups.push_back(std::make_unique<PolicyVerbs>());
    groups.push_back(std::make_unique<AllowVerbs>());
    groups.push_back(std::make_unique<TraceVerbs>());
    groups.push_back(std::make_unique<ChaosVerbs>());
    groups.push_back(std::make_unique<AuditVerbs>());
    groups.push_back(std::make_unique<CostVerbs>());
    groups.push_back(std::make_unique<ChangesVerbs>());
    groups.push_back(std::make_unique<RollbackVerbs>());
    groups.push_back(std::make_unique<McpVerbs>());
    groups.push_back(std::make_unique<QueryVerbs>());
    return groups;
}

} // namespace qd
