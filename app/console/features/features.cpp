#include "features/features.h"

#include "features/changesfeature.h"
#include "features/costfeature.h"
#include "features/auditfeature.h"
#include "features/chaosfeature.h"
#include "features/guardfeature.h"
#include "features/incidentfeature.h"
#include "features/allowlistfeature.h"
#include "features/policyfeature.h"
#include "features/queryfeature.h"
#include "features/mcp/mcpfeature.h"
#include "features/rollbackfeature.h"
#include "features/tracesfeature.h"
#include "workspace.h"

namespace qd {

std::vector<std::unique_ptr<Feature>> makeFeatures(Workspace &workspace, MainWindow &window)
{
    std::vector<std::unique_ptr<Feature>> features;
    features.push_back(std::make_unique<GuardFeature>(workspace, window));
    features.push_back(std::make_unique<IncidentFeature>(workspace, window));
    features.push_back(std::make_unique<TracesFeature>(workspace, window));
    features.push_back(std::make_unique<QueryFeature>(workspace, window));
    features.push_back(std::make_unique<ChangesFeature>(workspace, window));
    features.push_back(std::make_unique<CostFeature>(workspace, window));
    features.push_back(std::make_unique<RollbackFeature>(workspace, window));
    features.push_back(std::make_unique<ChaosFeature>(workspace, window));
    features.push_back(std::make_unique<PolicyFeature>(workspace, window));
    features.push_back(std::make_unique<AllowlistFeature>(workspace, window));
    features.push_back(std::make_unique<McpFeature>(workspace, window));
    features.push_back(std::make_unique<AuditFeature>(workspace, window));
    return features;
}

} // namespace qd
