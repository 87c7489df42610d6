#include "features/features.h"

#include "workspace.h"

namespace qd {

std::vector<std::unique_ptr<Feature>> makeFeatures([[maybe_unused]] Workspace &workspace, [[maybe_unused]] MainWindow &window)
{
    std::vector<std::unique_ptr<Feature>> features;
    return features;
}

} // namespace qd
