#include "groups/groups.h"

#include "groups/policyverbs.h"
#include "groups/traceverbs.h"

namespace qd {

std::vector<std::unique_ptr<VerbGroup>> makeVerbGroups()
{
    std::vector<std::unique_ptr<VerbGroup>> groups;
    groups.push_back(std::make_unique<PolicyVerbs>());
    groups.push_back(std::make_unique<AllowVerbs>());
    groups.push_back(std::make_unique<TraceVerbs>());
    return groups;
}

} // namespace qd
