#include "groups/groups.h"

#include "groups/policyverbs.h"

namespace qd {

std::vector<std::unique_ptr<VerbGroup>> makeVerbGroups()
{
    std::vector<std::unique_ptr<VerbGroup>> groups;
    groups.push_back(std::make_unique<PolicyVerbs>());
    groups.push_back(std::make_unique<AllowVerbs>());
    return groups;
}

} // namespace qd
