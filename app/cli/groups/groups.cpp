#include "groups/groups.h"

namespace qd {

std::vector<std::unique_ptr<VerbGroup>> makeVerbGroups()
{
    std::vector<std::unique_ptr<VerbGroup>> groups;
    return groups;
}

} // namespace qd
